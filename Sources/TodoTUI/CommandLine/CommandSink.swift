import Synchronization
import TerminalKit
import TodoUI

/// Takes what a command would have written, for the screen to show.
final class CommandSink: Sendable {
  private let collected = Mutex(CommandResult())

  /// The most lines that are kept of one command.
  private static let limit = 10_000

  /// Plain text with line breaks of its own.
  func data(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    collected.withLock { result in
      result.lines += lines.prefix(max(0, CommandSink.limit - result.lines.count))
    }
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

  /// What came together.
  var result: CommandResult { collected.withLock { $0 } }

  /// A hint of one line belongs to the sentence.
  private static func sentence(_ failure: Failure) -> String {
    guard let hint = failure.hint, !hint.contains("\n") else { return failure.message }
    return "\(failure.message) \(hint)"
  }
}
