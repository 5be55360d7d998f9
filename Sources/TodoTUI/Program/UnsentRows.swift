import LocalStore
import TodoKit
import TodoUI

extension QueueRow {
  /// A change of the outbox, as the screen shows it.
  init(_ change: UnsentChange) {
    let state: State =
      switch change.entry.state {
      case .conflict: .conflict
      case .failed: .refused
      case .unknown: .inDoubt
      case .sending: .sending
      case .queued: .waiting
      }
    self.init(
      key: change.entry.key,
      sequence: change.entry.sequence,
      title: change.title,
      words: change.entry.words,
      state: state,
      sentence: change.sentence,
      askedAt: change.entry.askedAt
    )
  }
}

extension ConflictCard {
  /// A conflict of the store, as the screen shows it.
  init(_ conflict: Conflict) {
    let kind: Kind
    let fields: [Field]
    switch conflict.kind {
    case .fields(let all):
      kind = .fields
      fields = all.map {
        Field(
          seen: ConflictValue($0.seen),
          mine: ConflictValue($0.mine),
          theirs: ConflictValue($0.theirs)
        )
      }
    case .deletedThere(let mine, let completed):
      kind = .deletedThere
      let edits = mine + (completed.map { [TodoEdit.completed($0)] } ?? [])
      fields = edits.map { Field(seen: nil, mine: ConflictValue($0), theirs: nil) }
    case .changedBeforeDeletion(let theirs):
      kind = .changedBeforeDeletion
      fields = theirs.values.map { Field(seen: nil, mine: nil, theirs: $0) }
    }
    self.init(key: conflict.key, title: conflict.title, kind: kind, fields: fields)
  }
}

extension Resolution {
  /// What a person chose, for the store.
  init(_ choice: ConflictChoice) {
    switch choice {
    case .mine: self = .mine
    case .theirs: self = .theirs
    case .values(let values): self = .edited(values.map(TodoEdit.init))
    }
  }
}

extension ConflictChoice {
  /// What a person decided in the store's terms, as the screen's.
  init(_ resolution: Resolution) {
    switch resolution {
    case .mine: self = .mine
    case .theirs: self = .theirs
    case .edited(let edits): self = .values(edits.map(ConflictValue.init))
    }
  }
}

extension UndoneStep {
  /// Steps of the store's log, as the screen tells of them; nil for none.
  init?(_ steps: [UndoStep]) {
    guard let last = steps.last else { return nil }
    let change = MirrorChange(steps)
    let there = Set(change.changed.map(\.key))
    self.init(
      words: last.words,
      steps: steps.count,
      rows: change.changed.count + change.removed.count,
      skipped: steps.reduce(0) { $0 + $1.skipped },
      recreated: steps.flatMap(\.recreated.values).filter(there.contains)
    )
  }
}

extension Todo {
  /// What it has, without what it has nothing of.
  fileprivate var values: [ConflictValue] {
    var values: [ConflictValue] = [.title(title)]
    if description?.isEmpty == false { values.append(.description(description)) }
    if priority != nil { values.append(.priority(priority)) }
    if due != nil { values.append(.due(due)) }
    if !tags.isEmpty { values.append(.tags(tags)) }
    if isCompleted { values.append(.completed(true)) }
    return values
  }
}

extension ConflictValue {
  fileprivate init(_ edit: TodoEdit) {
    self =
      switch edit {
      case .title(let title): .title(title)
      case .description(let description): .description(description)
      case .priority(let priority): .priority(priority)
      case .due(let due): .due(due)
      case .tags(let tags): .tags(tags)
      case .completed(let isCompleted): .completed(isCompleted)
      }
  }
}

extension TodoEdit {
  fileprivate init(_ value: ConflictValue) {
    self =
      switch value {
      case .title(let title): .title(title)
      case .description(let description): .description(description)
      case .priority(let priority): .priority(priority)
      case .due(let due): .due(due)
      case .tags(let tags): .tags(tags)
      case .completed(let isCompleted): .completed(isCompleted)
      }
  }
}

extension MirrorChange {
  /// The rows of several steps, as they are behind the last one.
  init(_ steps: [UndoStep]) { self = steps.reduce(into: MirrorChange()) { $0.add($1.change) } }
}
