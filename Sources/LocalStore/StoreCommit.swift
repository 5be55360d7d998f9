package import TodoKit

/// What a person asked for, into the outbox.
extension TodoStore {
  /// Saves changes, durably and all or none, for the screen and for the server at once.
  ///
  /// - Parameters:
  ///   - changes: what the person asked for, in its order. A creation under a key that is taken
  ///     changes nothing, but for taking back a deletion that nobody has sent yet.
  ///   - action: what it was, for a sentence such as `Done: “Buy milk”`: it is logged as one step that
  ///     can be undone; nil logs nothing.
  ///   - newKey: makes the row key of a new task that brings none, a lower-case UUID; rung A sends it
  ///     as the task's id.
  ///   - moment: when it was asked for.
  /// - Returns: the rows named, each once, as they are now; what is gone by the changes is removed.
  /// - Throws: `.noSuchTask` when a row is gone; any other ``StoreError`` too means that nothing was
  ///   saved.
  package func commit(
    _ changes: [RowChange],
    action: String? = nil,
    newKey: () -> String,
    at moment: Timestamp
  ) throws(StoreError) -> MirrorChange {
    try connection.write { db in
      var lanes: [String: (old: Lane, new: Lane)] = [:]
      var keys: [String] = []
      for row in changes {
        let key = row.key ?? (row.change.isCreation ? newKey() : "")
        if lanes[key] == nil {
          let lane = try Lane.load(key, db)
          lanes[key] = (lane, lane)
          keys.append(key)
        }
        guard var lane = lanes[key]?.new else { continue }
        if row.change.isCreation, !lane.isEmpty {
          lane.takeBackDeletion()
        } else if row.change.isCreation || lane.item != nil {
          for change in OutboxEntry.Change.asked(by: row.change) { lane.append(change, at: moment) }
        } else {
          throw StoreError.noSuchTask(key: key)
        }
        lanes[key]?.new = lane
      }
      var result = MirrorChange()
      var logged: [ActionRow] = []
      for key in keys {
        guard let (old, new) = lanes[key] else { continue }
        if action != nil, let row = ActionRow(from: old, to: new) { logged.append(row) }
        try new.save(replacing: old, db)
        if let item = new.item { result.changed.append(item) } else { result.removed.append(key) }
      }
      if let action { try ActionLog.append(action, logged, at: moment, db) }
      return result
    }
  }

  /// Saves one change; see ``commit(_:action:newKey:at:)``.
  ///
  /// - Parameters:
  ///   - change: what the person asked for.
  ///   - key: the row it is for; not looked at for `.create`.
  ///   - action: what it was, for a sentence; nil logs nothing.
  ///   - newKey: the row key of a new task.
  ///   - moment: when it was asked for.
  /// - Returns: the row as it is now; nil when it was deleted.
  /// - Throws: `.noSuchTask` when the row is gone; any other ``StoreError`` means that nothing was
  ///   saved.
  package func commit(
    _ change: TodoChange,
    to key: String?,
    action: String? = nil,
    newKey: String,
    at moment: Timestamp
  ) throws(StoreError) -> TodoItem? {
    let key = change.isCreation ? newKey : key
    return try commit([RowChange(change, key: key)], action: action, newKey: { newKey }, at: moment)
      .changed.first
  }
}

extension OutboxEntry.Change {
  /// What the server is to do for a change a person asked for; servers make tasks as open ones.
  fileprivate static func asked(by change: TodoChange) -> [OutboxEntry.Change] {
    switch change {
    case .create(let draft):
      let new = NewTodo(
        title: draft.title.text,
        description: draft.description?.text,
        priority: draft.priority,
        due: draft.due,
        tags: draft.tags.map { $0.storableTag }
      )
      return TodoContent(new, isCompleted: draft.isCompleted).creation
    case .retitle(let title): return [.edit([.title(title.text)])]
    case .describe(let description): return [.edit([.description(description?.text)])]
    case .prioritize(let priority): return [.edit([.priority(priority)])]
    case .schedule(let due): return [.edit([.due(due)])]
    case .tag(let tags): return [.edit([.tags(tags.map { $0.storableTag })])]
    case .setCompleted(let isCompleted): return [.setCompleted(isCompleted)]
    case .delete: return [.delete]
    }
  }
}

extension TodoChange {
  fileprivate var isCreation: Bool {
    if case .create = self { return true }
    return false
  }
}
