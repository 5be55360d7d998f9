internal import TodoKit

/// What an action made of one row, as far as it changed it.
struct ActionRow: Equatable {
  /// The row.
  var key: String
  /// The id the server knew the task by, once a deletion was carried out.
  var id: String?
  /// What it changed; everything, where the row came or went.
  var fields: FieldSet
  /// What the row held before; nil when it was not there.
  var before: TodoContent?
  /// What the row held after; nil when it was gone.
  var after: TodoContent?

  init(
    key: String,
    id: String? = nil,
    fields: FieldSet,
    before: TodoContent?,
    after: TodoContent?
  ) {
    self.key = key
    self.id = id
    self.fields = fields
    self.before = before
    self.after = after
  }

  /// What a person saw happen to one row; nil when nothing did.
  init?(from old: Lane, to new: Lane) {
    let before = old.item.map { TodoContent($0.todo) }
    let after = new.item.map { TodoContent($0.todo) }
    guard before != after else { return nil }
    var fields = FieldSet.all
    if let before, let after { fields = FieldSet(differingIn: before, after) }
    self.init(key: old.key, fields: fields, before: before, after: after)
  }

  /// What a decision made of a row in conflict; nil where the task is to be made under another key.
  ///
  /// Who keeps what the row shows gives up what the server has: that is what it held before then, so
  /// that taking the decision back is the other one.
  init?(deciding old: Lane, by new: Lane) {
    if let row = ActionRow(from: old, to: new) {
      self = row
      return
    }
    guard let after = new.item.map({ TodoContent($0.todo) }) else { return nil }
    if old.entries.first?.change == .delete {
      self.init(key: old.key, fields: .all, before: nil, after: after)
      return
    }
    var before = after
    for conflict in old.fieldConflicts { before.apply(conflict.theirs) }
    let fields = FieldSet(differingIn: before, after)
    if fields.isEmpty { return nil }
    self.init(key: old.key, fields: fields, before: before, after: after)
  }

  /// What takes it back.
  var inverse: ActionRow {
    ActionRow(key: key, id: id, fields: fields, before: after, after: before)
  }
}

extension Lane {
  /// What came of carrying out a logged row.
  enum Repetition: Equatable {
    /// The row is as it was to be.
    case done
    /// The row is gone, or holds a newer value, or is in conflict: nothing was changed.
    case skipped
    /// The row is to be made again, as a new one.
    case makeAgain(TodoContent)
  }

  /// Does once more what `row` tells, if the row still is as it was before that.
  mutating func repeatAction(_ row: ActionRow, at moment: Timestamp) -> Repetition {
    let now = item.map { TodoContent($0.todo) }
    guard let after = row.after else {
      guard let now, now == row.before, !isInConflict else { return .skipped }
      append(.delete, at: moment)
      return .done
    }
    guard let before = row.before else {
      let isHidden = now == nil
      let ancestors = entries.last?.seen ?? []
      takeBackDeletion()
      if isHidden, item == nil { return .makeAgain(after) }
      if isHidden { askAgain(after, upon: ancestors, at: moment) }
      return .done
    }
    guard let now, !isInConflict else { return .skipped }
    let toSet = row.fields.intersection(FieldSet(differingIn: now, after))
    let isNewer = !toSet.intersection(FieldSet(differingIn: now, before)).isEmpty
    if isNewer { return .skipped }
    while let index = entries.firstIndex(where: { $0.hasFailed && $0.change.sets(row.fields) }) {
      remove(at: index)
    }
    let edits = after.edits(of: toSet)
    if !edits.isEmpty { append(.edit(edits), at: moment) }
    if toSet.contains(.completed) { append(.setCompleted(after.isCompleted), at: moment) }
    // What is as it was before without this is so by a later change, which stays.
    if !toSet.isEmpty { dropWhatComesToNothing() }
    return .done
  }

  /// The change on the wire that is done in `later`, if there is one.
  func confirmed(by later: Lane) -> OutboxEntry.Change? {
    guard let first = entries.first, first.state == .sending, later.base != nil,
      later.entries.first?.sequence != first.sequence
    else { return nil }
    return first.change
  }

  /// A deletion was taken back: what it took the place of, in a conflict or when that was refused,
  /// waits again.
  ///
  /// - Parameters:
  ///   - content: what the row held when it was deleted.
  ///   - ancestors: what each field that waited then was made upon; any other stays as it is there.
  ///   - moment: now.
  private mutating func askAgain(
    _ content: TodoContent,
    upon ancestors: [TodoEdit],
    at moment: Timestamp
  ) {
    guard base != nil, let item else { return }
    let fields = FieldSet(of: .edit(ancestors))
      .intersection(FieldSet(differingIn: TodoContent(item.todo), content))
    if fields.isEmpty { return }
    let edits = content.edits(of: fields)
    if !edits.isEmpty { append(.edit(edits), at: moment) }
    if fields.contains(.completed) { append(.setCompleted(content.isCompleted), at: moment) }
    for ancestor in ancestors {
      let setting = entries.firstIndex { $0.value(of: ancestor.field) != nil }
      if let setting { entries[setting].seen.merge([ancestor]) }
    }
    reconcile(since: nil)
  }

  /// Forgets unsent changes that, taken together, change nothing.
  private mutating func dropWhatComesToNothing() {
    guard let first = entries.first, entries.allSatisfy(\.isUnsent) else { return }
    if first.isCreation {
      entries.removeAll { $0.change == .setCompleted(false) }
    } else if let base, let item, TodoContent(item.todo) == TodoContent(base.todo) {
      entries = []
    }
  }
}

extension OutboxEntry {
  /// Whether it certainly never had an effect at the server.
  fileprivate var isUnsent: Bool { state == .queued && !isInDoubt && !isStale }

  /// Whether it waits for a person.
  var isParked: Bool {
    switch state {
    case .failed, .conflict: true
    case .queued, .sending, .unknown: false
    }
  }
}

extension OutboxEntry.Change {
  /// Whether it gives one of these fields of a task that is there a value.
  fileprivate func sets(_ fields: FieldSet) -> Bool {
    if case .create = self { return false }
    return !FieldSet(of: self).isDisjoint(with: fields)
  }
}
