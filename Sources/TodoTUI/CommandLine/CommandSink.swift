import Synchronization
import TerminalKit
package import TodoUI

/// Takes what a command would have written, for the screen to show.
package final class CommandSink: Sendable {
  private let collected = Mutex(CommandResult())
  private let leftOut = Mutex(0)

  /// The most lines that are kept of one command.
  package static let limit = 10_000

  package init() {}

  /// Plain text with line breaks of its own.
  package func data(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    let count = lines.count
    let taken = collected.withLock { result in
      let taken = lines.prefix(max(0, CommandSink.limit - result.lines.count))
      result.lines += taken
      return taken.count
    }
    leftOut.withLock { $0 += count - taken }
  }

  func note(_ sentence: String) { collected.withLock { $0.notes.append(sentence) } }

  /// Of several failures each but the last is a note.
  func fail(_ failure: Failure) {
    let sentence = CommandSink.sentence(failure)
    collected.withLock { result in
      if let earlier = result.failure { result.notes.append(earlier) }
      result.failure = sentence
    }
  }

  /// What came together; behind the lines stands how many more there were.
  package var result: CommandResult {
    var result = collected.withLock { $0 }
    let more = leftOut.withLock { $0 }
    if more > 0 { result.lines.append("… and \(more) more lines, which only a shell shows.") }
    return result
  }

  /// A hint of one line belongs to the sentence.
  private static func sentence(_ failure: Failure) -> String {
    guard let hint = failure.hint, !hint.contains("\n") else { return failure.message }
    return "\(failure.message) \(hint)"
  }
}
