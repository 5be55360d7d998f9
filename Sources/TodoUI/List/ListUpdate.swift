internal import TerminalKit
internal import TodoKit

extension ListState {
  mutating func perform(
    _ action: Action,
    _ count: Int?,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    if mode == .browsing, isMeantForLost(action, display, &notice) { return [] }
    switch mode {
    case .browsing where isReading(on: display): return read(action, count, display, &notice)
    case .browsing: return browse(action, count, display, &notice)
    case .adding, .retitling, .filtering: return performOnLine(action, display, &notice)
    case .describing(let panel): return describe(panel, action, display, &notice)
    case .confirming(let question):
      mode = .browsing
      // What was half typed when several lines came in stays either way.
      if case .addLines(_, let typed?) = question { mode = .adding(typed) }
      if action == .confirm { return agree(to: question, display, &notice) }
      // Any key is a no: who meant it for something else sees what became of it.
      notice = Notice(question.declined)
      return []
    }
  }

  private mutating func browse(
    _ action: Action,
    _ count: Int?,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    let page = rowsShown(on: display)
    let last = table.visibleCount - 1
    if let row = action.destination(from: cursor, page: page, last: last, count: count) {
      move(to: row)
      details.top = 0
      return []
    }
    switch action {
    case .filter: mode = .filtering(TextInput(table.search))
    case .nextMatch: seek(by: 1, count, &notice)
    case .previousMatch: seek(by: -1, count, &notice)
    case .sort(let order): holdingCursor { $0.sort(by: order) }
    case .nextTab: show(tab: count ?? 1)
    case .previousTab: show(tab: -(count ?? 1))
    case .mark: toggleMarks(count)
    case .markRange: toggleRange()
    case .cancel: return cancel()
    case .read: details = DetailsPane(isOpen: !details.isOpen)
    case .detailsDown: scrollDetails(by: count ?? 1, display)
    case .detailsUp: scrollDetails(by: -(count ?? 1), display)
    case .sync: return [.sync]
    case .signOut: mode = .confirming(.signOut)
    case .profiles: return [.listProfiles]
    default: return act(action, count, display, &notice)
    }
    return []
  }

  /// The actions on tasks, which the list and its details share.
  mutating func act(
    _ action: Action,
    _ count: Int?,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    switch action {
    case .add:
      mode = .adding(AddLine(isAtTop: table.visibleCount == 0))
      return []
    case .addAtTop:
      mode = .adding(AddLine(isAtTop: true))
      return []
    case .undo: return take(.undo, count ?? 1)
    case .redo: return take(.redo, count ?? 1)
    case .repeatLast:
      guard let lastChange else {
        notice = Notice("There is no change to repeat yet.")
        return []
      }
      return act(lastChange, count, display, &notice)
    case .toggleCompleted: return toggle(targets(count), display, &notice)
    case .delete:
      let keys = targets(count)
      lastChange = .delete
      // What can be taken back is not asked about.
      let returns = keys.allSatisfy { table.item($0)?.todo.inverse(of: .delete) != nil }
      if keys.count < 2, returns { return delete(keys, display, &notice) }
      mode = .confirming(.deletion(keys: keys))
      return []
    default: break
    }
    guard let item = selected else { return [] }
    switch action {
    case .retitle: edit(display)
    case .describe: return describe(item, display)
    case .copy:
      notice = Notice("Copied \(title(of: item, display).text).")
      return [.copy(item.todo.title)]
    case .openLink:
      guard let link = Link.first(in: item.todo) else {
        notice = Notice("This task has no link.")
        return []
      }
      return [.openLink(link)]
    default: break
    }
    return []
  }

  /// Opens the line of the task under the cursor.
  mutating func edit(_ display: Display) {
    guard let item = selected else { return }
    opened = item
    mode = .retitling(
      key: item.key,
      TextInput(QuickAdd.line(of: item.todo, today: display.day.today, fields: fields))
    )
  }

  private mutating func agree(
    to question: Question,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    switch question {
    case .signOut: return [.signOut]
    case .deletion(let keys): return delete(keys, display, &notice)
    case .addLines(let lines, _): return add(lines: lines, display, &notice)
    }
  }

  /// Esc takes back one thing at a time, the nearest first.
  private mutating func cancel() -> [Effect] {
    if !selection.isEmpty {
      selection = Selection()
    } else if !table.search.isEmpty {
      holdingCursor { $0.filter("") }
    } else if details.isOpen {
      details = DetailsPane()
    } else {
      return [.cancelSync]
    }
    return []
  }

  private mutating func toggle(
    _ keys: [String],
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    lastChange = .toggleCompleted
    let items = keys.compactMap { table.item($0) }
    guard let first = items.first else { return [] }
    // Of several, what is still open is completed first.
    let completes = items.contains { !$0.todo.isCompleted }
    let changed = items.filter { $0.todo.isCompleted != completes }
    let what = changed.count == 1 ? title(of: first, display).text : "\(changed.count) tasks"
    let words = completes ? "Done: \(what)" : "Open again: \(what)"
    let effects = carryOut(changed.map { RowChange(.setCompleted(completes), key: $0.key) }, words)
    selection = Selection()
    notice = .undoable(words)
    return effects
  }

  private mutating func delete(
    _ keys: [String],
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    let items = keys.compactMap { table.item($0) }
    guard let first = items.first else {
      if !keys.isEmpty { notice = Notice("That task is gone already.") }
      return []
    }
    let what = items.count == 1 ? title(of: first, display).text : "\(items.count) tasks"
    let effects = carryOut(items.map { RowChange(.delete, key: $0.key) }, "Deleted \(what)")
    selection = Selection()
    let canUndo = items.contains { $0.todo.inverse(of: .delete) != nil }
    notice = canUndo ? .undoable("Deleted \(what)") : Notice("Deleted \(what)")
    return effects
  }

  private mutating func show(tab step: Int) {
    let tabs = tabs
    let here = tabs.firstIndex(of: table.tab) ?? 0
    show(tabs[((here + step) % tabs.count + tabs.count) % tabs.count])
  }

  mutating func show(_ tab: Tab) {
    let held = selected
    table.show(tab)
    // The same task where the tab has it, else the top.
    move(to: held.flatMap { table.index(of: $0.key) } ?? 0)
  }

  private mutating func seek(by step: Int, _ count: Int?, _ notice: inout Notice?) {
    let words = table.search.isEmpty ? lastSearch : table.search
    if words.isEmpty {
      notice = Notice("Nothing to look for yet: / filters.")
      return
    }
    var row = cursor
    for _ in 0..<min(count ?? 1, table.visibleCount) {
      row = table.match(words, after: row, by: step) ?? row
    }
    move(to: row)
  }

  /// A title short enough for a sentence of the footer.
  func title(of item: TodoItem, _ display: Display) -> TerminalText {
    let glyphs = display.glyphs
    return glyphs.quoted(glyphs.cut(TerminalText(item.todo.title), to: 40))
  }
}
