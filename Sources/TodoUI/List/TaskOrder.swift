internal import TodoKit

extension ListOrder {
  /// Whether `left` stands above `right`.
  func isBefore(_ left: TodoItem, _ right: TodoItem, _ day: LocalDay) -> Bool {
    switch self {
    case .created: break
    case .title:
      let (one, other) = (left.todo.title.lowercased(), right.todo.title.lowercased())
      if one != other { return one < other }
    case .due:
      let (one, other) = (left.dueRank(day), right.dueRank(day))
      if one != other { return one < other }
    case .priority:
      let (one, other) = (left.priorityRank, right.priorityRank)
      if one != other { return one < other }
    }
    if left.todo.createdAt != right.todo.createdAt {
      return left.todo.createdAt > right.todo.createdAt
    }
    return left.key < right.key
  }

  /// Sorts slots; what is expensive to compare is made once for each.
  func sort(_ order: inout [Int], _ slots: [TodoItem], _ day: LocalDay) {
    switch self {
    case .created:
      // Numbers alone: comparing rows would copy each a dozen times.
      var keyed = order.map { (slots[$0].todo.createdAt.milliseconds, $0) }
      keyed.sort { $0.0 == $1.0 ? slots[$0.1].key < slots[$1.1].key : $0.0 > $1.0 }
      order = keyed.map(\.1)
    case .title:
      var keyed = order.map { (slots[$0].todo.title.lowercased(), $0) }
      keyed.sort {
        $0.0 == $1.0 ? ListOrder.created.isBefore(slots[$0.1], slots[$1.1], day) : $0.0 < $1.0
      }
      order = keyed.map(\.1)
    case .due, .priority:
      order.sort { isBefore(slots[$0], slots[$1], day) }
    }
  }
}

extension TodoItem {
  /// The day as a number; what is due some day comes last.
  fileprivate func dueRank(_ day: LocalDay) -> Int {
    todo.due?.day(east: day.east).daysSinceEpoch ?? .max
  }

  fileprivate var priorityRank: Int {
    switch todo.priority {
    case .high: 0
    case .medium: 1
    case .low: 2
    case nil: 3
    }
  }
}

/// How many tasks each tab has, kept one task at a time.
struct TabCounts: Sendable, Equatable {
  private var open = 0
  private var done = 0
  private var today = 0
  private var overdue = 0

  subscript(tab: Tab) -> Int? {
    switch tab {
    case .open: open
    case .done: done
    case .all: open + done
    case .today: today
    case .overdue: overdue
    case .view: nil
    }
  }

  mutating func add(_ todo: Todo, _ step: Int, on day: LocalDay) {
    if todo.isCompleted {
      done += step
      return
    }
    open += step
    guard let due = todo.due?.day(east: day.east) else { return }
    if due == day.today { today += step }
    if due < day.today { overdue += step }
  }
}
