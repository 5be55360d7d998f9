import TodoUI

/// Questions of the accessible client, one after the other.
@MainLoop
struct Conversation {
  /// Why there was no answer.
  enum Silence: Error {
    case interrupted, ended
  }

  let input: LineInput
  let output: Output
  let settings: Settings

  /// Asks for a line of text.
  ///
  /// - Parameters:
  ///   - label: what is asked for.
  ///   - usual: what an empty answer means.
  /// - Throws: ``Silence``.
  /// - Returns: the answer, or the usual one; never empty.
  func text(_ label: String, usual: String = "") throws(Silence) -> String {
    while true {
      let hint = usual.isEmpty ? "" : " [\(usual)]"
      switch input.next("\(label)\(hint): ") {
      case .line(let line):
        let answer = CommandWords.trimmed(line)
        if !answer.isEmpty || !usual.isEmpty { return answer.isEmpty ? usual : answer }
      case .refused(let why): output.line(why)
      case .interrupted: throw .interrupted
      case .ended: throw .ended
      }
    }
  }

  /// Asks for yes or no; anything but a clear yes is no.
  ///
  /// - Parameter question: one line.
  /// - Throws: ``Silence``.
  /// - Returns: whether the answer was yes.
  func agrees(_ question: String) throws(Silence) -> Bool {
    switch input.next("\(question) [y/N] ") {
    case .line(let line): ["y", "yes"].contains(CommandWords.trimmed(line).lowercased())
    case .refused: false
    case .interrupted: throw .interrupted
    case .ended: throw .ended
    }
  }

  /// Asks for a secret: a terminal does not show it, and what comes from a pipe is not repeated.
  ///
  /// - Parameter label: what is asked for.
  /// - Throws: ``Silence``.
  /// - Returns: what was typed.
  func secret(_ label: String) throws(Silence) -> String {
    if input.isTerminal {
      do throws(Failure) {
        return try Prompt(settings: settings).secret(label)
      } catch {
        if error.code != Failure.cancelled { output.fail(error) }
        throw error.code == Failure.cancelled ? .interrupted : .ended
      }
    }
    switch input.next(label + ": ", isShown: false) {
    case .line(let line): return line
    case .refused, .interrupted: throw .interrupted
    case .ended: throw .ended
    }
  }
}
