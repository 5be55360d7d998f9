internal import TerminalKit
internal import TodoKit

/// Steps of the log that were asked for.
struct UndoRequest: Sendable, Equatable {
  /// Which way they go.
  enum Direction: Sendable, Equatable {
    case undo, redo
  }

  let direction: Direction
  /// How many, at most.
  let steps: Int
}

/// What became of steps of the log that were taken back, or carried out again, as one.
package struct UndoneStep: Sendable, Equatable {
  /// What the last of these actions was, as it was logged: `Done: “Buy milk”`.
  package var words: String
  /// How many actions they are.
  package var steps: Int
  /// How many rows are as they were.
  package var rows: Int
  /// How many rows were left alone: they are gone, or were changed elsewhere since.
  package var skipped: Int
  /// The keys of deleted tasks that the server makes again.
  package var recreated: [String]

  package init(
    words: String,
    steps: Int = 1,
    rows: Int = 1,
    skipped: Int = 0,
    recreated: [String] = []
  ) {
    self.words = words
    self.steps = steps
    self.rows = rows
    self.skipped = skipped
    self.recreated = recreated
  }

  /// The actions within a sentence: `done “Buy milk”`, `3 actions, back to done “Buy milk”`.
  private func actions(isRedo: Bool) -> String {
    let label = words.prefix { $0.isLetter || $0 == " " }
    var rest = words.dropFirst(label.count)
    if rest.hasPrefix(": ") { rest = rest.dropFirst() }
    let action = label.prefix(1).lowercased() + label.dropFirst() + rest
    return steps == 1 ? action : "\(steps) actions, \(isRedo ? "up" : "back") to \(action)"
  }

  /// What happened, for the footer and for a line.
  ///
  /// - Parameter isRedo: whether the step was carried out again.
  /// - Returns: one or two sentences, the last without its stop.
  package func sentence(isRedo: Bool) -> String {
    let action = actions(isRedo: isRedo)
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
        several ? "; the server gets them again" : "; the server gets it again"
    }
    return skipped == 0 ? sentence : "\(sentence); \(left)"
  }
}

extension ListState {
  /// Asks for steps of the log; what is typed meanwhile waits for them.
  mutating func take(_ direction: UndoRequest.Direction, _ steps: Int) -> [Effect] {
    lastCommit += 1
    undos[lastCommit] = UndoRequest(direction: direction, steps: steps)
    return [
      direction == .undo
        ? .undo(id: lastCommit, steps: steps) : .redo(id: lastCommit, steps: steps)
    ]
  }

  /// The log answered: nil for a step when it had none.
  mutating func receive(_ step: UndoneStep?, of id: Int, _ notice: inout Notice?) {
    guard let asked = undos.removeValue(forKey: id) else { return }
    let isRedo = asked.direction == .redo
    guard let step else {
      notice = Notice(isRedo ? "Nothing to redo." : "Nothing to undo.")
      return
    }
    let end = step.steps < asked.steps ? "; there was no more to \(isRedo ? "redo" : "undo")" : ""
    notice = Notice(
      TerminalText(step.sentence(isRedo: isRedo) + end),
      remedy: step.rows == 0 ? nil : isRedo ? .undo : .redo
    )
    // Who brings a task back wants to see it.
    if let row = step.recreated.last.flatMap({ table.index(of: $0) }) { move(to: row) }
  }
}
