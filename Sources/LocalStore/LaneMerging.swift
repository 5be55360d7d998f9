internal import TodoKit

/// The server's newest version under changes it does not know: three-way by field.
///
/// The common ancestor of a field is what it held when the person changed it
/// (``OutboxEntry/seen``). A field that only one side changed merges; one that both changed to
/// different values parks the lane.
extension Lane {
  /// Whether the person has to decide.
  var isInConflict: Bool {
    if case .conflict? = entries.first?.state { return true }
    return false
  }

  /// The server has this version of the task.
  mutating func see(_ version: SeenTodo) {
    var version = version
    version.todo = version.todo.storable
    if version.etag == nil, let base, base.todo == version.todo, base.extra == version.extra {
      // Not every answer that shows a task names its validator.
      version.etag = base.etag
    }
    var old = base?.todo
    if let first = entries.first, case .create(let new) = first.change {
      old = made(new, at: first.askedAt)
      entries.removeFirst()
    }
    base = version
    for index in entries.indices {
      entries[index].isTaskGone = false
      entries[index].isStale = false
    }
    reconcile(since: old)
  }

  /// The server does not have the task any more.
  mutating func seeGone() {
    if let first = entries.first, case .create(let new) = first.change {
      // Only one that was carried out can be gone.
      guard first.isInDoubt, first.isSentWithID else { return }
      base = SeenTodo(todo: made(new, at: first.askedAt))
      entries.removeFirst()
    }
    if entries.isEmpty || entries.contains(where: { $0.change == .delete }) {
      base = nil
      entries = []
      return
    }
    base?.etag = nil
    fillSeen(from: base?.todo)
    collapse()
    entries[0].isTaskGone = true
    entries[0].isStale = false
    entries[0].state = .conflict("It was deleted elsewhere and changed here: keep it or let it go.")
  }

  /// Compares what is unsent with ``base``, which was `old` before.
  mutating func reconcile(since old: Todo?) {
    guard let theirs = base?.todo, let first = entries.first, !first.isCreation else { return }
    if let deletion = entries.first(where: { $0.change == .delete }) {
      return reconcile(deletion, since: old, theirs)
    }
    fillSeen(from: old)
    for field in TodoField.allCases { dropWhatIsThere(field, theirs[field]) }
    park()
  }

  /// Any change there that is none of ours makes the deletion a question.
  private mutating func reconcile(_ deletion: OutboxEntry, since old: Todo?, _ theirs: Todo) {
    guard let old else { return }
    let isTheirs = TodoField.allCases.contains { field in
      old[field] != theirs[field] && !entries.contains { $0.value(of: field) == theirs[field] }
    }
    guard isTheirs else { return }
    let ancestors = ancestors
    entries = [deletion]
    entries[0].seen = ancestors
    entries[0].state = .conflict(
      "It was changed elsewhere before it was deleted here: delete it or keep it."
    )
  }

  /// A field that the server gave one of our values needs those of our changes no more.
  ///
  /// But when another value of ours is in doubt it may still arrive, and the newer one has to follow it.
  private mutating func dropWhatIsThere(_ field: TodoField, _ theirs: TodoEdit) {
    let setting = entries.indices.filter { entries[$0].value(of: field) != nil }
    guard let first = setting.first, let last = setting.last else { return }
    if entries[last].value(of: field) != theirs {
      if entries[first].seen.contains(theirs) { return }
      guard let reached = setting.last(where: { entries[$0].value(of: field) == theirs }) else {
        return
      }
      return strip(field, through: reached)
    }
    if entries[first].isInDoubt, entries[first].value(of: field) != theirs { return }
    strip(field, through: last)
  }

  /// Takes a field out of the entries up to `index`.
  mutating func strip(_ field: TodoField, through index: Int) {
    for index in entries.indices.prefix(through: index) { entries[index].strip(field) }
    let isParked = isInConflict
    let parked = entries.first
    entries.removeAll { $0.isEmpty }
    if isParked, let parked, !entries.isEmpty, !isInConflict { entries[0].inherit(parked) }
  }

