package import TodoKit

/// What one typed line of the accessible client asks for.
package enum LineCommand: Equatable, Sendable {
  case nothing
  /// Add a task of a title with quick-add words.
  case add(String)
  case toggle([String])
  case read([String])
  /// Give a task another title; asked for when empty.
  case retitle(String, String)
  /// Give a task another description; asked for when empty.
  case describe(String, String)
  case delete([String])
  /// Show only tasks with these words; none shows all.
  case filter(String)
  /// Another tab; nil is the next one.
  case tab(TodoQuery.Status?)
  case previousTab
  case sort(TodoQuery.Sort)
  /// Print the tasks again from the first, or those behind the last one printed.
  case list, more
  case sync, undo, redo, signOut, help, quit
  /// A command of the headless grammar.
  case command([String])
  /// What is wrong with the line.
  case refused(String)

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - line: as typed.
  ///   - commands: the names of the headless grammar.
  package init(_ line: String, commands: [String]) {
    let line = LineWords.trimmed(line)
    if line.isEmpty {
      self = .nothing
    } else if line.hasPrefix("/") {
      self = .filter(LineWords.trimmed(line.dropFirst()))
    } else if line.hasPrefix(":") {
      self = .headless(String(line.dropFirst()))
    } else {
      let name = String(line.prefix { !$0.isWhitespace })
      let rest = LineWords.trimmed(line.dropFirst(name.count))
      if let verb = LineVerb.named(name, isAlone: rest.isEmpty) {
        self = verb.command(rest)
      } else if name.first?.isNumber == true {
        self = .tasks(line) { .read($0) }
      } else if commands.contains(name) {
        self = .headless(line)
      } else {
        self = .refused("“\(name)” is no key and no command; ? lists them.")
      }
    }
  }

  private static func headless(_ line: String) -> LineCommand {
    guard let words = LineWords.split(line) else { return .refused("A quotation has no end.") }
    return words.isEmpty ? .nothing : .command(words)
  }

  /// The most tasks of one range.
  static let rangeLimit = 1000

  /// A command for tasks, each a number, a range like `7-9`, or what the headless grammar takes.
  static func tasks(_ text: String, _ make: ([String]) -> LineCommand) -> LineCommand {
    guard let words = LineWords.split(text) else { return .refused("A quotation has no end.") }
    guard !words.isEmpty else {
      return .refused("Say which task: its number in the list, or a word of its title.")
    }
    var references: [String] = []
    for word in words {
      let ends = word.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]) else {
        references.append(word)
        continue
      }
      guard first <= last, last - first < rangeLimit else {
        return .refused("\(word) is no range of at most \(rangeLimit) tasks, like 7-9.")
      }
      references += (first...last).map(String.init)
    }
    return make(references)
  }

  /// A command for one task and a text behind it.
  static func task(_ text: String, _ make: (String, String) -> LineCommand) -> LineCommand {
    guard let (reference, rest) = LineWords.parted(text) else {
      return tasks("") { _ in .nothing }
    }
    return make(reference, rest)
  }

  static func tab(named name: String) -> LineCommand {
    switch name.lowercased() {
    case "": .tab(nil)
    case "open": .tab(.open)
    case "done": .tab(.done)
    case "all": .tab(.all)
    default: .refused("There is no tab \(name): open, done and all are.")
    }
  }

  static func sort(by name: String) -> LineCommand {
    guard let sort = TodoQuery.Sort(rawValue: name.lowercased()) else {
      let names = TodoQuery.Sort.allCases.map(\.rawValue).joined(separator: ", ")
      return .refused("s takes an order: \(names).")
    }
    return .sort(sort)
  }
}
