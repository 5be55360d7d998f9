import Foundation
import Synchronization

/// What a finished process left.
struct Finished: Sendable {
  /// As a shell would say it: 128 and the signal's number after a death by signal.
  var status: Int32
  var output: String
  var errors: String

  /// The one JSON value on stdout.
  func json() throws -> Any {
    try JSONSerialization.jsonObject(with: Data(output.utf8), options: .fragmentsAllowed)
  }

  /// The one JSON object on stdout.
  func object() throws -> [String: Any] { try json() as? [String: Any] ?? [:] }

  /// The `error` object that `--json` puts on stderr, the last thing said there.
  func error() throws -> [String: Any] {
    let line = errors.split(separator: "\n").last.map(String.init) ?? ""
    let whole = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return whole?["error"] as? [String: Any] ?? [:]
  }

  var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// A child process; its outputs go to files, so that it never waits for a reader.
final class Child: Sendable {
  let pid: Int32
  private let process: Mutex<Process>
  private let ended: Ended
  private let folder: URL

  private final class Ended: Sendable {
    private struct State {
      var status: Int32?
      var waiting: [CheckedContinuation<Int32, Never>] = []
    }
    private let state = Mutex(State())

    var status: Int32? { state.withLock { $0.status } }

    func set(_ status: Int32) {
      let waiting = state.withLock { state in
        state.status = status
        defer { state.waiting = [] }
        return state.waiting
      }
      for continuation in waiting { continuation.resume(returning: status) }
    }

    func wait() async -> Int32 {
      await withCheckedContinuation { continuation in
        let status = state.withLock { state in
          if state.status == nil { state.waiting.append(continuation) }
          return state.status
        }
        if let status { continuation.resume(returning: status) }
      }
    }
  }

  init(
    _ program: String,
    _ arguments: [String],
    environment: [String: String],
    input: String = ""
  ) throws {
    folder = try temporaryFolder()
    for (name, content) in [("in", input), ("out", ""), ("err", "")] {
      try Data(content.utf8).write(to: folder.appending(path: name))
    }
    let child = Process()
    child.executableURL = URL(filePath: program)
    child.arguments = arguments
    child.environment = environment
    child.standardInput = try FileHandle(forReadingFrom: folder.appending(path: "in"))
    child.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "out"))
    child.standardError = try FileHandle(forWritingTo: folder.appending(path: "err"))
    let ended = Ended()
    child.terminationHandler = { process in
      let number = process.terminationStatus
      ended.set(process.terminationReason == .uncaughtSignal ? 128 + number : number)
    }
    try child.run()
    pid = child.processIdentifier
    process = Mutex(child)
    self.ended = ended
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What it wrote to stdout so far.
  var said: String { text("out") }
  /// What it wrote to stderr so far.
  var complained: String { text("err") }

  private func text(_ name: String) -> String {
    (try? Data(contentsOf: folder.appending(path: name))).map { String(decoding: $0, as: UTF8.self) }
      ?? ""
  }

  var isRunning: Bool { ended.status == nil }
  /// The status of a child that has ended.
  var status: Int32? { ended.status }

  /// Waits for the end; a cancelled test does not leave the child behind.
  func finish() async -> Finished {
    let pid = pid
    let status = await withTaskCancellationHandler {
      await ended.wait()
    } onCancel: {
      kill(pid, SIGKILL)
    }
    return Finished(status: status, output: said, errors: complained)
  }

  /// Sends a signal and waits for the end.
  @discardableResult
  func end(_ signal: Int32 = SIGTERM) async -> Finished {
    if isRunning { kill(pid, signal) }
    if await !eventually({ !isRunning }) { kill(pid, SIGKILL) }
    return await finish()
  }
}

/// Runs a program to its end.
func run(
  _ program: String,
  _ arguments: [String],
  environment: [String: String],
  input: String = ""
) async throws -> Finished {
  try await Child(program, arguments, environment: environment, input: input).finish()
}