  /// Parks the lane when fields are in conflict, and frees it when they no longer are.
  private mutating func park() {
    let fields = fieldConflicts.map(\.field)
    if !fields.isEmpty {
      collapse()
      entries[0].state = .conflict(Lane.sentence(fields))
    } else if isInConflict {
      entries[0].state = entries[0].isInDoubt ? .unknown : .queued
    }
  }

  /// The fields that hold a third value there.
  var fieldConflicts: [FieldConflict] {
    guard let theirs = base?.todo else { return [] }
    return TodoField.allCases.compactMap { field in
      guard let mine = entries.last(where: { $0.value(of: field) != nil })?.value(of: field),
        let first = entries.first(where: { $0.value(of: field) != nil }), !first.isCreation,
        let seen = first.seen.first(where: { $0.field == field })
      else { return nil }
      let now = theirs[field]
      if now == mine || now == seen { return nil }
      return FieldConflict(field: field, seen: seen, mine: mine, theirs: now)
    }
  }

  /// One edit and one completion in place of several of each; nothing of it is on the wire.
  ///
  /// One that is in doubt stays: what it sets may arrive yet, and is then nobody else's.
  mutating func collapse() {
    var kept: [OutboxEntry] = []
    for entry in entries {
      guard let index = kept.lastIndex(where: { $0.isSameKind(as: entry) }), !kept[index].isInDoubt
      else {
        kept.append(entry)
        continue
      }
      var edits = kept[index].edits
      edits.merge(entry.edits)
      var seen = entry.seen
      seen.merge(kept[index].seen)
      kept[index].replace(edits: edits, seen: seen)
      kept[index].askedAt = entry.askedAt
      kept[index].isInDoubt = kept[index].isInDoubt || entry.isInDoubt
    }
    entries = kept
  }

  /// Entries of an older format know nothing of what they were made upon: it was the last seen
  /// version.
  private mutating func fillSeen(from old: Todo?) {
    guard let old else { return }
    for index in entries.indices {
      for edit in entries[index].edits
      where !entries[index].seen.contains(where: { $0.field == edit.field }) {
        entries[index].seen.append(old[edit.field])
      }
    }
  }

  private static func sentence(_ fields: [TodoField]) -> String {
    let names = fields.map(\.words)
    let list =
      names.count > 1
      ? names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "") : names.joined()
    return "Both here and elsewhere \(list) changed: choose which to keep."
  }
}

extension OutboxEntry {
  /// Whether both change fields, or both complete.
  fileprivate func isSameKind(as other: OutboxEntry) -> Bool {
    switch (change, other.change) {
    case (.edit, .edit), (.setCompleted, .setCompleted): true
    default: false
    }
  }

  /// Whether it sets nothing any more.
  fileprivate var isEmpty: Bool { change == .edit([]) }

  fileprivate mutating func strip(_ field: TodoField) {
    seen.removeAll { $0.field == field }
    switch change {
    case .edit(let edits): change = .edit(edits.filter { $0.field != field })
    case .setCompleted where field == .completed: change = .edit([])
    case .setCompleted, .create, .delete: break
    }
  }

  fileprivate mutating func replace(edits: [TodoEdit], seen: [TodoEdit]) {
    self.seen = seen
    if case .setCompleted = change, case .completed(let isCompleted)? = edits.first {
      change = .setCompleted(isCompleted)
    } else {
      change = .edit(edits)
    }
  }

  /// Takes over that the lane is parked.
  fileprivate mutating func inherit(_ parked: OutboxEntry) {
    state = parked.state
    isTaskGone = parked.isTaskGone
  }
}

extension TodoField {
  /// In a sentence.
  fileprivate var words: String {
    switch self {
    case .title: "the title"
    case .description: "the description"
    case .priority: "the priority"
    case .due: "the due date"
    case .tags: "the tags"
    case .completed: "whether it is done"
    }
  }
}
