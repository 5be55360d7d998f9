internal import TerminalKit
internal import TodoKit

/// A view that was asked for and is not there yet.
enum PanelRequest: Sendable, Equatable {
  case queue
  /// The conflict about a task.
  case conflict(key: String)
}

extension Model {
  mutating func openQueue() -> [Effect] {
    asked = .queue
    return [.showQueue]
  }

  /// Opens the queue, or renews the one that is open; one that was left meanwhile stays closed.
  mutating func receive(queue rows: [QueueRow]) {
    if case .queue(var panel) = overlay {
      panel.receive(rows)
      if panel.hasLostQuestion {
        panel.dropping = nil
        notice = Notice("That change is not in the queue any more: nothing was dropped.")
      }
      overlay = .queue(panel)
    } else if asked == .queue {
      overlay = .queue(QueuePanel(rows))
    }
    if asked == .queue { asked = nil }
  }

  /// What an open view needs after news of rows.
  var renewal: [Effect] {
    switch overlay {
    case .queue: [.showQueue]
    case .conflict: [.showConflicts]
    default: []
    }
  }

  mutating func perform(_ action: Action, _ count: Int?, on panel: QueuePanel) -> [Effect] {
    if let change = panel.dropping { return answer(action, about: change, panel) }
    var panel = panel
    let last = panel.rows.count - 1
    let page = max(1, display.bodySize.rows - 4)
    if let row = action.destination(from: panel.cursor, page: page, last: last, count: count) {
      panel.cursor = max(0, min(row, last))
      overlay = .queue(panel)
      return []
    }
    if action == .cancel {
      overlay = nil
      return []
    }
    if action == .sync { return [.sync] }
    guard let change = panel.selected else { return [] }
    switch action {
    case .retry: return retry(change)
    case .drop:
      if change.state == .sending {
        notice = Notice("It is being sent right now.")
      } else {
        panel.dropping = change
        overlay = .queue(panel)
      }
    case .retitle: editTask(of: change)
    case .accept where change.state == .conflict: return decide(change.key)
    case .decide where change.state == .conflict: return decide(change.key)
    case .decide: notice = Notice("This change is in no conflict.")
    case .accept: show(taskOf: change)
    default: break
    }
    return []
  }

  private mutating func retry(_ change: QueueRow) -> [Effect] {
    switch change.state {
    case .conflict:
      notice = Notice("It waits for your decision: \(display.key(.decide, in: .queue)) opens it.")
      return []
    case .sending:
      notice = Notice("It is being sent right now.")
      return []
    case .waiting, .inDoubt, .refused:
      notice = Notice("Trying again.")
      return [.retry(key: change.key, sequence: change.sequence)]
    }
  }

  private mutating func answer(
    _ action: Action,
    about change: QueueRow,
    _ panel: QueuePanel
  ) -> [Effect] {
    var panel = panel
    panel.dropping = nil
    overlay = .queue(panel)
    guard action == .confirm else { return [] }
    let name = display.glyphs.quoted(display.glyphs.cut(TerminalText(change.title), to: 30))
    notice = Notice("Dropped: \(TerminalText(change.words).text), \(name.text)")
    return [.drop(key: change.key, sequence: change.sequence)]
  }

  /// Leaves the queue for the task of a change; false where the list has none.
  @discardableResult
  private mutating func show(taskOf change: QueueRow) -> Bool {
    guard list.table.item(change.key) != nil else {
      notice = Notice("This task is not in the list: the change deletes it.")
      return false
    }
    overlay = nil
    if list.table.index(of: change.key) == nil {
      list.holdingCursor { table in
        table.filter("")
        table.show(.all)
      }
    }
    list.move(to: list.table.index(of: change.key) ?? list.cursor)
    return true
  }

  private mutating func editTask(of change: QueueRow) {
    guard show(taskOf: change) else { return }
    list.edit(display)
  }
}

extension QueuePanel {
  /// What is asked before a change is dropped; on small screens without the comfort.
  func question(_ display: Display) -> TerminalText? {
    guard let dropping else { return nil }
    let wide = display.size.columns >= 60 && display.size.rows >= 10
    let name = display.glyphs.quoted(
      display.glyphs.cut(TerminalText(dropping.title), to: wide ? 30 : 12)
    )
    let answers = "y yes  n no"
    if !wide { return "Drop \(name.text)?  \(answers)" }
    return
      "Drop this change of \(name.text)? It is never sent, and no undo brings it back.  \(answers)"
  }
}
