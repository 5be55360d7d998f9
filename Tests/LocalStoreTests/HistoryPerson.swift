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
    if let item = try store.commit(.create(draft), to: nil, newKey: key, at: clock.now) {
      ledger.promise(item)
    }
  }

  func change() throws {
    let items = try store.items().sorted { $0.key < $1.key }
    guard let item = items.randomElement(using: &random) else { return }
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
    default:
      // Whoever deletes a row in conflict was told of the conflict.
      for conflict in try store.conflicts() where conflict.key == item.key {
        if case .fields(let fields) = conflict.kind { ledger.show(fields.map(\.theirs)) }
      }
      _ = try store.commit(.delete, to: item.key, newKey: "", at: clock.now)
      return ledger.delete(item)
    }
    _ = try store.commit(change, to: item.key, newKey: "", at: clock.now)
    ledger.promise(value, item.key, over: item.todo[value.field])
  }

  /// Settles every conflict, and gives up what the engine could not tell.
  func decide() throws {
    let store = store
    for conflict in try store.conflicts() { try decide(conflict, store) }
    for item in try store.items() {
      guard case .failed = item.state else { continue }
      _ = try store.commit(.delete, to: item.key, newKey: "", at: clock.now)
      ledger.giveUp(item.key)
    }
  }

  private func decide(_ conflict: Conflict, _ store: TodoStore) throws {
    let mine = ledger.promises(of: conflict.key)
    let resolution: Resolution
    switch Int.random(in: 0..<3, using: &random) {
    case 0: resolution = .mine
    case 1: resolution = .theirs
    default: resolution = .edited([.title(newWord("title"))])
    }
    if let todo = try store.item(key: conflict.key)?.todo { ledger.show([todo[.title]]) }
    let change = try store.resolve(
      conflict.key,
      resolution,
      newKey: { newKey() },
      at: clock.now
    )
    switch (conflict.kind, resolution) {
    case (.fields(let fields), _):
      ledger.show(fields.map(\.theirs))
      for field in fields where resolution == .mine {
        ledger.promise(field.mine, conflict.key, over: nil)
      }
      for field in fields where resolution != .mine { ledger.giveUp(conflict.key, field.field) }
    case (.deletedThere, .theirs): ledger.giveUp(conflict.key)
    case (.deletedThere, _):
      ledger.giveUp(conflict.key)
      for item in change.changed { ledger.promise(item) }
      for value in mine where resolution == .mine {
        if let item = change.changed.first { ledger.promise(value, item.key, over: nil) }
      }
    case (.changedBeforeDeletion(let theirs), _):
      ledger.show(TodoField.allCases.map { theirs[$0] })
      if resolution != .mine { ledger.giveUp(conflict.key) }
    }
    guard case .edited(let edits) = resolution else { return }
    if case .deletedThere = conflict.kind { return }
    for edit in edits { ledger.promise(edit, conflict.key, over: nil) }
  }
}
