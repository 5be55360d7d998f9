import Foundation
import Testing

/// The real binaries, as the build that runs these tests made them.
enum Programs {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// `TODOTUI_PROGRAMS` names the folder when it is not the usual one.
  static let folder =
    ProcessInfo.processInfo.environment["TODOTUI_PROGRAMS"].map { URL(filePath: $0) }
    ?? root.appending(path: ".build/debug")

  static var todotui: String { folder.appending(path: "todotui").path }
  static var server: String { folder.appending(path: "todo-server").path }

  /// A program that plays a part in tests only (`Peers`).
  static func peer(_ name: String) -> String {
    root.appending(path: "Tests/EndToEnd/Peers").appending(path: name).path
  }

  /// Where a tool of the system is; nil when this machine has none.
  static func tool(_ name: String) -> String? {
    ["/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/"].map { $0 + name }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Whether every tool is here; says which is not.
  static func have(_ names: String...) -> Bool {
    let missing = names.filter { tool($0) == nil }
    if !missing.isEmpty { print("not tested here, missing: \(missing.joined(separator: ", "))") }
    return missing.isEmpty
  }
}

/// Why a test cannot go on.
struct Trouble: Error, CustomStringConvertible {
  var description: String

  init(_ text: String) { description = text }
}

/// A new folder of its own under the system's temporary one, ours alone.
func temporaryFolder() throws -> URL {
  // Short: a Unix socket's path has 107 bytes at most.
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "todotui-test-" + UUID().uuidString.prefix(12))
  try FileManager.default.createDirectory(
    at: folder,
    withIntermediateDirectories: true,
    attributes: [.posixPermissions: 0o700]
  )
  return folder
}

/// Asks again until the answer is yes, at most as long as given; false when it stayed no.
func eventually(
  within seconds: Double = 20,
  _ condition: () async throws -> Bool
) async rethrows -> Bool {
  let deadline = Date.now.addingTimeInterval(seconds)
  while true {
    if try await condition() { return true }
    if Date.now > deadline || Task.isCancelled { return false }
    try? await Task.sleep(for: .milliseconds(20))
  }
}

/// Lets only a few tests work at a time: each starts processes of its own, and a machine with two
/// cores would make all of them slow enough to miss deadlines.
struct Turns: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  @concurrent func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @Sendable @concurrent () async throws -> Void
  ) async throws {
    // Suites are asked too; only what runs a test takes a turn.
    guard testCase != nil else { return try await function() }
    await Desk.shared.take()
    do {
      try await function()
    } catch {
      await Desk.shared.giveBack()
      throw error
    }
    await Desk.shared.giveBack()
  }

  private actor Desk {
    static let shared = Desk()
    private var free = max(2, ProcessInfo.processInfo.activeProcessorCount) * 2
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
      if free > 0 {
        free -= 1
      } else {
        await withCheckedContinuation { waiting.append($0) }
      }
    }

    func giveBack() {
      if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
  }
}

extension Trait where Self == Turns {
  /// Takes turns with all other end-to-end tests.
  static var takingTurns: Turns { Turns() }
}
