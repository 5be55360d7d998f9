import Foundation

/// What a person or the system does to a terminal, and what is looked at (`window.py`).
struct Step: Sendable {
  /// A verb of `window.py` and its arguments.
  let words: [String]

  private init(_ words: String...) { self.words = words }

  /// Types text; `\r` is Enter, `\u{1b}` Escape.
  static func type(_ text: String) -> Step { Step("type", text) }
  static func bytes(_ bytes: [UInt8]) -> Step {
    Step("bytes", bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
  }
  /// Waits until this was written to the terminal after the last typing or signal.
  static func hear(_ text: String) -> Step { Step("hear", text) }
  /// Waits until the picture shows it.
  static func wait(_ text: String) -> Step { Step("wait", text) }
  static func gone(_ text: String) -> Step { Step("gone", text) }
  /// Reads until nothing came for so long.
  static func settle(milliseconds: Int) -> Step { Step("settle", String(milliseconds)) }
  static func resize(rows: Int, columns: Int) -> Step {
    Step("resize", String(rows), String(columns))
  }
  /// Sends a signal to the program that the shell runs.
  static func signal(_ number: Int32) -> Step { Step("signal", String(number)) }
  static func look(_ name: String) -> Step { Step("look", name) }
  static func memory(_ name: String) -> Step { Step("memory", name) }
  /// Writes everything that reached the terminal so far to a file.
  static func save(_ file: URL) -> Step { Step("save", file.path) }
}

/// What a terminal was seen to be.
struct Look: Decodable, Sendable {
  var text: String?
  /// Modes, keypad, colours, scrolling region and line settings, to be compared as a whole.
  var state: [String: String]?
  /// Memory of the program in MB, and the most it had.
  var now: Int?
  var most: Int?
}

/// A shell on a pseudo-terminal of its own, with an emulator that reads what it writes.
enum Window {
  static let isHere = Programs.have("python3", "sh") && hasEmulator

  private static let hasEmulator: Bool = {
    let places = ["/usr/lib/python3/dist-packages/pyte"]
    let isHere = places.contains { FileManager.default.fileExists(atPath: $0) }
    if !isHere { print("not tested here, missing: python3-pyte") }
    return isHere
  }()

  private struct Seen: Decodable {
    var looks: [String: Look]
    var trouble: String?
  }

  private struct Wanted: Encodable {
    var rows: Int
    var columns: Int
    var steps: [[String]]
  }

  /// Plays steps in a shell of this home and returns what was looked at, by name.
  @discardableResult
  static func play(
    _ home: Home,
    rows: Int = 24,
    columns: Int = 80,
    terminal: String = "xterm-256color",
    _ steps: [Step]
  ) async throws -> [String: Look] {
    let file = home.folder.appending(path: "steps-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let wanted = Wanted(rows: rows, columns: columns, steps: steps.map(\.words))
    try JSONEncoder().encode(wanted).write(to: file)
    let done = try await run(
      "/usr/bin/python3",
      [Programs.peer("window.py"), file.path],
      environment: home.environment.merging([
        "TERM": terminal, "PYTHONDONTWRITEBYTECODE": "1",
      ]) { $1 }
    )
    guard done.status == 0 else { throw Trouble("window.py: \(done.errors)") }
    let seen = try JSONDecoder().decode(Seen.self, from: Data(done.output.utf8))
    if let trouble = seen.trouble { throw Trouble(trouble) }
    return seen.looks
  }
}
