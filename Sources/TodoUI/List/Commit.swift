internal import TodoKit

/// Changes on their way into the store, as one.
struct Commit: Sendable, Equatable {
  /// The rows as they were before, to be put back when the store cannot save.
  var before: [String: TodoItem]
  /// What was asked for, to be shown over older news of the rows.
  var changes: [RowChange]
  /// What was typed, to be given back then.
  var typed: Typed?
  /// Which tasks a creation makes is known when the store answers; the cursor goes there.
  var followsCreation: Bool

  /// A text that a person typed, and where.
  enum Typed: Sendable, Equatable {
    case newLine(String)
    case pastedLines([PastedLine])
    case line(key: String, String)
    case description(DescriptionPanel)
  }
}

extension ListState {
  /// Shows changes at once and asks the store to save them as one step, which can be taken back.
  ///
  /// - Parameters:
  ///   - changes: all of an action, however many tasks it was for.
  ///   - words: what it was, as the log keeps it: `Done: “Buy milk”`.
  ///   - typed: what is opened again when it cannot be saved.
  /// - Returns: what the shell is to do.
  mutating func carryOut(
    _ changes: [RowChange],
    _ words: String,
    typed: Commit.Typed? = nil
  ) -> [Effect] {
    lastCommit += 1
    var before: [String: TodoItem] = [:]
    for key in changes.compactMap(\.key) { before[key] = before[key] ?? table.item(key) }
    commits[lastCommit] = Commit(
      before: before,
      changes: changes,
      typed: typed,
      followsCreation: changes.contains { $0.key == nil }
    )
    let (changed, removed) = withPending(Array(before.values))
    holdingCursor { $0.apply(changed: changed, removed: removed) }
    dropLostMarks(removed)
    return [.commit(id: lastCommit, action: words, changes)]
  }
}

extension ListState {
  /// Rows as they are with what the store has not answered yet, and the keys of those on their way
  /// out.
  func withPending(_ items: [TodoItem]) -> (changed: [TodoItem], removed: [String]) {
    var waiting: [String: [TodoChange]] = [:]
    for (_, commit) in commits.sorted(by: { $0.key < $1.key }) {
      for change in commit.changes {
        if let key = change.key { waiting[key, default: []].append(change.change) }
      }
    }
    if waiting.isEmpty { return (items, []) }
    var changed: [TodoItem] = []
    var removed: [String] = []
    for var item in items {
      guard let changes = waiting[item.key] else {
        changed.append(item)
        continue
      }
      if changes.contains(.delete) {
        removed.append(item.key)
        continue
      }
      for change in changes { item.todo.apply(change) }
      item.state = .queued
      changed.append(item)
    }
    return (changed, removed)
  }

  /// What is put back if a commit fails is the newest word of the store.
  mutating func renewPending(_ items: [TodoItem], removed: [String]) {
    for id in commits.keys {
      for item in items where commits[id]?.before[item.key] != nil {
        commits[id]?.before[item.key] = item
      }
      for key in removed { commits[id]?.before[key] = nil }
    }
  }
}

extension Todo {
  /// Shows a change as if the server had made it already.
  mutating func apply(_ change: TodoChange) {
    switch change {
    case .create, .delete: break
    case .retitle(let title): self.title = title.text
    case .describe(let description): self.description = description?.text
    case .setCompleted(let isCompleted): self.isCompleted = isCompleted
    case .prioritize(let priority): self.priority = priority
    case .schedule(let due): self.due = due
    case .tag(let tags): self.tags = tags
    }
  }
}
