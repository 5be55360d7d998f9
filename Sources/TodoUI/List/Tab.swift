package import TodoKit

/// One choice of the rows.
package enum Tab: Hashable, Sendable {
  case open, done, all
  /// Open and due today.
  case today
  /// Open and due before today.
  case overdue
  /// A choice from the configuration.
  case view(SavedView)

  /// The tabs a backend's fields allow, then those of the configuration.
  package static func all(fields: TaskFields, views: [SavedView]) -> [Tab] {
    let dated: [Tab] = fields.contains(.due) ? [.today, .overdue] : []
    return [.open, .done, .all] + dated + views.map { .view($0) }
  }

  /// What tells it apart in the file of the screen's state.
  package var name: String {
    switch self {
    case .open: "open"
    case .done: "done"
    case .all: "all"
    case .today: "today"
    case .overdue: "overdue"
    case .view(let view): "view " + view.name
    }
  }
}

/// A tab of the configuration: `[views.work]`.
package struct SavedView: Hashable, Sendable {
  /// The tab it chooses from.
  package enum Base: String, Hashable, Sendable, CaseIterable {
    case open, done, all, today, overdue

    package var tab: Tab {
      switch self {
      case .open: .open
      case .done: .done
      case .all: .all
      case .today: .today
      case .overdue: .overdue
      }
    }
  }

  package var name: String
  package var base: Base
  /// Words that must all occur, as in the filter.
  package var search: String
  package var order: ListOrder

  package init(
    name: String,
    base: Base = .open,
    search: String = "",
    order: ListOrder = .created
  ) {
    self.name = name
    self.base = base
    self.search = search
    self.order = order
  }
}

/// Today, where the person is.
package struct LocalDay: Hashable, Sendable {
  package var today: CalendarDay
  /// Seconds east of UTC.
  package var east: Int

  package init(today: CalendarDay, east: Int) {
    self.today = today
    self.east = east
  }
}

extension Todo {
  func isOverdue(on day: LocalDay) -> Bool {
    guard !isCompleted, let due else { return false }
    return due.day(east: day.east) < day.today
  }
}
