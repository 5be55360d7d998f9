import Foundation

/// The programs of `Tests/Interop`: servers that are not ours, each on a loopback port of its own.
struct ForeignServer {
  let child: Child
  /// `http://127.0.0.1:PORT`.
  let address: String
  /// What it notes of each request: names and kinds, never values.
  private let log: URL

  /// A request as the server saw it.
  struct Seen: Decodable, Sendable {
    var method: String
    var path: String
    /// nil where the server notes it before it answers.
    var status: Int?
    /// `none`, or the kind of credential.
    var authorization: String?
    var cookies: [String]
    var origin: String?
  }

  /// Every request so far, in order.
  var seen: [Seen] {
    let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap {
      try? JSONDecoder().decode(Seen.self, from: Data($0.utf8))
    }
  }

  func stop() async { await child.end() }

  private static let python = Programs.root.appending(path: ".build/interop/bin/python").path
  private static let folder = Programs.root.appending(path: "Tests/Interop")

  /// A task backend of one of the shapes met in the wild.
  static func dialect(
    _ shape: String,
    tasks: Int,
    port: Int = 0,
    in folder: URL
  ) async throws -> ForeignServer {
    try await logging(
      ["dialects/serve.py", "--shape", shape, "--tasks", String(tasks)],
      port,
      folder
    )
  }

  /// A Better Auth that answers as a recorded one did.
  static func recorded(
    _ name: String,
    _ more: [String] = [],
    port: Int = 0,
    in folder: URL
  ) async throws -> ForeignServer {
    try await logging(["recorded/replay.py", "--server", name] + more, port, folder)
  }

  /// The miniature FastAPI backend on a PostgreSQL database.
  static func miniature(
    database: String,
    auth: String,
    forwardsAuth: Bool
  ) async throws -> ForeignServer {
    var variables = ["DATABASE_URL": database, "BETTER_AUTH_URL": auth]
    if forwardsAuth { variables["PROXY_AUTH"] = "1" }
    return try await printing(["peer.py", path("fastapi")], variables)
  }

  /// `better-auth-server`, with its bearer plugin or without any bearer; mails for new passwords are
  /// lines of the file `mails`, and nil sends none.
  static func betterAuth(bearer: Bool, mails: URL? = nil) async throws -> ForeignServer {
    let words = [bearer ? "plugin" : "none"] + (mails.map { [$0.path] } ?? [])
    return try await printing(["better_auth/serve.py"] + words)
  }

  /// A middleman that notes what each request carries.
  static func counting(to target: String, in folder: URL) async throws -> ForeignServer {
    let log = folder.appending(path: UUID().uuidString + ".jsonl")
    return try await printing(["counting_proxy.py", target, log.path], log: log)
  }

  /// A throw-away PostgreSQL; `address` is its URL.
  static func postgres() async throws -> ForeignServer {
    try await printing(["postgres"], interpreter: "/usr/bin/python3")
  }

  private static func path(_ name: String) -> String { folder.appending(path: name).path }

  private static func start(
    _ arguments: [String],
    _ variables: [String: String] = [:],
    interpreter: String = python
  ) throws -> Child {
    guard FileManager.default.isExecutableFile(atPath: python) else {
      throw Trouble("the foreign servers are not installed: Tests/Interop/prepare")
    }
    let fixed = ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"]
    return try Child(
      interpreter,
      [path(arguments[0])] + arguments.dropFirst(),
      environment: fixed.merging(variables) { $1 }
    )
  }

  private static func printing(
    _ arguments: [String],
    _ variables: [String: String] = [:],
    log: URL = URL(filePath: "/dev/null"),
    interpreter: String = python
  ) async throws -> ForeignServer {
    let child = try start(arguments, variables, interpreter: interpreter)
    guard await eventually({ child.said.contains("\n") || !child.isRunning }), child.isRunning,
      let line = child.said.split(separator: "\n").first
    else {
      await child.end(SIGKILL)
      throw Trouble("\(arguments[0]) did not start: \(child.complained)")
    }
    return ForeignServer(child: child, address: String(line), log: log)
  }

  private static func logging(
    _ arguments: [String],
    _ port: Int,
    _ folder: URL
  ) async throws -> ForeignServer {
    let log = folder.appending(path: UUID().uuidString + ".jsonl")
    return try await printing(
      arguments + ["--port", String(port), "--log", log.path],
      log: log
    )
  }
}

/// Servers that a test has started, ended in the reverse order whatever happens.
actor ServerRack {
  private var servers: [@Sendable () async -> Void] = []
  let folder: URL

  init() throws { folder = try temporaryFolder() }

  func keep(_ server: ForeignServer) -> ForeignServer {
    servers.append { await server.stop() }
    return server
  }

  func keep(_ server: TestServer) -> TestServer {
    servers.append { await server.stop() }
    return server
  }

  func stop() async {
    for stop in servers.reversed() { await stop() }
    servers = []
    try? FileManager.default.removeItem(at: folder)
  }
}

/// Lends a rack, and a home whose profile is the one named `w`.
func withServers<R>(_ body: (ServerRack, Home) async throws -> R) async throws -> R {
  let rack = try ServerRack()
  do {
    let result = try await withHome(["TODOTUI_PROFILE": "w"]) { try await body(rack, $0) }
    await rack.stop()
    return result
  } catch {
    await rack.stop()
    throw error
  }
}
