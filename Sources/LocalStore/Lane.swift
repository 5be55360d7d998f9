internal import TodoKit

/// One task: what the server last said of it, and the ordered changes it has not confirmed.
///
/// Everything that can happen to a change is a pure transition of this value; the store only loads
/// it, applies one, and writes the difference in one transaction.
struct Lane: Equatable {
  let key: String
  /// The server's last seen version; nil while the server is not known to have the task.
  var base: SeenTodo?
  /// In the order they were made.
  var entries: [OutboxEntry]

  /// Whether there is no such row.
  var isEmpty: Bool { base == nil && entries.isEmpty }

  /// The row as a person sees it; nil when there is none or it waits to be deleted.
  ///
  /// A failed change holds up what comes after it, so the row shows the server's version there; a
  /// creation the server never had stays as typed, and so does what is in conflict.
  var item: TodoItem? {
    var todo = base?.todo
    var state = SyncState.synced
    for entry in entries {
      if case .conflict(let sentence) = entry.state {
        state = .conflict(sentence)
        if entry.change == .delete { break }
      }
      if case .failed(let sentence) = entry.state {
        state = .failed(sentence)
        guard case .create = entry.change else { break }
      }
      switch entry.state {
      case .sending where state == .synced || state == .queued: state = .sending
      case .queued where state == .synced, .unknown where state == .synced: state = .queued
      default: break
      }
      todo = apply(entry, to: todo)
    }
    return todo.map { TodoItem(key: key, todo: $0, state: state) }
  }

  private func apply(_ entry: OutboxEntry, to todo: Todo?) -> Todo? {
    if case .create(let new) = entry.change { return made(new, at: entry.askedAt) }
    guard var todo else { return nil }
    switch entry.change {
    case .create, .delete: return nil
    case .edit(let edits): for edit in edits { todo.apply(edit) }
    case .setCompleted(let isCompleted): todo.isCompleted = isCompleted
    }
    todo.updatedAt = entry.askedAt
    return todo
  }

  /// A task as this client made it, before the server said what it is.
  func made(_ new: NewTodo, at moment: Timestamp) -> Todo {
    Todo(
      id: key,
      title: new.title,
      description: new.description,
      priority: new.priority,
      due: new.due,
      tags: new.tags,
      createdAt: moment,
      updatedAt: moment
    )
  }

  /// The id the server knows the task by; the key itself for a creation sent under it.
  var remoteID: String { base?.todo.id ?? key }

  /// What a field holds with every change applied; nil when there is no such row.
  func value(of field: TodoField) -> TodoEdit? {
    for entry in entries.reversed() {
      if let value = entry.value(of: field) { return value }
    }
    return base?.todo[field]
  }

  /// What each field that waits was made upon; a deletion that took its place knows of it.
  var ancestors: [TodoEdit] {
    var ancestors: [TodoEdit] = []
    for entry in entries.reversed() { ancestors.merge(entry.seen) }
    return ancestors
  }

  /// Adds what a person asked for.
  ///
  /// They have seen what failed before and answer it with this change: a failed change is dropped,
  /// a failed creation goes out again, or is forgotten with its row. A conflict stays one, but for a
  /// deletion, which settles it, and for a change that takes back a deletion.
  mutating func append(_ change: OutboxEntry.Change, at moment: Timestamp) {
    var givenUp: [TodoEdit] = []
    if isInConflict, change == .delete || entries[0].change == .delete {
      if entries[0].isTaskGone { base = nil }
      if change == .delete { givenUp = ancestors }
      entries = []
      if base == nil { return }
    }
    while let index = entries.firstIndex(where: { $0.hasFailed && !$0.isCreation }) {
      remove(at: index)
    }
    if let first = entries.first, first.hasFailed, change != .delete {
      entries[0].looks = 0
      entries[0].state = first.isInDoubt ? .unknown : .queued
    }
    var entry = OutboxEntry(sequence: 0, key: key, change: change, askedAt: moment)
    entry.seen = givenUp + entry.edits.compactMap { value(of: $0.field) }
    if !mergeIntoLast(entry) { entries.append(entry) }
    foldIntoCreation()
    if isInConflict, !entries[0].isTaskGone { reconcile(since: nil) }
    if isInConflict { collapse() }
  }

