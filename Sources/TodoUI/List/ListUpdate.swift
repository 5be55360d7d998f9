internal import TerminalKit
internal import TodoKit

extension ListState {
  mutating func perform(
    _ action: Action,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    switch mode {
    case .browsing: return browse(action, display, &notice)
    case .adding, .retitling, .filtering: return performOnLine(action, display, &notice)
    case .describing(let panel): return describe(panel, action, display, &notice)
    case .reading(let panel): return read(panel, action, display, &notice)
    case .confirmingDeletion(let key):
      mode = .browsing
      return action == .confirm ? delete(key, display, &notice) : []
    case .confirmingSignOut:
      mode = .browsing
      return action == .confirm ? [.signOut] : []
    }
  }

  private mutating func browse(
    _ action: Action,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    let page = rowsShown(on: display)
    if let row = action.destination(from: cursor, page: page, last: table.visibleCount - 1) {
      move(to: row)
      return []
    }
    switch action {
    case .add: mode = .adding(TextInput())
    case .filter: mode = .filtering(TextInput(table.search))
    case .cancel: holdingCursor { $0.filter("") }
    case .nextTab: show(tab: 1)
    case .previousTab: show(tab: -1)
    case .sync: return [.sync]
    case .signOut: mode = .confirmingSignOut
    case .read: if let selected { mode = .reading(DetailsPanel(key: selected.key)) }
    default: if let selected { return act(action, on: selected, display, &notice) }
    }
    return []
  }

  /// The actions on one task, which the list and its details share.
  mutating func act(
    _ action: Action,
    on item: TodoItem,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    switch action {
    case .toggleCompleted: return toggle(item, display, &notice)
    case .retitle: mode = .retitling(key: item.key, TextInput(item.todo.title))
    case .describe: mode = .describing(DescriptionPanel(item))
    case .delete: mode = .confirmingDeletion(key: item.key)
    default: break
    }
    return []
  }

  /// Changes a row at once; the store's answer follows.
  mutating func change(_ key: String, _ change: (inout Todo) -> Void) {
    guard var item = table.item(key) else { return }
    if unsaved[key] == nil { unsaved[key] = item }
    change(&item.todo)
    item.state = .queued
    holdingCursor { $0.put(item) }
  }

  private mutating func toggle(
    _ item: TodoItem,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    let isCompleted = !item.todo.isCompleted
    change(item.key) { $0.isCompleted = isCompleted }
    if table.index(of: item.key) == nil {
      let name = title(of: item, display)
      notice = Notice(isCompleted ? "Done: \(name.text)" : "Open again: \(name.text)")
    }
    return [.commit(.setCompleted(isCompleted), key: item.key)]
  }

  private mutating func delete(
    _ key: String,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    guard let item = table.item(key) else {
      notice = Notice("That task is gone already.")
      return []
    }
    if unsaved[key] == nil { unsaved[key] = item }
    holdingCursor { $0.remove(key) }
    notice = Notice("Deleted \(title(of: item, display).text).")
    return [.commit(.delete, key: key)]
  }

  private mutating func show(tab step: Int) {
    let tabs = TodoQuery.Status.allCases
    let here = tabs.firstIndex(of: table.status) ?? 0
    let held = selected
    table.show(tabs[(here + step + tabs.count) % tabs.count])
    // The same task where the tab has it, else the top.
    move(to: held.flatMap { table.index(of: $0.key) } ?? 0)
  }

  /// A title short enough for a sentence of the footer.
  private func title(of item: TodoItem, _ display: Display) -> TerminalText {
    let glyphs = display.glyphs
    return glyphs.quoted(glyphs.cut(TerminalText(item.todo.title), to: 40))
  }
}
