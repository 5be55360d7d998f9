import LocalStore
import TodoKit

/// What the person does.
extension History {
  func create() throws {
    let key = newKey()
    let draft = TodoDraft(
      title: try TodoTitle(newWord("title")),
      description: try TodoDescription(newWord("about")),
      tags: ["mark\(keys)"],
      isCompleted: Int.random(in: 0..<5, using: &random) == 0
    )
    tally.add("created")
    let item = try store.commit(
      .create(draft),
      to: nil,
      action: "step",
      newKey: key,
      at: clock.now
    )
    let todo = Todo(
      id: key,
      title: draft.title.text,
      description: draft.description?.text,
      isCompleted: draft.isCompleted,
      tags: draft.tags,
      createdAt: clock.now,
      updatedAt: clock.now
    )
    if item?.todo != todo { ledger.fault("\(String(describing: item)) was made of \(todo)") }
    ledger.promise(todo, as: key)
    log(Step(key: key, before: nil, after: todo))
  }

  /// Changes or deletes a row; undo is asked for only of what was done while nothing else happened, for
  /// else the row may have been another one than the one looked at.
  func change(isAlone: Bool) throws {
    let items = try store.items().sorted { $0.key < $1.key }
    guard let item = items.randomElement(using: &random) else {
      return isAlone ? try create() : ()
    }
    let change: TodoChange
    let value: TodoEdit
    switch Int.random(in: 0..<7, using: &random) {
    case 0..<2:
      let word = newWord("title")
      (change, value) = (.retitle(try TodoTitle(word)), .title(word))
    case 2..<4:
      let word = newWord("about")
      (change, value) = (.describe(try TodoDescription(word)), .description(word))
    case 4..<6:
      let isCompleted = Bool.random(using: &random)
      (change, value) = (.setCompleted(isCompleted), .completed(isCompleted))
    default: return try delete(item, isAlone)
    }
    tally.add("changed")
    if case .failed = item.state { ledger.insist(item.key) }
    // Whoever changes a row in conflict keeps what it shows.
    if case .conflict = item.state { ledger.accept(item.key, item.todo) }
    let old = try isAlone ? store.item(key: item.key) : nil
    let doubtful = try store.queue().filter { $0.key == item.key && $0.isInDoubt }
    // Before it is saved: while a request is on the wire the engine may be quicker than this.
    let prior = ledger.promise(value, item.key, over: item.todo[value.field])
    if try isTheirs(value, item) { ledger.giveUp(item.key, value.field) }
    do {
      _ = try commit(change, item.key, isAlone)
    } catch {
      ledger.retract(value.field, item.key, prior)
      throw error
    }
    if case .conflict = item.state { try settle(item.key, but: doubtful) }
    guard isAlone, let old else { return }
    // Another process shows it at once.
    let now = try store.item(key: item.key)
    if now?.todo[value.field] != value { ledger.fault("\(value) is not shown, but \(now as Any)") }
    if let now, old.todo[value.field] != value {
      log(Step(key: item.key, field: value.field, before: old.todo, after: now.todo, prior: prior))
    }
  }

  /// Whether a change makes a field in conflict what the other device made it: nothing is to be sent
  /// then, and what becomes of the task there counts.
  private func isTheirs(_ value: TodoEdit, _ item: TodoItem) throws -> Bool {
    guard case .conflict = item.state else { return false }
    return try machine.stores[0].conflicts().contains { conflict in
      guard conflict.key == item.key, case .fields(let fields) = conflict.kind else { return false }
      return fields.contains { $0.theirs == value }
    }
  }

  private func commit(_ change: TodoChange, _ key: String, _ isAlone: Bool) throws -> TodoItem? {
    try store.commit(
      change,
      to: key,
      action: isAlone ? "step" : nil,
      newKey: "",
      at: clock.now
    )
  }

  private func delete(_ item: TodoItem, _ isAlone: Bool) throws {
    tally.add("deleted")
    // Whoever deletes a row in conflict was told of the conflict.
    for conflict in try store.conflicts() where conflict.key == item.key {
      if case .fields(let fields) = conflict.kind { ledger.show(fields.map(\.theirs)) }
    }
    var promised: [Ledger.Place: Ledger.Promise] = [:]
    if case .failed = item.state {
      // It was told that it cannot be found: this rids the person of the row, and of nothing else.
      ledger.giveUp(item.key)
    } else {
      promised = ledger.delete(item.key, showing: item.todo)
    }
    do {
      _ = try commit(.delete, item.key, isAlone)
    } catch {
      ledger.revive(item.key, promised)
      throw error
    }
    guard isAlone else { return }
    if try store.item(key: item.key) != nil { ledger.fault("\(item.key) was deleted and is shown") }
    log(Step(key: item.key, before: item.todo, after: nil, promised: promised))
  }

