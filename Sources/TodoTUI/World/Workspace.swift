import APIClient
import Glibc
import LocalStore
import Logging
import TodoKit
import TokenVault

/// One profile in use: where its servers are, its vault, its mirrors; everything meets here.
struct Workspace: Sendable {
  let settings: Settings
  let client: HTTPClient
  let vault: any Vault
  let log: Logger
  /// Where this run's requests go; ``located()`` makes addresses of what a person typed.
  var address: ServerAddress
  /// The one address from which the servers were found; nil when both were given.
  var typed: String?
  /// A sign-in of the task server's own; nil where Better Auth does it.
  var ownSignIn: SignInRoute?
  /// How the task server speaks, when it was just read.
  var described: BackendNote?
  /// What was wrong with the vault when the address was looked for in it.
  private let problem: VaultError?
  /// The embedded server, when the address is this machine.
  let local: LocalServer?

  /// Resolves the address and opens nothing else.
  ///
  /// - Parameters:
  ///   - settings: flags, environment and file.
  ///   - isTalking: whether a server will be asked.
  /// - Throws: ``Failure`` 64 or 73.
  init(settings: Settings, isTalking: Bool = false) throws(Failure) {
    self.settings = settings
    client = HTTPClient(
      HTTPConfiguration(
        version: programVersion,
        caFile: settings.caFile,
        proxy: settings.proxy
      )
    )
    // A quarter of the time of a short command goes into loading it: meanwhile vault and mirror are read.
    if isTalking { client.prepare() }
    let stored: any Vault
    do throws(VaultError) {
      stored = try FileVault(
        dataDirectory: settings.paths.data,
        stateDirectory: settings.paths.state,
        profile: settings.profile
      )
    } catch {
      throw Failure(error)
    }
    let found = Workspace.address(settings, stored)
    (address, typed) = (found.0, found.typed)
    // What the vault is like does not matter where a token of the environment is used instead.
    problem = settings.token == nil ? found.2 : nil
    log = Logger(label: "todotui") { _ in
      FileLog(path: settings.paths.logFile, level: settings.isVerbose ? .debug : .warning)
    }
    local =
      address == .local
      ? try LocalServer(settings: settings, client: client, log: log) : nil
    vault = settings.token == nil ? stored : MemoryVault()
  }

  /// Said for this run, else where the profile was last signed in, else its default.
  private static func address(
    _ settings: Settings,
    _ vault: any Vault
  ) -> (ServerAddress, typed: String?, VaultError?) {
    var kept: ServerOrigins?
    var problem: VaultError?
    do throws(VaultError) {
      kept = try vault.read()?.state.server
    } catch {
      // Said when the credential is wanted; signing in still works.
      problem = error
    }
    switch settings.address {
    case .typed(let typed, let auth, let api):
      // What was found from this address once need not be looked for again.
      if let kept, kept.isFound(from: typed, auth, api) {
        return (ServerAddress(kept), kept.typed, problem)
      }
      return (.typed(typed, auth: auth, api: api), typed, problem)
    case let said?: return (said, nil, nil)
    case nil:
      if let kept { return (ServerAddress(kept), kept.typed, problem) }
      let usual: ServerAddress =
        settings.profile == "local" || settings.token != nil ? .local : .unknown
      return (usual, nil, problem)
    }
  }

  /// The origins a credential of this address is issued for.
  var origins: ServerOrigins {
    switch address {
    case .local:
      ServerOrigins(
        auth: "http://localhost/api/auth",
        api: "http://localhost",
        socket: local?.socket
      )
    case .remote(let auth, let api): ServerOrigins(auth: auth, api: api, typed: typed)
    case .typed, .unknown: ServerOrigins(auth: "", api: "")
    }
  }

  /// Whether one address has both servers, the auth endpoints where Better Auth has them by default.
  var hasOneOrigin: Bool { origins.auth == origins.api + "/api/auth" }

  /// What a mirror is bound to: the same user id may mean somebody else on another server.
  var mirrorOwner: String { address == .local ? "this machine" : origins.api }

  /// Better Auth at this address.
  func authAPI() throws(Failure) -> AuthAPI {
    AuthAPI(client: client, base: try endpoint(origins.auth), timeout: settings.timeout)
  }

  /// What the paths of the task API are appended to.
  func tasksBase() throws(Failure) -> Endpoint { try endpoint(origins.api) }

  func endpoint(_ url: String) throws(Failure) -> Endpoint {
    if address == .unknown {
      throw Failure(
        .badConfiguration,
        "no_server",
        "The profile \(settings.profile) has no server yet.",
        hint: "Say where it is: todotui auth login --profile \(settings.profile) --server ADDRESS"
      )
    }
    do throws(EndpointError) {
      return try Endpoint(url: url, socket: origins.socket)
    } catch {
      throw Failure(.usage, "bad_address", error.sentence)
    }
  }

  /// What the vault holds for this address; nil when nobody is signed in to it.
  ///
  /// - Throws: ``Failure`` when there is something that cannot be trusted or read.
  func credential() throws(Failure) -> Credential? {
    do throws(VaultError) {
      let record = try vault.read()
      // The first look has set a damaged file aside, so this one finds none.
      if record == nil, let problem { throw problem }
      guard case .signedIn(let credential) = record?.state,
        ServerAddress(credential.server) == address
      else { return nil }
      return credential
    } catch {
      throw Failure(error)
    }
  }

  /// Why nobody is signed in, and what to do.
  func signedOutFailure() -> Failure {
    if let record = try? vault.read(), case .signedIn(let credential) = record.state,
      ServerAddress(credential.server) != address
    {
      return Failure(
        .notSignedIn,
        "signed_out",
        "The profile \(settings.profile) is signed in to \(ServerAddress(credential.server).label)"
          + ", not to \(address.label).",
        hint: "Sign in there, or use another profile: todotui auth login --profile NAME --server …"
      )
    }
    return .signedOut(settings.profile)
  }

  /// The system's wall clock.
  static func now() -> Timestamp { Timestamp(milliseconds: ClockReading.now().wall) }

  /// A new random UUID, lower-case (RFC 9562, version 4), as task ids are on the wire.
  static func newKey() -> String {
    var generator = SystemRandomNumberGenerator()
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return text
  }
}

extension VaultRecord.State {
  /// The server of the present or the last sign-in.
  fileprivate var server: ServerOrigins? {
    switch self {
    case .signedIn(let credential): credential.server
    case .signedOut(let server, _): server
    }
  }
}

extension ServerOrigins {
  /// Whether these are what a person means by one address and, perhaps, one of the two others.
  fileprivate func isFound(from address: String, _ auth: String?, _ api: String?) -> Bool {
    socket == nil && (auth ?? self.auth) == self.auth && (api ?? self.api) == self.api
      && [typed, self.auth, self.api].contains(address)
  }
}

extension ServerAddress {
  /// Where a stored credential belongs.
  init(_ server: ServerOrigins) {
    self =
      server.socket == nil ? .remote(auth: server.auth, api: server.api) : .local
  }
}
