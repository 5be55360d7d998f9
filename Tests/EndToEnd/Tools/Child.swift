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
///
/// Not Foundation's `Process`: that one counts a child as running as long as a daemon the child left
/// behind runs.
final class Child: Sendable {
  let pid: Int32
  private let ended = Ended()
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
    pid = try spawn([program] + arguments, environment, folder)
    let (pid, ended) = (pid, ended)
    Thread.detachNewThread {
      var status: Int32 = 0
      while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7F
      ended.set(signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What it wrote to stdout so far.
  var said: String { text("out") }
  /// What it wrote to stderr so far.
  var complained: String { text("err") }

  private func text(_ name: String) -> String {
    let data = try? Data(contentsOf: folder.appending(path: name))
    return String(decoding: data ?? Data(), as: UTF8.self)
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

/// Starts a program with the files `in`, `out` and `err` of a folder, and no signal blocked or ignored.
private func spawn(
  _ arguments: [String],
  _ environment: [String: String],
  _ folder: URL
) throws -> Int32 {
  var files = unsafe posix_spawn_file_actions_t()
  var attributes = posix_spawnattr_t()
  unsafe posix_spawn_file_actions_init(&files)
  unsafe posix_spawnattr_init(&attributes)
  defer {
    unsafe posix_spawn_file_actions_destroy(&files)
    unsafe posix_spawnattr_destroy(&attributes)
  }
  for (descriptor, name) in [(0, "in"), (1, "out"), (2, "err")] as [(Int32, String)] {
    let path = folder.appending(path: name).path
    let flags = descriptor == 0 ? O_RDONLY : O_WRONLY | O_APPEND
    unsafe posix_spawn_file_actions_addopen(&files, descriptor, path, flags, 0)
  }
  var (all, none) = (sigset_t(), sigset_t())
  unsafe sigfillset(&all)
  unsafe sigemptyset(&none)
  unsafe posix_spawnattr_setsigdefault(&attributes, &all)
  unsafe posix_spawnattr_setsigmask(&attributes, &none)
  unsafe posix_spawnattr_setflags(
    &attributes,
    Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
  )
  let words = unsafe arguments.map { unsafe strdup($0) }
  let variables = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") }
  defer { unsafe (words + variables).forEach { unsafe free($0) } }
  var pid: Int32 = 0
  let result = unsafe posix_spawn(
    &pid,
    arguments[0],
    &files,
    &attributes,
    words + [nil],
    variables + [nil]
  )
  guard result == 0 else {
    throw Trouble("\(arguments[0]) cannot be started: \(unsafe String(cString: strerror(result)))")
  }
  return pid
}
