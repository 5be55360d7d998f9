internal import GRDB
package import TodoKit

/// Conflicts, and what a person decides about them.
extension TodoStore {
  /// Every task about which the person has to decide, in the order of their changes.
  package func conflicts() throws(StoreError) -> [Conflict] {
    try connection.read { db in
      let keys = try String.fetchAll(
        db.cachedStatement(
          sql: "SELECT key FROM outbox WHERE state = 'conflict' ORDER BY sequence"
        )
      )
      return try keys.compactMap { try Lane.load($0, db).conflict }
    }
  }

  /// Settles the conflict of a row, durably; what is then unsent goes out like every change.
  ///
  /// - Parameters:
  ///   - key: the row; one that is in no conflict (any more) stays as it is.
  ///   - resolution: what the person decided.
  ///   - action: what that was, for a sentence such as `Kept yours: “Buy milk”`: it is logged as one
  ///     step that can be undone; nil logs nothing.
  ///   - newKey: makes the row key of a task that is made again, a lower-case UUID.
  ///   - moment: when they did.
  /// - Returns: the row as it is now; of a task that is made again both rows.
  /// - Throws: ``StoreError`` when nothing was saved.
  package func resolve(
    _ key: String,
    _ resolution: Resolution,
    action: String? = nil,
    newKey: () -> String,
    at moment: Timestamp
  ) throws(StoreError) -> MirrorChange {
    try connection.write { db in
      let old = try Lane.load(key, db)
      guard old.isInConflict else { return MirrorChange() }
      var lane = old
      let again = lane.resolve(resolution, at: moment)
      try lane.save(replacing: old, db)
      var change = MirrorChange(from: old, to: lane)
      var logged = ActionRow(deciding: old, by: lane)
      if let again {
        let none = Lane(key: newKey(), base: nil, entries: [])
        var made = none
        for change in again { made.append(change, at: moment) }
        made.entries[0].restores = old.base?.todo.id
        try made.save(replacing: none, db)
        logged = ActionRow(from: none, to: made)
        change.add(MirrorChange(from: none, to: made))
      }
      if let action, let logged { try ActionLog.append(action, [logged], at: moment, db) }
      if let gone = old.base, lane.isEmpty { try ActionLog.note(id: gone.todo.id, of: key, db) }
      return change
    }
  }
}

extension Lane {
  /// What does not go together; nil when the lane is not parked by a conflict.
  fileprivate var conflict: Conflict? {
    guard isInConflict, let first = entries.first, let item else { return nil }
    let kind: Conflict.Kind
    if first.isTaskGone {
      var completed: Bool?
      if case .completed(let isCompleted)? = pending.first(where: { $0.field == .completed }) {
        completed = isCompleted
      }
      kind = .deletedThere(mine: pending.filter { $0.field != .completed }, completed: completed)
    } else if first.change == .delete {
      kind = .changedBeforeDeletion(theirs: item.todo)
    } else {
      kind = .fields(fieldConflicts)
    }
    return Conflict(key: key, title: item.todo.title, kind: kind)
  }

  /// Every field set by what is unsent.
  private var pending: [TodoEdit] {
    var edits: [TodoEdit] = []
    for entry in entries { edits.merge(entry.edits) }
    return edits
  }

  /// Settles the conflict.
  ///
  /// - Parameters:
  ///   - resolution: what the person decided.
  ///   - moment: when they did.
  /// - Returns: what makes the task again under another key; nil when nothing has to.
  fileprivate mutating func resolve(
    _ resolution: Resolution,
    at moment: Timestamp
  ) -> [OutboxEntry.Change]? {
    let isGone = entries[0].isTaskGone
    switch resolution {
    case .mine where isGone: return madeAgain(with: [])
    case .edited(let edits) where isGone: return madeAgain(with: edits)
    case .theirs where isGone:
      base = nil
      entries = []
    case .mine: keepMine()
    case .theirs: giveUp()
    case .edited(let edits):
      giveUp()
      for edit in edits where edit != value(of: edit.field) { append(.setting(edit), at: moment) }
    }
    return nil
  }

  private mutating func keepMine() {
    if entries[0].change == .delete {
      entries[0].state = entries[0].isInDoubt ? .unknown : .queued
      return
    }
    for conflict in fieldConflicts {
      guard
        let first = entries.firstIndex(where: { $0.value(of: conflict.field) != nil })
      else { continue }
      entries[first].seen.merge([conflict.theirs])
    }
    reconcile(since: nil)
  }

  private mutating func giveUp() {
    if entries[0].change == .delete {
      entries = []
      return
    }
    for conflict in fieldConflicts { strip(conflict.field, through: entries.count - 1) }
    reconcile(since: nil)
  }

  private mutating func madeAgain(with edits: [TodoEdit]) -> [OutboxEntry.Change]? {
    guard var todo = item?.todo else { return nil }
    for edit in edits { todo.apply(edit) }
    base = nil
    entries = []
    let new = NewTodo(
      title: todo.title,
      description: todo.description,
      priority: todo.priority,
      due: todo.due,
      tags: todo.tags
    )
    return todo.isCompleted ? [.create(new), .setCompleted(true)] : [.create(new)]
  }
}

extension OutboxEntry.Change {
  /// The change that sets one field.
  fileprivate static func setting(_ edit: TodoEdit) -> OutboxEntry.Change {
    if case .completed(let isCompleted) = edit { return .setCompleted(isCompleted) }
    return .edit([edit])
  }
}
