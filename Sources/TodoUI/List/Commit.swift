internal import TodoKit

/// Changes on their way into the store, as one.
struct Commit: Sendable, Equatable {
  /// The rows as they were before, to be put back when the store cannot save.
  var before: [TodoItem]
  /// What was typed, to be given back then.
  var typed: String?
  /// Which tasks a creation makes is known when the store answers; the cursor goes there.
  var followsCreation: Bool
  /// What the changes were for.
  var purpose: Purpose

  enum Purpose: Sendable, Equatable {
    case action, undo, redo
  }
}

extension ListState {
  /// Shows changes at once and asks the store to save them as one.
  mutating func commit(
    _ changes: [RowChange],
    purpose: Commit.Purpose = .action,
    typed: String? = nil
  ) -> [Effect] {
    lastCommit += 1
    var before: [TodoItem] = []
    var creates = false
    var changed: [TodoItem] = []
    var removed: [String] = []
    for change in changes {
      guard let key = change.key else {
        creates = true
        continue
      }
      guard var item = changed.last(where: { $0.key == key }) ?? table.item(key) else { continue }
      if !before.contains(where: { $0.key == key }) { before.append(item) }
      if change.change == .delete {
        removed.append(key)
      } else {
        item.todo.apply(change.change)
        item.state = .queued
        changed.removeAll { $0.key == key }
        changed.append(item)
      }
    }
    holdingCursor { $0.apply(changed: changed, removed: removed) }
    commits[lastCommit] = Commit(
      before: before,
      typed: typed,
      followsCreation: creates,
      purpose: purpose
    )
    dropLostMarks(removed)
    return [.commit(id: lastCommit, changes)]
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

  /// What brings this task back to how it is, after a change; nil where nothing can.
  func inverse(of change: TodoChange) -> TodoChange? {
    switch change {
    case .create: return .delete
    case .retitle: return (try? TodoTitle(title)).map { .retitle($0) }
    case .describe: return .describe(description.flatMap { try? TodoDescription($0) })
    case .setCompleted: return .setCompleted(isCompleted)
    case .prioritize: return .prioritize(priority)
    case .schedule: return .schedule(due)
    case .tag: return .tag(tags)
    case .delete:
      guard let title = try? TodoTitle(title) else { return nil }
      return .create(
        TodoDraft(
          title: title,
          description: description.flatMap { try? TodoDescription($0) },
          priority: priority,
          due: due,
          tags: tags,
          isCompleted: isCompleted
        )
      )
    }
  }
}
