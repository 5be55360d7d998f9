/// Who is signed in, as the auth server tells it.
public struct Account: Hashable, Sendable {
  /// The JWT's `sub`; opaque.
  public var id: String
  /// Lower-case e-mail address.
  public var email: String
  /// Display name; may be empty.
  public var name: String

  /// An account with every field given.
  public init(id: String, email: String, name: String) {
    self.id = id
    self.email = email
    self.name = name
  }
}
