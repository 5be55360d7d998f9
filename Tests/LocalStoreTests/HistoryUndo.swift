import LocalStore
import TodoKit

/// Undo and redo, with what they may do and what they must.
extension History {
  /// What the person did to one row.
  struct Step {
    var key: String
    /// The field that was changed; nil where the row came or went.
    var field: TodoField?
    var before: Todo?
    var after: Todo?
    /// What was promised of the field before, or of the row that went.
    var prior: Ledger.Promise?
    var promised: [Ledger.Place: Ledger.Promise] = [:]
    var isUndone = false
  }

  func log(_ step: Step) {
    steps.removeAll(where: \.isUndone)
    steps.append(step)
  }

  /// The log of a store goes on from one history to the next; what it has of earlier ones is gone from
  /// the list, and left alone.
  func forgetSteps() { steps = [] }

  /// Undoes, or sometimes redoes.
  func stepBack() throws {
    let isUndo = Int.random(in: 0..<3, using: &random) > 0
    let index =
      isUndo ? steps.lastIndex { !$0.isUndone } : steps.firstIndex(where: \.isUndone)
    // Else it would be about a step of an earlier history.
    guard let index else { return }
    let step = steps[index]
    let rows = try shown()
    let done: UndoStep?
    if flaw == .undoOverwrites, isUndo {
      done = try overwrite(step)
    } else if isUndo {
      done = try store.undo(newKey: { newKey() }, at: clock.now)
    } else {
      done = try store.redo(newKey: { newKey() }, at: clock.now)
    }
    guard let done else { return ledger.fault("nothing to undo or redo, but \(step)") }
    tally.add(isUndo ? "undone" : "redone")
    tally.add("undone, rows left alone", done.skipped)
    steps[index].isUndone = isUndo
    try judge(
      index,
      from: isUndo ? step.after : step.before,
      to: isUndo ? step.before : step.after,
      rows,
      done
    )
  }

  private func shown() throws -> [String: TodoItem] {
    Dictionary(try store.items().map { ($0.key, $0) }) { $1 }
  }

  private func judge(
    _ index: Int,
    from: Todo?,
    to: Todo?,
    _ old: [String: TodoItem],
    _ done: UndoStep
  ) throws {
    let step = steps[index]
    let new = try shown()
    let again = done.recreated[step.key]
    for key in Set(old.keys).union(new.keys) where key != step.key && key != again {
      if old[key] != new[key] { ledger.fault("undo changed \(key), not \(step)") }
    }
    let (before, after) = (old[step.key], new[step.key])
    defer {
      if let after, after.state == .synced { ledger.settle(step.key, after.todo) }
    }
    if let again { steps.rename(step.key, again) }
    if let to, from == nil {
      // The row is to be there, with what it had when it is a new one.
      guard let item = again.flatMap({ new[$0] }) ?? after else {
        return ledger.fault("\(step) was not brought back")
      }
      if again != nil, !TodoField.allCases.allSatisfy({ item.todo[$0] == to[$0] }) {
        ledger.fault("\(item) came back of \(to)")
      }
      if let again {
        ledger.promise(to, as: again, insteadOf: step.key)
      } else if before == nil {
        ledger.revive(step.key, step.promised)
        for field in TodoField.allCases {
          if let mine = ledger.unsent(step.key, field), mine != item.todo[field] {
            ledger.fault("\(step) came back without \(mine)")
          }
        }
      } else if before?.state.isConflict == true, after?.state.isConflict == false {
        ledger.giveUp(step.key)
      }
      return
    }
    if case .failed? = before?.state {
      // A creation that cannot be told is taken back as the row that it is, and no task with it.
      if to == nil, after == nil { return ledger.giveUp(step.key) }
      if before?.todo != after?.todo { ledger.insist(step.key) }
    }
    guard let before, !before.state.isConflict else {
      // What is gone, or waits for a decision, is no matter of undo.
      if before?.todo != after?.todo { ledger.fault("undo changed \(step), parked or gone") }
      return
    }
    guard let to, let from else { return judgeDeletion(index, before, after) }
    for field in TodoField.allCases {
      let (was, now) = (before.todo[field], after?.todo[field])
      let isMeant = field == step.field && was == from[field]
      if now != (isMeant ? to[field] : was) {
        ledger.fault("undo made \(was) \(String(describing: now)): \(step)")
      }
      if isMeant, was != to[field] {
        steps[index].prior = ledger.restore(to[field], step.key, prior: step.prior)
      } else if field == step.field {
        // It did nothing: the value is a later change's, and what was promised before that is not known.
        steps[index].prior = nil
      }
    }
  }

  /// A row that came is to go, or one that came back to go once more, unless it is another by now.
  private func judgeDeletion(_ index: Int, _ before: TodoItem, _ after: TodoItem?) {
    let step = steps[index]
    let content = step.before ?? step.after
    let isSame = TodoField.allCases.allSatisfy { before.todo[$0] == content?[$0] }
    if isSame != (after == nil) { ledger.fault("undo took \(before) away: \(after == nil)") }
    if after == nil {
      steps[index].promised = ledger.delete(step.key, showing: before.todo)
    }
  }
}

extension [History.Step] {
  /// A row that was made again has another key from now on.
  fileprivate mutating func rename(_ old: String, _ new: String) {
    for index in indices where self[index].key == old {
      self[index].key = new
      // What was promised of the old row is promised of the new one, as it is.
      self[index].prior = nil
      self[index].promised = [:]
    }
  }
}

extension SyncState {
  fileprivate var isConflict: Bool {
    if case .conflict = self { true } else { false }
  }
}
