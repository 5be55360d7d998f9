import Foundation
import Synchronization

/// A child process with something to say on stdout before it is ready.
final class Child: Sendable {
  private let process: Mutex<Process?>
  let pid: Int32

  init(_ program: String, _ arguments: [String], environment: [String: String]) throws {
    let child = Process()
    child.executableURL = URL(filePath: program)
    child.arguments = arguments
    child.environment = environment
    child.standardInput = FileHandle.nullDevice
    child.standardOutput = try FileHandle(forWritingTo: Child.newFile(output))
    child.standardError = try FileHandle(forWritingTo: Child.newFile(errors))
    try child.run()
    pid = child.processIdentifier
    process = Mutex(nil)
    process.withLock { $0 = child }
  }

  private let output = FileManager.default.temporaryDirectory
    .appending(path: "todotui-test-out-" + UUID().uuidString)
  private let errors = FileManager.default.temporaryDirectory
    .appending(path: "todotui-test-err-" + UUID().uuidString)

  private static func newFile(_ url: URL) throws -> URL {
    try Data().write(to: url)
    return url
  }

  /// What it wrote to stdout so far.
  var said: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }
  /// What it wrote to stderr so far.
  var complained: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

  var isRunning: Bool { process.withLock { $0?.isRunning ?? false } }

  /// The status of a child that has ended.
  var status: Int32? {
    process.withLock { $0.flatMap { $0.isRunning ? nil : $0.terminationStatus } }
  }

  /// Sends a signal and waits for the end.
  func end(_ signal: Int32 = SIGTERM) async {
    kill(pid, signal)
    if await !eventually(within: 15, { !isRunning }) { kill(pid, SIGKILL) }
    try? FileManager.default.removeItem(at: output)
    try? FileManager.default.removeItem(at: errors)
  }
}

/// A `todo-server` on a loopback port.
struct TestServer {
  let child: Child
  /// `http://127.0.0.1:PORT`.
  let address: String

  /// Starts it; port 0 takes any that is free.
  init(folder: URL, port: Int = 0, _ more: [String] = [], baseURL: String? = nil) async throws {
    var environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path]
    environment["BETTER_AUTH_URL"] = baseURL
    child = try Child(
      Programs.server,
      [
        "--port", String(port), "--database", folder.appending(path: "server.sqlite").path,
        "--rate-limit", "off",
      ] + more,
      environment: environment
    )
    address = try await Self.address(child)
  }

  var port: Int { Int(address.split(separator: ":").last ?? "") ?? 0 }

  private static func address(_ child: Child) async throws -> String {
    let mark = "listening on "
    guard await eventually(within: 20, { child.said.contains("\n") || !child.isRunning }),
      let line = child.said.split(separator: "\n").first, line.hasPrefix(mark)
    else { throw Trouble("the server did not start: \(child.said) \(child.complained)") }
    return String(line.dropFirst(mark.count))
  }

  func stop() async { await child.end() }
}

/// An honest middleman that records requests and can be told to misbehave (`proxy.py`).
struct Proxy {
  let child: Child
  let address: String
  private let log: URL
  private let fault: URL

  init(folder: URL, to target: String) async throws {
    log = folder.appending(path: "proxy.log")
    fault = folder.appending(path: "proxy.fault")
    try Data().write(to: log)
    child = try Child(
      "/usr/bin/python3",
      [Programs.helper("proxy.py"), target, log.path, fault.path],
      environment: ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]
    )
    let child = child
    guard await eventually(within: 10, { child.said.contains("\n") }) else {
      throw Trouble("the proxy did not start: \(child.complained)")
    }
    address = child.said.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// `METHOD path` of each request, in order.
  var requests: [String] {
    ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
  }

  /// What happens to requests whose line contains `part`: see `proxy.py`; nil for nothing.
  func misbehave(_ kind: String, on part: String) throws {
    try Data("\(kind) \(part)".utf8).write(to: fault, options: .atomic)
  }

  func behave() { try? FileManager.default.removeItem(at: fault) }

  func stop() async { await child.end() }
}
