/// Everything that makes a profile signed in: who, where, and by which tokens.
public struct Credential: Sendable, Equatable {
  /// The origins the tokens were issued for; they go nowhere else.
  public var server: ServerOrigins
  /// The account.
  public var user: VaultUser
  /// The Better Auth session, from which JWTs are fetched; nil where the JWT is all there is.
  public var session: StoredSession?
  /// The newest JWT; nil before the first one.
  public var jwt: StoredJWT?
  /// Why the last refresh failed and until when nobody tries again; nil after a success.
  public var refusal: Backoff?

  /// A credential from its parts.
  public init(
    server: ServerOrigins,
    user: VaultUser,
    session: StoredSession?,
    jwt: StoredJWT? = nil,
    refusal: Backoff? = nil
  ) {
    self.server = server
    self.user = user
    self.session = session
    self.jwt = jwt
    self.refusal = refusal
  }
}

/// Where a credential may be sent.
public struct ServerOrigins: Sendable, Equatable {
  /// The Better Auth base, such as `https://example.org/api/auth`.
  public var auth: String
  /// The prefix before `/api/{user_id}/tasks`.
  public var api: String
  /// The Unix socket both are reached by; nil over TCP.
  public var socket: String?
  /// The one address a person gave, from which the other two were found; nil when they gave both.
  public var typed: String?

  /// Origins from their parts.
  public init(auth: String, api: String, socket: String? = nil, typed: String? = nil) {
    self.auth = auth
    self.api = api
    self.socket = socket
    self.typed = typed
  }
}

/// The account a credential belongs to.
public struct VaultUser: Sendable, Equatable {
  /// The server's id of the user.
  public var id: String
  /// The e-mail address signed in with.
  public var email: String
  /// The name shown.
  public var name: String

  /// A user from its parts.
  public init(id: String, email: String, name: String) {
    self.id = id
    self.email = email
    self.name = name
  }
}

/// The session credential and how it is presented.
public struct StoredSession: Sendable, Equatable {
  /// How the value is presented to the auth origin.
  public enum Form: Hashable, Sendable {
    /// As `Authorization: Bearer`.
    case bearer
    /// As the one cookie of this name.
    case cookie(name: String)
  }

  /// How the value is presented.
  public var form: Form
  /// The token itself.
  public var value: Secret
  /// When the session ends on the server, in milliseconds since 1970; nil when it was not said.
  public var expiresAt: Int64?

  /// A session from its parts.
  public init(form: Form, value: Secret, expiresAt: Int64?) {
    self.form = form
    self.value = value
    self.expiresAt = expiresAt
  }
}

/// A JWT with the claims that schedule its refresh.
public struct StoredJWT: Sendable, Equatable {
  /// The compact form, three parts with dots.
  public var value: Secret
  /// Claim `iat`, in seconds since 1970 on the server's clock.
  public var issuedAt: Int64
  /// Claim `exp`, in seconds since 1970 on the server's clock.
  public var expiresAt: Int64
  /// What our own clocks said when it arrived.
  public var received: ClockReading

  /// A JWT from its parts.
  public init(value: Secret, issuedAt: Int64, expiresAt: Int64, received: ClockReading) {
    self.value = value
    self.issuedAt = issuedAt
    self.expiresAt = expiresAt
    self.received = received
  }

  /// How long it can still be used: its lifetime less the time passed since it arrived.
  ///
  /// The two clocks of server and client are never compared, so a token just received is usable
  /// whatever the wall clock says.
  ///
  /// - Parameter now: the present reading of the same machine's clocks.
  /// - Returns: between zero and `exp − iat`.
  public func timeLeft(at now: ClockReading) -> Duration {
    let lifetime = max(.zero, .seconds(expiresAt) - .seconds(issuedAt))
    return max(.zero, lifetime - now.elapsed(since: received))
  }
}

/// A failed refresh, shared so that every waiter of every process respects it.
public struct Backoff: Sendable, Equatable {
  /// No attempt before this moment, in milliseconds since 1970.
  public var notBefore: Int64
  /// Failures in a row.
  public var failures: Int
  /// What went wrong, for the user; never contains a secret.
  public var sentence: String

  /// A back-off from its parts.
  public init(notBefore: Int64, failures: Int, sentence: String) {
    self.notBefore = notBefore
    self.failures = failures
    self.sentence = sentence
  }
}
