import Foundation

/// The real binaries, as the build that runs these tests made them.
enum Programs {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// `TODOTUI_PROGRAMS` names the folder when it is not the usual one.
  static let folder =
    ProcessInfo.processInfo.environment["TODOTUI_PROGRAMS"].map { URL(filePath: $0) }
    ?? root.appending(path: ".build/debug")

  static var todotui: String { folder.appending(path: "todotui").path }
  static var server: String { folder.appending(path: "todo-server").path }

  static func helper(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: name).path
  }
}

/// What a finished process left.
struct Finished: Sendable {
  var status: Int32
  var output: String
  var errors: String

  /// The one JSON value on stdout.
  func json() throws -> Any {
    try JSONSerialization.jsonObject(with: Data(output.utf8), options: .fragmentsAllowed)
  }

  /// The `error` object that `--json` puts on stderr.
  func error() throws -> [String: Any] {
    let whole = try JSONSerialization.jsonObject(with: Data(errors.utf8)) as? [String: Any]
    return whole?["error"] as? [String: Any] ?? [:]
  }
}

/// Runs a program to its end, away from the threads that tests wait on.
///
/// Outputs go to files, so that a program that writes much cannot wait for a reader.
func run(
  _ program: String,
  _ arguments: [String],
  environment: [String: String],
  input: String = ""
) async throws -> Finished {
  try await withCheckedThrowingContinuation { done in
    DispatchQueue.global().async {
      done.resume(
        with: Result {
          let folder = try temporaryFolder()
          defer { try? FileManager.default.removeItem(at: folder) }
          func file(_ name: String, _ content: String = "") throws -> URL {
            let url = folder.appending(path: name)
            try Data(content.utf8).write(to: url)
            return url
          }
          let (stdin, stdout, stderr) = (try file("in", input), try file("out"), try file("err"))
          let process = Process()
          process.executableURL = URL(filePath: program)
          process.arguments = arguments
          process.environment = environment
          process.standardInput = try FileHandle(forReadingFrom: stdin)
          process.standardOutput = try FileHandle(forWritingTo: stdout)
          process.standardError = try FileHandle(forWritingTo: stderr)
          try process.run()
          process.waitUntilExit()
          return Finished(
            status: process.terminationStatus,
            output: try String(contentsOf: stdout, encoding: .utf8),
            errors: try String(contentsOf: stderr, encoding: .utf8)
          )
        }
      )
    }
  }
}

/// A new folder of its own under the system's temporary one.
func temporaryFolder() throws -> URL {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "todotui-test-" + UUID().uuidString.prefix(12))
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder
}

/// Asks again until the answer is yes, at most ten seconds; false when it stayed no.
func eventually(
  within seconds: Double = 10,
  _ condition: () async throws -> Bool
) async rethrows -> Bool {
  let deadline = Date.now.addingTimeInterval(seconds)
  while true {
    if try await condition() { return true }
    if Date.now > deadline { return false }
    try? await Task.sleep(for: .milliseconds(20))
  }
}
