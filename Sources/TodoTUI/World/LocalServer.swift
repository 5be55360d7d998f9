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
  let idleLimit: String
  /// The file it keeps everything in.
  var database: String { paths.localDatabase }
  /// The longest wait for its word on how it is.
  private let patience: Duration
  /// Whether this process has seen that the server is not older than itself.
  private let isKnown = Atomic(false)
  private let former = Mutex<String?>(nil)
  /// The version of the older server that this process replaced; nil when there was none.
  var replacedVersion: String? { former.withLock { $0 } }
  /// The server this process started last, 0 for none; it stays a zombie until it is collected.
  private let started = Atomic<pid_t>(0)

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
    let child = started.load(ordering: .relaxed)
    if child > 0, waitpid(child, nil, WNOHANG) != 0 { started.store(0, ordering: .relaxed) }
    if try await isCurrent() { return }
    try await alone { () async throws(Failure) in
      // Another client may have started or replaced it while this one waited.
      if try await isCurrent() { return }
      if let version = try await version() {
        log.warning("replacing the local server", metadata: ["version": "\(version)"])
        try await stop()
        former.withLock { $0 = version }
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
    let program = try requiredProgram()
    let slash = paths.localDatabase.lastIndex(of: "/") ?? paths.localDatabase.startIndex
    try makeDirectory(String(paths.localDatabase[..<slash]))
    try makeDirectory(paths.state)
    let messages = paths.state + "/todo-server.log"
    let pid = try launch(program, messages)
    started.store(pid, ordering: .relaxed)
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
