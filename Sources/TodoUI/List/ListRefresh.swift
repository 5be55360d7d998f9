internal import TerminalKit
internal import TodoKit

/// What the store and the server bring.
extension ListState {
  mutating func receive(mirror items: [TodoItem]) {
    unsaved = [:]
    // The mirror may have been read just before the store's own word of a task just added.
    var added: String?
    for item in items where table.item(item.key) == nil {
      guard let index = expectedTitles.firstIndex(of: item.todo.title) else { continue }
      expectedTitles.remove(at: index)
      added = item.key
    }
    holdingCursor { $0.replaceAll(items) }
    if let row = added.flatMap({ table.index(of: $0) }) { move(to: row) }
    leaveLostTask()
  }

  mutating func receive(changed: [TodoItem], removed: [String], _ notice: inout Notice?) {
    var added: TodoItem?
    for item in changed {
      unsaved[item.key] = nil
      if let index = expectedTitles.firstIndex(of: item.todo.title), table.item(item.key) == nil {
        expectedTitles.remove(at: index)
        added = item
      }
    }
    for key in removed { unsaved[key] = nil }
    holdingCursor { $0.apply(changed: changed, removed: removed) }
    if let added {
      if let row = table.index(of: added.key) {
        move(to: row)
      } else {
        notice = Notice(
          table.search.isEmpty
            ? "Added to the open tasks."
            : "Added; the filter hides it."
        )
      }
    }
    if leaveLostTask() { notice = Notice("That task is gone: it was deleted meanwhile.") }
  }

  /// A change could not be saved: the row, or the typed title, comes back.
  mutating func takeBack(_ key: String?) {
    if let key {
      guard let item = unsaved.removeValue(forKey: key) else { return }
      holdingCursor { $0.put(item) }
      return
    }
    guard !expectedTitles.isEmpty else { return }
    let title = expectedTitles.removeFirst()
    switch mode {
    case .browsing: mode = .adding(TextInput(title))
    case .adding(let input) where input.isEmpty: mode = .adding(TextInput(title))
    default: break
    }
  }

  /// Closes a question or a panel whose task is gone; what is being typed stays.
  @discardableResult
  private mutating func leaveLostTask() -> Bool {
    switch mode {
    case .confirmingDeletion(let key) where table.item(key) == nil: break
    case .reading(let panel) where table.item(panel.key) == nil: break
    default: return false
    }
    mode = .browsing
    return true
  }
}
