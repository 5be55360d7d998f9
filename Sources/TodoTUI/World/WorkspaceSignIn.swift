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
  /// The servers must have been found: ``located()``.
  ///
  /// - Parameter person: who.
  /// - Throws: ``Failure``.
  /// - Returns: the account; nil when its address must be confirmed first.
  func signIn(_ person: Person) async throws(Failure) -> Account? {
    try await started()
    let credential =
      if let route = ownSignIn { try await openToken(person, route) } else {
        try await openSession(person)
      }
    guard let credential else { return nil }
    try await keep(credential)
    let user = credential.user
    return Account(id: user.id, email: user.email, name: user.name)
  }
  /// Signs in with a token a person brought.
  ///
  /// - Parameter token: a session token, or a JWT, which is used until it expires.
  /// - Throws: ``Failure``.
  /// - Returns: whose it is; a JWT names no e-mail address.
  func signIn(token: Masked) async throws(Failure) -> Account {
    let credential: Credential
    switch try PastedToken(Secret(token.revealed), from: "stdin") {
    case .jwt(let jwt):
      credential = self.credential(alone: jwt, of: Account(id: jwt.userID, email: "", name: ""))
    case .session(let candidates):
      guard let opened = try await self.credential(ofFirst: candidates) else {
        throw Failure(
          .notSignedIn,
          "token_refused",
          "\(origins.auth) does not know this session token.",
          hint: "Without its bearer() plugin it wants the signed value of the session cookie."
        )
      }
      credential = opened
    }
    try await keep(credential)
    let user = credential.user
    return Account(id: user.id, email: user.email, name: user.name)
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
    guard let stored = credential.session else {
      return .here(
        until: credential.jwt.map { Timestamp(milliseconds: $0.expiresAt * 1000) },
        why: "The sign-in was a token alone, which no server can end."
      )
    }
    let until = stored.expiresAt.map(Timestamp.init(milliseconds:))
    do {
      try await ready()
      let auth = try authAPI()
      let session = try stored.wire
      try await auth.signOut(session, issuer: credential.jwt?.live?.issuer)
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
