import LocalStore
import TodoKit
import TodoUI

/// Tasks as lines.
extension AccessibleClient {
  /// How many tasks are printed at once; a voice reads longer lists to nobody's end.
  private static let page = 50

  /// Prints the tasks asked for, from the first; their numbers are those of the headless commands.
  func list() throws(Failure) {
    guard let account else { return }
    let all = try account.stored { () throws(StoreError) in try account.store.items() }
    let now = Workspace.now()
    let east = LocalTime.east(at: now)
    let day = LocalDay(today: now.day(east: east), east: east)
    var query = query
    if case .view(let view) = tab { query.search += " " + view.search }
    let items = query.apply(to: all.filter { tab.has($0.todo, on: day) })
    try account.stored { () throws(StoreError) in
      try account.store.rememberList(items.map(\.key))
    }
    announcements.forget()
    printed = 0
    output.line(heading(items.count))
    print(items)
  }

  /// Prints those behind the last one printed.
  func more() throws(Failure) {
    guard let account else { return }
    let keys = try account.stored { () throws(StoreError) in try account.store.lastList() }
    guard printed < keys.count else { return output.line("That was all.") }
    let items = try account.stored { () throws(StoreError) in try account.store.items() }
    let byKey = Dictionary(items.map { ($0.key, $0) }) { first, _ in first }
    print(keys.map { byKey[$0] })
  }

  private func print(_ items: [TodoItem?]) {
    let end = min(items.count, printed + AccessibleClient.page)
    for row in printed..<end {
      output.line("\(row + 1). " + (items[row].map(line) ?? "(gone)"))
    }
    printed = end
    if end < items.count { output.line("\(items.count - end) more: type more.") }
  }

  private func heading(_ count: Int) -> String {
    var text = count == 0 ? "No" : String(count)
    switch tab {
    case .open, .done, .overdue: text += " \(tab.label) \(count == 1 ? "task" : "tasks")"
    case .all: text += count == 1 ? " task" : " tasks"
    case .today: text += " \(count == 1 ? "task" : "tasks") due today"
    case .view: text += " \(count == 1 ? "task" : "tasks") in \(tab.label)"
    }
    if !query.search.isEmpty { text += " with “\(query.search)”" }
    if count == 0 {
      return text + (tab == .open && query.search.isEmpty ? ". Type a and a title." : ".")
    }
    let order = query.sort == .created ? "newest first" : "by \(query.sort.rawValue)"
    return "\(text), \(order):"
  }

  /// One task in one line: what marks it stands in words.
  private func line(_ item: TodoItem) -> String {
    var text = item.todo.isCompleted && tab != .done ? "done: " : ""
    text += item.todo.title + facts(item.todo).map { ", " + $0 }.joined()
    if item.todo.description != nil { text += ", with a description" }
    return item.state == .synced ? text : "\(text) (\(item.state.words))"
  }

  private func facts(_ todo: Todo) -> [String] {
    var facts: [String] = []
    if let priority = todo.priority { facts.append("\(priority.rawValue) priority") }
    facts += todo.tags.map { "#" + $0 }
    if let due = todo.due { facts.append("due \(LocalTime.text(due))") }
    return facts
  }

  /// Prints everything about a task.
  func show(_ item: TodoItem) {
    output.line("\(item.todo.isCompleted ? "Done" : "Open"): \(item.todo.title)")
    for fact in facts(item.todo) { output.line(fact) }
    for line in (item.todo.description ?? "").split(separator: "\n") { output.line(String(line)) }
    output.line("Made \(item.todo.createdAt.iso8601), changed \(item.todo.updatedAt.iso8601)")
    output.line("Id \(item.todo.id) (\(item.state.words))")
  }
}

extension Tab {
  /// What a person calls it.
  var label: String { if case .view(let view) = self { view.name } else { name } }
}
