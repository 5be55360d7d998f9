internal import TerminalKit
internal import TodoKit

/// A task that left the list under the cursor, by no key of this screen.
struct LostTask: Sendable, Equatable {
  /// How long a key is taken to be meant for it, in milliseconds: less than it takes to read the list
  /// anew.
  static let grace: Int64 = 2000

  let item: TodoItem
  /// When it left.
  let moment: Timestamp
}

extension ListState {
  /// Says so when the task under the cursor left with news of rows.
  mutating func noteLoss(
    of held: TodoItem?,
    isOwn: Bool,
    _ display: Display,
    _ notice: inout Notice?
  ) {
    guard !isOwn, let held, table.index(of: held.key) == nil, mode == .browsing else { return }
    lost = LostTask(item: held, moment: display.now)
    notice = Notice(whereabouts(of: held, display))
  }

  /// Whether a key just typed was meant for a task that is not there any more; then it does nothing.
  mutating func isMeantForLost(
    _ action: Action,
    _ display: Display,
    _ notice: inout Notice?
  ) -> Bool {
    guard let lost else { return false }
    self.lost = nil
    let age = display.now.milliseconds - lost.moment.milliseconds
    guard action.isForTask, selection.isEmpty, (0...LostTask.grace).contains(age) else {
      return false
    }
    let key = display.key(action, in: .list)
    let again = key.isEmpty ? "" : " \(key) again means the task under the cursor now."
    notice = Notice("\(whereabouts(of: lost.item, display).text)\(again)")
    return true
  }

  private func whereabouts(of item: TodoItem, _ display: Display) -> TerminalText {
    let name = title(of: item, display)
    guard let now = table.item(item.key) else {
      return "\(name.text) is gone: it was deleted meanwhile."
    }
    if now.todo.isCompleted != item.todo.isCompleted {
      return now.todo.isCompleted
        ? "\(name.text) was completed meanwhile." : "\(name.text) was opened again meanwhile."
    }
    return "\(name.text) was changed meanwhile: it is not in this list any more."
  }
}

extension Action {
  /// Whether it does something to the task under the cursor.
  fileprivate var isForTask: Bool {
    switch self {
    case .toggleCompleted, .retitle, .describe, .delete, .repeatLast, .copy, .openLink, .decide:
      true
    default: false
    }
  }
}
