public import TodoKit

/// A session the auth server has just opened.
public struct SignedIn: Hashable, Sendable {
  /// What may prove the session from now on; ``AuthAPI/open(_:)`` finds out which does.
  ///
  /// The bearer form is first, then the cookie the answer set.
  public var candidates: [SessionCredential]
  /// Whose it is.
  public var account: Account

  /// A session of these parts.
  public init(candidates: [SessionCredential], account: Account) {
    self.candidates = candidates
    self.account = account
  }
}

/// How a sign-in with the right password ended.
public enum SignInAnswer: Hashable, Sendable {
  /// A session is open.
  case signedIn(SignedIn)
  /// The account wants a second factor, which this client cannot give: there is no session.
  case secondFactor
}

/// How a sign-up ended.
public enum SignUpAnswer: Hashable, Sendable {
  /// The account exists and a session is open.
  case signedIn(SignedIn)
  /// The account exists; a sign-in has to follow, which may ask for a verified mail address.
  ///
  /// Servers with `requireEmailVerification` or without `autoSignIn` answer `token: null`
  /// (contract/better-auth 2.3).
  case noSession(Account)
}

/// A session with the form of credential that its server takes.
public struct OpenedSession: Hashable, Sendable {
  /// What to keep: the accepted candidate, or what the server sent in its place.
  public var credential: SessionCredential
  /// What the server knows about the session.
  public var info: SessionInfo
}

/// What the auth server knows about a live session.
public struct SessionInfo: Hashable, Sendable {
  /// Whose session it is.
  public var account: Account
  /// When the session ends unless used, by the server's clock.
  public var expiresAt: Timestamp
  /// A fresh JWT, when the answer carried one (`set-auth-jwt`).
  public var jwt: JWT?
  /// The credential to keep from now on, in the form that was sent, when the answer renewed it.
  ///
  /// It comes from `set-auth-token` or from the cookie of the same name.
  public var renewedCredential: SessionCredential?
}

/// What became of a request for a mail that lets its reader set a new password.
public enum PasswordResetAnswer: Hashable, Sendable {
  /// The server took it; whether there is such an account it does not tell.
  case requested
  /// This server sends no such mails.
  case notOffered
}
