import APIClient
import CPosix
import FoundationEssentials
import Glibc
import Logging
import Synchronization

/// The embedded `todo-server` of this account on this machine: found, started, replaced.
///
/// It listens on a Unix socket in the runtime directory and ends by itself when nobody has asked it
/// anything for some minutes, so every use goes through ``ready()``.
final class LocalServer: Sendable {
  let socket: String
  private let paths: Paths
  private let client: HTTPClient
  private let log: Logger
  /// Time without a request after which a server started here ends.
  private let idleLimit: String
  /// The longest wait for its word on how it is.
  private let patience: Duration
  /// Whether this process has seen that the server is not older than itself.
  private let isKnown = Atomic(false)

  init(settings: Settings, client: HTTPClient, log: Logger) throws(Failure) {
    paths = settings.paths
    idleLimit = settings.idleLimit
    patience = min(.seconds(5), settings.timeout)
    self.client = client
    self.log = log
    socket = try RuntimeDirectory(paths: paths).socket(for: paths.localDatabase)
  }

  /// The address of both APIs.
  func endpoint() throws(Failure) -> Endpoint {
    do throws(EndpointError) {
      return try Endpoint(url: "http://localhost", socket: socket)
    } catch {
      throw Failure(.internalFault, "socket", error.sentence)
    }
  }

  /// Returns when a server of at least this program's version answers on the socket.
  ///
  /// - Throws: ``Failure`` that says why none could be started.
  func ready() async throws(Failure) {
    if isKnown.load(ordering: .relaxed), process() != nil { return }
    if try await isCurrent() { return }
    try await alone { () async throws(Failure) in
      // Another client may have started or replaced it while this one waited.
      if try await isCurrent() { return }
      if let version = try await version() {
        log.warning("replacing the local server", metadata: ["version": "\(version)"])
        try await stop()
      }
      try await start()
    }
  }

  private func isCurrent() async throws(Failure) -> Bool {
    guard let version = try await version(), !isOlder(version, than: programVersion) else {
      return false
    }
    isKnown.store(true, ordering: .relaxed)
    return true
  }

  /// What the running server says of itself; nil when none runs.
  func version() async throws(Failure) -> String? {
    struct Health: Decodable { var version: String }
    let request = HTTPRequest(endpoint: try endpoint(), path: "/health", timeout: patience)
    let reply: HTTPReply
    do throws(TransportError) {
      reply = try await client.send(request)
    } catch {
      // Who listens and gives no answer is not a server of ours: older than any.
      return process() == nil ? nil : ""
    }
    let health = try? JSONDecoder().decode(Health.self, from: Data(reply.body))
    return reply.status == 200 ? health?.version ?? "" : ""
  }

  /// The process that listens on the socket, nil for none.
  func process() -> pid_t? {
    var pid = pid_t()
    return unsafe cposix_listener(socket, &pid) == 0 && pid > 0 ? pid : nil
  }

  /// Ends the running server and waits for its end.
  ///
  /// - Throws: ``Failure`` 75 when it does not end.
  func stop() async throws(Failure) {
    guard let pid = process() else { return }
    kill(pid, SIGTERM)
    for _ in 0..<500 {
      if kill(pid, 0) != 0 { return }
      // A child of ours stays a zombie until it is collected.
      if waitpid(pid, nil, WNOHANG) == pid { return }
      try await pause(.milliseconds(10))
    }
    throw Failure(.temporary, "local_server", "The local server (process \(pid)) does not end.")
  }

  private func start() async throws(Failure) {
    guard let program = LocalServer.program() else {
      throw Failure(
        .unreachable,
        "no_local_server",
        "The program todo-server is neither beside todotui nor on PATH.",
        hint: "Install both with: script/run --install"
      )
    }
    let slash = paths.localDatabase.lastIndex(of: "/") ?? paths.localDatabase.startIndex
    try makeDirectory(String(paths.localDatabase[..<slash]))
    try makeDirectory(paths.state)
    let messages = paths.state + "/todo-server.log"
    let pid = try spawn(program, messages)
    log.debug("started the local server", metadata: ["process": "\(pid)"])
    for _ in 0..<2000 {
      if process() != nil { return }
      if waitpid(pid, nil, WNOHANG) == pid {
        throw Failure(
          .unreachable,
          "local_server",
          "The local server did not start: \(LocalServer.lastLine(of: messages)).",
          hint: "Its messages are in \(messages)."
        )
      }
      try await pause(.milliseconds(5))
    }
    kill(pid, SIGTERM)
    throw Failure(.unreachable, "local_server", "The local server did not start within 10 s.")
  }

  private func spawn(_ program: String, _ log: String) throws(Failure) -> pid_t {
    let arguments = [
      program, "--socket", socket, "--database", paths.localDatabase, "--session-ttl", "365d",
      "--exit-when-idle", idleLimit,
    ]
    // Nothing of ours that is secret can be in here: main removed those variables at its start.
    let kept = ["PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ"]
    let environment = kept.compactMap { name in
      unsafe getenv(name).map { unsafe "\(name)=\(String(cString: $0))" }
    }
    var pid = pid_t()
    let result = unsafe withCStrings(arguments) { argv in
      unsafe withCStrings(environment) { envp in
        unsafe cposix_spawn_detached(program, argv, envp, log, &pid)
      }
    }
    guard result == 0 else {
      throw Failure(
        .unreachable,
        "local_server",
        "\(program) cannot be started: \(systemMessage(result))."
      )
    }
    return pid
  }

  /// Runs `body` while no other client starts or replaces the server.
  private func alone(_ body: () async throws(Failure) -> Void) async throws(Failure) {
    let file = unsafe open(socket + ".start", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw Failure(
        .cannotWrite,
        "runtime_directory",
        "\(socket).start cannot be opened: \(systemMessage(errno))."
      )
    }
    defer { close(file) }
    for _ in 0..<3000 {
      if cposix_lock(file, 0) == 0 { return try await body() }
      try await pause(.milliseconds(5))
    }
    throw Failure(.temporary, "local_server", "Another todotui is still starting the local server.")
  }

  private func pause(_ duration: Duration) async throws(Failure) {
    do {
      try await Task.pause(for: duration)
    } catch {
      throw Failure(.cancelled, "cancelled", "Cancelled.")
    }
  }

  private static func program() -> String? {
    var candidates: [String] = []
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    if count > 0 {
      let own = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      candidates.append(String(own[...(own.lastIndex(of: "/") ?? own.startIndex)]) + "todo-server")
    }
    if let path = unsafe getenv("PATH") {
      candidates += unsafe String(cString: path).split(separator: ":").map { $0 + "/todo-server" }
    }
    return candidates.first { unsafe access($0, X_OK) == 0 }
  }

  private static func lastLine(of path: String) -> String {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "it left no message" }
    defer { close(file) }
    // Only what this start wrote matters, and it is the end.
    lseek(file, -4096, SEEK_END)
    let text = try? readText(of: file, limit: 1 << 16, "The log")
    return text?.split(whereSeparator: \.isNewline).last.map { String($0.prefix(300)) }
      ?? "it left no message"
  }
}

/// Lends C copies of strings as a NULL-terminated array for the length of `body`.
private func withCStrings<R>(
  _ strings: [String],
  _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
) -> R {
  let copies = unsafe strings.map { unsafe strdup($0) }
  defer { unsafe copies.forEach { unsafe free($0) } }
  return unsafe (copies + [nil]).withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else {
      preconditionFailure("an array of one is never empty")
    }
    return unsafe body(base)
  }
}
