internal import TerminalKit
internal import TodoKit

/// Which way a step of the log goes.
enum UndoDirection: Sendable, Equatable {
  case undo, redo
}

/// What became of a step of the log that was taken back, or carried out again.
package struct UndoneStep: Sendable, Equatable {
  /// What the action was, as it was logged: `Done: “Buy milk”`.
  package var words: String
  /// How many rows are as they were.
  package var rows: Int
  /// How many rows were left alone: they are gone, or were changed elsewhere since.
  package var skipped: Int
  /// The keys of deleted tasks that the server makes anew.
  package var recreated: [String]

  package init(words: String, rows: Int = 1, skipped: Int = 0, recreated: [String] = []) {
    self.words = words
    self.rows = rows
    self.skipped = skipped
    self.recreated = recreated
  }

  /// The action within a sentence: `done “Buy milk”`.
  private var action: String {
    let label = words.prefix { $0.isLetter || $0 == " " }
    var rest = words.dropFirst(label.count)
    if rest.hasPrefix(": ") { rest = rest.dropFirst() }
    return label.prefix(1).lowercased() + label.dropFirst() + rest
  }

  /// What happened, for the footer and for a line.
  ///
  /// - Parameter isRedo: whether the step was carried out again.
  /// - Returns: one or two sentences, the last without its stop.
  package func sentence(isRedo: Bool) -> String {
    let many = skipped > 1
    let left =
      "\(skipped) \(many ? "tasks" : "task") left as \(many ? "they are" : "it is"): "
      + "gone, or changed elsewhere since"
    if rows == 0, skipped > 0 {
      return "Not \(isRedo ? "done again" : "taken back"): \(action); \(left)"
    }
    var sentence = "\(isRedo ? "Again" : "Took back"): \(action)"
    if !recreated.isEmpty {
      let several = recreated.count > 1
      sentence +=
        several ? "; the server gets them as new tasks" : "; the server gets it as a new task"
    }
    return skipped == 0 ? sentence : "\(sentence); \(left)"
  }
}

extension ListState {
  /// Asks for a step of the log; what is typed meanwhile waits for it.
  mutating func take(_ direction: UndoDirection) -> [Effect] {
    lastCommit += 1
    undos[lastCommit] = direction
    return [direction == .undo ? .undo(id: lastCommit) : .redo(id: lastCommit)]
  }

  /// The log answered: nil for a step when it had none.
  mutating func receive(_ step: UndoneStep?, of id: Int, _ notice: inout Notice?) {
    guard let direction = undos.removeValue(forKey: id) else { return }
    let isRedo = direction == .redo
    guard let step else {
      notice = Notice(isRedo ? "Nothing to redo." : "Nothing to undo.")
      return
    }
    notice = Notice(
      TerminalText(step.sentence(isRedo: isRedo)),
      remedy: step.rows == 0 ? nil : isRedo ? .undo : .redo
    )
    // Who brings a task back wants to see it.
    if let row = step.recreated.last.flatMap({ table.index(of: $0) }) { move(to: row) }
  }
}
