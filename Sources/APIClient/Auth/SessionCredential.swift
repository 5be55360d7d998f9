/// What proves a Better Auth session: the value behind `Authorization: Bearer `.
///
/// Kept exactly as received: decoding its percent signs makes it invalid (contract/better-auth 2.1).
public struct SessionCredential: Hashable, Sendable {
  /// The secret itself, 16–8192 characters of `[A-Za-z0-9._~+/%=-]`.
  public let value: String

  /// Checks a value from a server, the vault or the environment.
  /// - Throws: ``TokenError``, which never repeats the value.
  public init(_ value: String) throws(TokenError) {
    try checkToken(value)
    self.value = value
  }
}

extension SessionCredential: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Says what it is, never its value.
  public var description: String { "SessionCredential(redacted)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