  /// Has sent once more what the server refused, or gives it up.
  func answerRefusals() throws {
    let store = store
    for entry in try store.queue() {
      guard case .failed(let sentence) = entry.state, ledger.isRefused(entry.key, sentence) else {
        continue
      }
      if Int.random(in: 0..<3, using: &random) > 0 {
        tally.add("refused, and retried")
        _ = try store.retry(key: entry.key, at: clock.now)
        continue
      }
      tally.add("refused, and dropped")
      _ = try store.drop(key: entry.key, sequence: entry.sequence)
      switch entry.change {
      case .edit(let edits): for edit in edits { ledger.giveUp(entry.key, edit.field) }
      case .setCompleted: ledger.giveUp(entry.key, .completed)
      case .create, .delete: ledger.giveUp(entry.key)
      }
    }
  }

  /// Settles every conflict, and gives up what the engine could not tell.
  func decide() throws {
    let store = store
    for conflict in try store.conflicts() { try decide(conflict, store) }
    for item in try store.items() {
      guard case .failed = item.state else { continue }
      tally.add("given up")
      _ = try store.commit(.delete, to: item.key, newKey: "", at: clock.now)
      ledger.giveUp(item.key)
    }
  }

  private func decide(_ conflict: Conflict, _ store: TodoStore) throws {
    ledger.examine(conflict)
    let resolution: Resolution
    switch Int.random(in: 0..<3, using: &random) {
    case 0: resolution = .mine
    case 1: resolution = .theirs
    default: resolution = .edited([.title(newWord("title"))])
    }
    let row = try store.item(key: conflict.key)
    let doubtful = try store.queue().filter { $0.key == conflict.key && $0.isInDoubt }
    let change = try store.resolve(
      conflict.key,
      resolution,
      newKey: { newKey() },
      at: clock.now
    )
    switch (conflict.kind, resolution) {
    case (.fields(let fields), _):
      tally.add("conflict of fields")
      ledger.show(fields.map(\.theirs))
      for field in fields where resolution == .mine {
        ledger.promise(field.mine, conflict.key, over: nil)
      }
      for field in fields where resolution != .mine { ledger.giveUp(conflict.key, field.field) }
    case (.deletedThere, .theirs):
      tally.add("conflict of a deletion there")
      ledger.giveUp(conflict.key)
    case (.deletedThere, _):
      tally.add("conflict of a deletion there")
      return try remake(conflict.key, row?.todo, resolution, change)
    case (.changedBeforeDeletion(let theirs), _):
      tally.add("conflict of a deletion here")
      ledger.show(TodoField.allCases.map { theirs[$0] })
      // Whoever keeps the task keeps what they were shown of it, a value that was taken back too.
      if resolution != .mine { ledger.giveUp(conflict.key, for: theirs) }
    }
    try settle(conflict.key, but: doubtful)
    guard case .edited(let edits) = resolution else { return }
    // The row is on the screen while it is edited.
    for edit in edits { ledger.promise(edit, conflict.key, over: row?.todo[edit.field]) }
  }

  /// What changes of a row in conflict come to may be what is there, and is then not sent.
  ///
  /// Not of fields of which a change was in doubt: it may arrive yet, and the newer value has to
  /// follow it.
  private func settle(_ key: String, but doubtful: [OutboxEntry]) throws {
    guard let item = try store.item(key: key) else { return }
    let waiting = try store.queue().filter { $0.key == key }
    ledger.settle(key, item.todo, but: Set((waiting + doubtful).flatMap(\.fields)))
  }

  /// A task that was deleted elsewhere is made again as the row showed it, which is with everything
  /// that was promised.
  private func remake(
    _ key: String,
    _ shown: Todo?,
    _ resolution: Resolution,
    _ change: MirrorChange
  ) throws {
    guard var todo = shown, let item = change.changed.first, change.changed.count == 1 else {
      return ledger.fault("\(key) was not made again: \(change)")
    }
    for field in TodoField.allCases {
      if let mine = ledger.unsent(key, field), mine != todo[field] {
        ledger.fault("\(mine) is not shown in the conflict of \(key)")
      }
    }
    if case .edited(let edits) = resolution, case .title(let title)? = edits.first {
      todo.title = title
    }
    if TodoField.allCases.contains(where: { item.todo[$0] != todo[$0] }) {
      ledger.fault("\(item) was made of \(todo)")
    }
    ledger.giveUp(key)
    ledger.promise(todo, as: item.key, insteadOf: key)
  }
}

extension OutboxEntry {
  /// What it sets of a task that is there.
  fileprivate var fields: [TodoField] {
    switch change {
    case .edit(let edits): edits.map(\.field)
    case .setCompleted: [.completed]
    case .create, .delete: []
    }
  }
}
