package import TodoKit

/// What tabs and orders look at, in numbers: they go through many rows, and copying a task's texts
/// each time would cost more than all they do.
struct RowFacts: Sendable, Equatable {
  /// Milliseconds since 1970.
  let created: Int64
  /// The day it is due where the person is, in days since 1970; the largest number for some day.
  let due: Int32
  /// 0 for what matters most, 3 where nothing is said.
  let priority: UInt8
  let isCompleted: Bool

  init(_ todo: Todo, east: Int) {
    created = todo.createdAt.milliseconds
    due = Int32(clamping: todo.due?.day(east: east).daysSinceEpoch ?? .max)
    priority =
      switch todo.priority {
      case .high: 0
      case .medium: 1
      case .low: 2
      case nil: 3
      }
    isCompleted = todo.isCompleted
  }
}

extension Tab {
  /// Whether a task belongs here; the words of a view are looked for elsewhere.
  package func has(_ todo: Todo, on day: LocalDay) -> Bool {
    has(RowFacts(todo, east: day.east), today: day.number)
  }

  func has(_ row: RowFacts, today: Int32) -> Bool {
    switch self {
    case .open: !row.isCompleted
    case .done: row.isCompleted
    case .all: true
    case .today: !row.isCompleted && row.due == today
    case .overdue: !row.isCompleted && row.due < today
    case .view(let view): view.base.tab.has(row, today: today)
    }
  }
}

extension LocalDay {
  /// Today as ``RowFacts/due`` counts.
  var number: Int32 { Int32(clamping: today.daysSinceEpoch) }
}

extension TaskCounts {
  /// How many tasks a tab has; nil where that is counted only when it is shown.
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

  mutating func add(_ row: RowFacts, _ step: Int, today number: Int32) {
    if row.isCompleted {
      done += step
      return
    }
    open += step
    if row.due == number { today += step }
    if row.due < number { overdue += step }
  }
}
