import APIClient
import LocalStore
import TodoKit
import TodoUI
import TokenVault

extension Workspace {
  /// What a person signs in with.
  struct Person: Sendable {
    /// nil signs in; a name makes the account first.
    var newName: String?
    var email: String
    var password: Masked
  }

  /// Signs in, or up, and keeps the credential with the server it belongs to.
  ///
  /// - Parameter person: who.
  /// - Throws: ``Failure``.
  /// - Returns: the account; nil when its address must be confirmed first.
  func signIn(_ person: Person) async throws(Failure) -> Account? {
    try await started()
    let auth = try authAPI()
    let signedIn: SignedIn
    do throws(APIError) {
      if let name = person.newName {
        let answer = try await auth.signUp(
          name: name,
          email: person.email,
          password: person.password.revealed
        )
        guard case .signedIn(let opened) = answer else { return nil }
        signedIn = opened
      } else {
        signedIn = try await auth.signIn(
          email: person.email,
          password: person.password.revealed
        )
      }
    } catch .unauthorized(let refusal) {
      throw Failure(
        .notSignedIn,
        "invalid_email_or_password",
        "Wrong e-mail address or password.",
        requestID: refusal.requestID
      )
    } catch .notFound {
      throw Failure(
        .unreachable,
        "bad_address",
        "There is no Better Auth at \(origins.auth): check the address."
      )
    } catch {
      throw Failure(error)
    }
    guard let credential = try await describe(signedIn.credential) else {
      throw Failure(
        .failed,
        "no_bearer_plugin",
        "\(address.label) does not accept its own session as a bearer token:"
          + " its Better Auth needs the bearer() plugin."
      )
    }
    try await store(.signedIn(credential))
    return signedIn.account
  }

  /// What signing out came to.
  enum SignedOut: Sendable, Equatable {
    /// The server confirmed that the session is gone.
    case everywhere
    /// This machine forgot it; at the server it may live until then.
    case here(until: Timestamp?, why: String)
    case nobodyWas
  }

  /// Wipes the credential in one write, then ends the session at the server.
  ///
  /// - Throws: ``Failure`` when the vault cannot be written; then nothing changed.
  /// - Returns: how far it went.
  func signOut() async throws(Failure) -> SignedOut {
    guard let credential = try credential() else { return .nobodyWas }
    try await store(.signedOut(server: credential.server, at: ClockReading.now().wall))
    let until = credential.session.expiresAt.map(Timestamp.init(milliseconds:))
    do {
      try await ready()
      let auth = try authAPI()
      let session = try credential.session.wire
      try await auth.signOut(session)
      guard try await auth.session(session) == nil else {
        return .here(until: until, why: "The server still knows the session.")
      }
      return .everywhere
    } catch let error as APIError {
      return .here(until: until, why: error.sentence)
    } catch let error as Failure {
      return .here(until: until, why: error.message)
    } catch {
      return .here(until: until, why: "Cancelled.")
    }
  }
}
