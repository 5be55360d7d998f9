package import TodoKit
import TodoUI

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
  /// Print titles, or first links, alone on their lines.
  case copy([String])
  case link([String])
  /// Show only tasks with these words; none shows all.
  case filter(String)
  /// The tab of a name; an empty one is the next tab.
  case tab(String)
  case previousTab
  case sort(TodoQuery.Sort)
  /// Print the tasks again from the first, or those behind the last one printed.
  case list, more
  /// Tell what is unsent, or ask about each conflict.
  case queue, decide
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
    let line = CommandWords.trimmed(line)
    if line.isEmpty {
      self = .nothing
    } else if line.hasPrefix("/") {
      self = .filter(CommandWords.trimmed(line.dropFirst()))
    } else if line.hasPrefix(":") {
      self = .headless(String(line.dropFirst()))
    } else {
      let name = String(line.prefix { !$0.isWhitespace })
      let rest = CommandWords.trimmed(line.dropFirst(name.count))
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
    words(of: line) { $0.isEmpty ? .nothing : .command($0) }
  }

  /// A command made of the words of a text.
  private static func words(
    of text: String,
    _ make: ([String]) -> LineCommand
  ) -> LineCommand {
    do throws(CommandWords.SplitError) {
      return make(try CommandWords.split(text))
    } catch {
      return .refused(error.sentence)
    }
  }

  /// The most tasks of one range.
  static let rangeLimit = 1000

  private static let taskIsMissing = LineCommand.refused(
    "Say which task: its number in the list, or a word of its title."
  )

  /// A command for tasks, each a number, a range like `7-9`, or what the headless grammar takes.
  static func tasks(_ text: String, _ make: ([String]) -> LineCommand) -> LineCommand {
    words(of: text) { words in
      if words.isEmpty { return taskIsMissing }
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
  }

  /// A command for one task and a text behind it.
  static func task(_ text: String, _ make: (String, String) -> LineCommand) -> LineCommand {
    do throws(CommandWords.SplitError) {
      guard let (reference, rest) = try CommandWords.first(of: text) else { return taskIsMissing }
      return make(reference, rest)
    } catch {
      return .refused(error.sentence)
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
