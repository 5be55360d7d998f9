import LocalStore
import TodoKit

/// Actions that are logged, and taken back.
extension Bench {
  @discardableResult
  func act(_ words: String, _ changes: [RowChange]) throws -> MirrorChange {
    try store.commit(changes, action: words, newKey: newKey, at: clock.now)
  }

  @discardableResult
  func make(_ title: String, description: String? = nil) throws -> String {
    let key = newKey()
    let draft = TodoDraft(
      title: try TodoTitle(title),
      description: try description.map { try TodoDescription($0) },
      priority: .high,
      due: CalendarDay(iso8601: "2026-12-01").map { .day($0) },
      tags: ["home"]
    )
    try act("Added: “\(title)”", [RowChange(.create(draft), key: key)])
    return key
  }

  func rename(_ key: String, _ title: String) throws {
    try act("Renamed: “\(title)”", [RowChange(.retitle(try TodoTitle(title)), key: key)])
  }

  func complete(_ keys: [String]) throws {
    try act("Done: \(keys.count)", keys.map { RowChange(.setCompleted(true), key: $0) })
  }

  func delete(_ keys: [String]) throws {
    try act("Deleted: \(keys.count)", keys.map { RowChange(.delete, key: $0) })
  }

  @discardableResult
  func undo() throws -> UndoStep? { try store.undo(newKey: newKey, at: clock.now) }

  @discardableResult
  func redo() throws -> UndoStep? { try store.redo(newKey: newKey, at: clock.now) }

  /// What there is to see, without what the server alone decides.
  func contents() throws -> [NewTodo: Int] {
    var contents: [NewTodo: Int] = [:]
    for item in try store.items() {
      let todo = item.todo
      let mark = todo.isCompleted ? " ✓" : ""
      let content = NewTodo(
        title: todo.title + mark,
        description: todo.description,
        priority: todo.priority,
        due: todo.due,
        tags: todo.tags
      )
      contents[content, default: 0] += 1
    }
    return contents
  }
}

extension TodoStore {
  /// One step, which most tests are about.
  func undo(newKey: () -> String, at moment: Timestamp) throws(StoreError) -> UndoStep? {
    try step(.undo, count: 1, newKey: newKey, at: moment).first
  }

  func redo(newKey: () -> String, at moment: Timestamp) throws(StoreError) -> UndoStep? {
    try step(.redo, count: 1, newKey: newKey, at: moment).first
  }
}
