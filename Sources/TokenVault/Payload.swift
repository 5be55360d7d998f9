internal import FoundationEssentials

/// What is encrypted: the state as JSON.
///
/// The only place where a secret is written down.
struct Payload: Codable {
  enum Kind: String {
    case signedIn
    case signedOut
  }

  struct Server: Codable {
    var auth: String
    var api: String
    var socket: String?
    var typed: String?
  }

  struct User: Codable {
    var id: String
    var email: String
    var name: String
  }

  struct Session: Codable {
    var form: String
    /// The cookie's name.
    var name: String?
    var value: String
    var expiresAt: Int64?
  }

  struct JWT: Codable {
    var value: String
    var issuedAt: Int64
    var expiresAt: Int64
    var receivedAt: Int64
    var receivedSinceBoot: UInt64
    var bootID: String
  }

  struct Refusal: Codable {
    var notBefore: Int64
    var failures: Int
    var sentence: String
  }

  var state: String
  var server: Server?
  var user: User?
  var session: Session?
  var jwt: JWT?
  var refusal: Refusal?
  var at: Int64?

  /// The JSON, which the caller wipes.
  func encoded() throws(VaultError) -> [UInt8] {
    do {
      var data = try JSONEncoder().encode(self)
      defer { wipe(&data) }
      return Array(data)
    } catch {
      // Strings and integers always encode; what is left is memory for a text beyond all measure.
      throw .unstorable(.recordTooLarge)
    }
  }

  static func decoded(from bytes: [UInt8]) throws(VaultFormat.Failure) -> Payload {
    var data = Data(bytes)
    defer { wipe(&data) }
    do { return try JSONDecoder().decode(Payload.self, from: data) } catch { throw .damaged }
  }
}

extension Payload {
  init(_ state: VaultRecord.State) {
    switch state {
    case .signedOut(let server, let at):
      self.state = Kind.signedOut.rawValue
      self.server = server.map(Server.init)
      self.at = at
    case .signedIn(let credential):
      self.state = Kind.signedIn.rawValue
      server = Server(credential.server)
      user = User(
        id: credential.user.id,
        email: credential.user.email,
        name: credential.user.name
      )
      session = credential.session.map(Session.init)
      jwt = credential.jwt.map(JWT.init)
      refusal = credential.refusal.map {
        Refusal(notBefore: $0.notBefore, failures: $0.failures, sentence: $0.sentence)
      }
    }
  }

  /// The state it stands for.
  ///
  /// A kind of state or session unknown here comes from a newer version.
  func decodedState() throws(VaultFormat.Failure) -> VaultRecord.State {
    guard let kind = Kind(rawValue: state) else { throw .newer }
    let server = server.map(ServerOrigins.init)
    switch kind {
    case .signedOut:
      guard let at else { throw .damaged }
      return .signedOut(server: server, at: at)
    case .signedIn:
      guard let server, let user, session != nil || jwt != nil else { throw .damaged }
      return .signedIn(
        Credential(
          server: server,
          user: VaultUser(id: user.id, email: user.email, name: user.name),
          session: try session.map { session throws(VaultFormat.Failure) in
            try StoredSession(session)
          },
          jwt: jwt.map(StoredJWT.init),
          refusal: refusal.map {
            Backoff(notBefore: $0.notBefore, failures: $0.failures, sentence: $0.sentence)
          }
        )
      )
    }
  }
}

extension Payload.Server {
  fileprivate init(_ origins: ServerOrigins) {
    self.init(
      auth: origins.auth,
      api: origins.api,
      socket: origins.socket,
      typed: origins.typed
    )
  }
}

extension ServerOrigins {
  fileprivate init(_ server: Payload.Server) {
    self.init(auth: server.auth, api: server.api, socket: server.socket, typed: server.typed)
  }
}

extension Payload.Session {
  fileprivate init(_ session: StoredSession) {
    let (form, name): (String, String?) =
      switch session.form {
      case .bearer: ("bearer", nil)
      case .cookie(let name): ("cookie", name)
      }
    self.init(
      form: form,
      name: name,
      value: session.value.withText { $0 },
      expiresAt: session.expiresAt
    )
  }
}

extension StoredSession {
  fileprivate init(_ session: Payload.Session) throws(VaultFormat.Failure) {
    let form: Form
    switch (session.form, session.name) {
    case ("bearer", _): form = .bearer
    case ("cookie", let name?): form = .cookie(name: name)
    case ("cookie", nil): throw .damaged
    default: throw .newer
    }
    self.init(form: form, value: Secret(session.value), expiresAt: session.expiresAt)
  }
}

extension Payload.JWT {
  fileprivate init(_ jwt: StoredJWT) {
    self.init(
      value: jwt.value.withText { $0 },
      issuedAt: jwt.issuedAt,
      expiresAt: jwt.expiresAt,
      receivedAt: jwt.received.wall,
      receivedSinceBoot: jwt.received.sinceBoot,
      bootID: jwt.received.bootID
    )
  }
}

extension StoredJWT {
  fileprivate init(_ jwt: Payload.JWT) {
    self.init(
      value: Secret(jwt.value),
      issuedAt: jwt.issuedAt,
      expiresAt: jwt.expiresAt,
      received: ClockReading(
        wall: jwt.receivedAt,
        sinceBoot: jwt.receivedSinceBoot,
        bootID: jwt.bootID
      )
    )
  }
}
