public import TodoKit

/// A session the auth server has just opened.
public struct SignedIn: Hashable, Sendable {
  /// What proves the session from now on.
  public var credential: SessionCredential
  /// Whose it is.
  public var account: Account
}

/// How a sign-up ended.
public enum SignUpAnswer: Hashable, Sendable {
  /// The account exists and a session is open.
  case signedIn(SignedIn)
  /// The account exists; its mail address has to be verified, or a sign-in has to follow.
  ///
  /// Servers with `requireEmailVerification` or without `autoSignIn` answer `token: null`
  /// (contract/better-auth 2.3).
  case verifyEmail(Account)
}

/// What the auth server knows about a live session.
public struct SessionInfo: Hashable, Sendable {
  /// Whose session it is.
  public var account: Account
  /// When the session ends unless used, by the server's clock.
  public var expiresAt: Timestamp
  /// A fresh JWT, when the answer carried one (`set-auth-jwt`).
  public var jwt: JWT?
  /// The credential to keep from now on, when the answer renewed it (`set-auth-token`).
  public var renewedCredential: SessionCredential?
}