  /// Makes edits that nobody has sent yet one request; false when the last entry is no such.
  ///
  /// One that waits for the server's version has been sent: what it set may be there after all, when the
  /// wire delivered it twice and the second answer came.
  private mutating func mergeIntoLast(_ entry: OutboxEntry) -> Bool {
    guard case .edit(let later) = entry.change, let last = entries.last, last.state == .queued,
      !last.isInDoubt, !last.isStale, case .edit(var edits) = last.change
    else { return false }
    edits.merge(later)
    var seen = entry.seen
    seen.merge(last.seen)
    entries[entries.count - 1].change = .edit(edits)
    entries[entries.count - 1].seen = seen
    entries[entries.count - 1].askedAt = entry.askedAt
    return true
  }

  /// Takes an entry out: what was made upon it is now upon what it was made upon.
  mutating func remove(at index: Int) {
    let gone = entries.remove(at: index)
    for edit in gone.edits {
      guard let seen = gone.seen.first(where: { $0.field == edit.field }) else { continue }
      relink(edit, to: seen)
    }
  }

  /// The first entry that sets the field of `value`, made upon that value, was made upon `other`.
  mutating func relink(_ value: TodoEdit, to other: TodoEdit) {
    guard let next = entries.firstIndex(where: { $0.value(of: value.field) != nil }),
      entries[next].seen.contains(value)
    else { return }
    entries[next].seen.merge([other])
  }

  /// Forgets a deletion that certainly was not carried out.
  mutating func takeBackDeletion() {
    guard let last = entries.last, last.change == .delete, !last.isInDoubt,
      last.state == .queued || last.isParked
    else { return }
    entries.removeLast()
  }

  /// Keeps this true: behind a creation that certainly never reached the server there is at most the
  /// newest completion, since servers make tasks as open ones.
  ///
  /// Later edits become part of it, and deleting it leaves nothing. A creation that failed while in
  /// doubt gives way to a later deletion. One that was refused stays so unless an edit made it
  /// another one: sent as it was, it would be refused for ever.
  mutating func foldIntoCreation() {
    guard let first = entries.first, entries.count > 1, case .create(var new) = first.change,
      first.state != .sending
    else { return }
    if entries.contains(where: { $0.change == .delete }) {
      if !first.isInDoubt {
        entries = []
      } else if case .failed = first.state {
        entries = first.isSentWithID ? entries.filter { $0.change == .delete } : []
      }
      return
    }
    if first.isInDoubt { return }
    var completion: [OutboxEntry] = []
    for entry in entries.dropFirst() {
      switch entry.change {
      case .edit(let edits): for edit in edits { new.apply(edit) }
      case .setCompleted:
        completion = [entry]
        completion[0].seen = [.completed(false)]
      case .create, .delete: break
      }
    }
    entries = [first] + completion
    guard first.change != .create(new) else { return }
    entries[0].change = .create(new)
    entries[0].state = .queued
  }
}

extension OutboxEntry {
  /// Whether it makes a task.
  var isCreation: Bool {
    if case .create = change { return true }
    return false
  }

  /// Whether it was refused.
  var hasFailed: Bool {
    if case .failed = state { return true }
    return false
  }

  /// The fields it sets, of a task that is there.
  var edits: [TodoEdit] {
    switch change {
    case .edit(let edits): edits
    case .setCompleted(let isCompleted): [.completed(isCompleted)]
    case .create, .delete: []
    }
  }

  /// What it gives a field; nil when it leaves that alone.
  func value(of field: TodoField) -> TodoEdit? {
    if case .create(let new) = change { return new[field] }
    return edits.first { $0.field == field }
  }
}
