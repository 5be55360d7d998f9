import Glibc
package import TodoUI

/// How a profile's screen was left: `todotui screen 1`, then a word and its value on each line.
package struct ScreenFile: Sendable {
  /// The most bytes such a file has.
  package static let limit = 16 << 10
  private static let heading = "todotui screen 1"
  private let path: String

  /// - Parameter path: where it lies.
  package init(_ path: String) { self.path = path }

  /// How the screen was.
  ///
  /// - Parameter user: the account's id.
  /// - Returns: nil without a file that can be read, and for another account.
  package func read(of user: String) -> ScreenMemory? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard let text = try? readText(of: file, limit: ScreenFile.limit, path) else { return nil }
    return ScreenFile.memory(text, of: user)
  }

  /// Keeps how the screen is; where nothing can be written it is forgotten.
  package func write(_ memory: ScreenMemory, of user: String) {
    let text = ScreenFile.text(memory, of: user)
    // A filter as long as that was pasted by mistake.
    if text.utf8.count <= ScreenFile.limit { try? replaceFile(path, with: text) }
  }

  /// Reads what ``text(_:of:)`` wrote; nil for anything else.
  package static func memory(_ text: String, of user: String) -> ScreenMemory? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == heading[...], lines.last == "" else { return nil }
    var values: [Substring: String] = [:]
    for line in lines.dropFirst().dropLast() {
      guard let space = line.firstIndex(of: " ") else { return nil }
      values[line[..<space]] = String(line[line.index(after: space)...])
    }
    guard values["user"] == user else { return nil }
    var memory = ScreenMemory()
    if let tab = values["tab"] { memory.tab = tab }
    memory.filter = values["filter"] ?? ""
    memory.order = values["order"].flatMap(ListOrder.init) ?? memory.order
    memory.cursor = values["cursor"]
    memory.showsDetails = values["details"] == "open"
    memory.knowsHelp = values["help"] == "known"
    return memory
  }

  /// The file of an account's screen.
  package static func text(_ memory: ScreenMemory, of user: String) -> String {
    var lines = [heading, "user \(user)", "tab \(memory.tab)"]
    if !memory.filter.isEmpty { lines.append("filter \(memory.filter)") }
    lines.append("order \(memory.order.rawValue)")
    if let cursor = memory.cursor { lines.append("cursor \(cursor)") }
    if memory.showsDetails { lines.append("details open") }
    if memory.knowsHelp { lines.append("help known") }
    // Ids are opaque; a line break in one would begin a line of its own.
    let whole = lines.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
    return whole.joined(separator: "\n") + "\n"
  }
}
