internal import GRDB
package import TodoKit

/// The rows that a screen shows first, and how many there are.
package struct TodoPage: Sendable {
  /// In no particular order.
  package let items: [TodoItem]
  package let counts: TaskCounts

  /// Which tasks there are rows of.
  package enum Part: Sendable {
    case open, done, all

    /// Values of ``Todo/isCompleted``.
    fileprivate var states: [Bool] {
      switch self {
      case .open: [false]
      case .done: [true]
      case .all: [false, true]
      }
    }
  }
}

extension TodoStore {
  /// Up to so many tasks are read whole: that takes no longer.
  private static let fewTasks = 500
  /// With more changed rows than this each would have to be looked at.
  private static let manyChanges = 200

  /// The rows around one of them, newest first as a screen has them, however many there are.
  ///
  /// Rows with unsent changes are among them wherever they stand.
  ///
  /// - Parameters:
  ///   - part: the tasks that count.
  ///   - key: the row in the middle; the first row where it is nil or not one of them.
  ///   - reach: how many rows there are above and below it.
  ///   - today: what is due before this day is overdue.
  ///   - east: how far local time is east of UTC, in seconds.
  /// - Returns: nil where all rows had better be read: few tasks, or many unsent changes.
  /// - Throws: ``StoreError`` when the store cannot be read.
  package func page(
    of part: TodoPage.Part,
    around key: String?,
    reach: Int,
    today: CalendarDay,
    east: Int
  ) throws(StoreError) -> TodoPage? {
    try connection.read { db in
      let changed = try Lane.changedKeys(db, limit: TodoStore.manyChanges + 1)
      if changed.count > TodoStore.manyChanges { return nil }
      var counts = try TaskCounts.seen(db, today: today, east: east)
      var items: [TodoItem] = []
      for key in changed {
        let lane = try Lane.load(key, db)
        counts.change(lane, today: today, east: east)
        if let item = lane.item { items.append(item) }
      }
      if counts.open + counts.done <= TodoStore.fewTasks { return nil }
      let middle = try key.flatMap { try Lane.load($0, db).item }
      var place = TodoPlace.first
      if let middle, part.states.contains(middle.todo.isCompleted) {
        place = TodoPlace(created: middle.todo.createdAt.milliseconds, key: middle.key)
      }
      for state in part.states {
        try Lane.forEachTask(db, near: place, isCompleted: state, reach: reach) {
          items.append(TodoItem(key: $0, todo: $1, state: .synced))
        }
      }
      return TodoPage(items: items, counts: counts)
    }
  }
}

/// A place in the order of creation, newest first; of one moment the keys decide.
struct TodoPlace {
  let created: Int64
  let key: String

  /// Above every task.
  static let first = TodoPlace(created: .max, key: "")
}

extension Lane {
  /// Rows with unsent changes, in the order of their keys.
  static func changedKeys(_ db: Database, limit: Int = -1) throws -> [String] {
    try String.fetchAll(
      db.cachedStatement(sql: "SELECT DISTINCT key FROM outbox ORDER BY key LIMIT ?"),
      arguments: [limit]
    )
  }
}

extension TaskCounts {
  /// Of the tasks as the server has them.
  static func seen(_ db: Database, today: CalendarDay, east: Int) throws -> TaskCounts {
    var counts = TaskCounts()
    // SQLite counts a whole table by its pages; only what is done is gone through, in an index.
    let states = try db.cachedStatement(
      sql: "SELECT (SELECT count(*) FROM task), (SELECT count(*) FROM task WHERE completed = 1)"
    )
    if let row = try Row.fetchOne(states) {
      counts.done = row[1]
      counts.open = (row[0] as Int) - counts.done
    }
    // A day is ten characters; a moment is longer and compared with the first one of its day.
    let days = [today, today.adding(days: 1)].map { day in
      let dawn = (Int64(day.daysSinceEpoch) * 86_400 - Int64(east)) * 1000
      return (day: day.iso8601, dawn: Timestamp(milliseconds: dawn).iso8601)
    }
    let due = try db.cachedStatement(
      sql: """
        SELECT count(*) FILTER (WHERE due < iif(length(due) = 10, ?1, ?2)),
          count(*) FILTER (WHERE due < iif(length(due) = 10, ?3, ?4))
        FROM task INDEXED BY task_due WHERE completed = 0 AND due IS NOT NULL AND due < ?5
        """
    )
    // Whatever is due today or before is written as something before this.
    let bound = today.adding(days: 3).iso8601
    let row = try Row.fetchOne(
      due,
      arguments: [days[0].day, days[0].dawn, days[1].day, days[1].dawn, bound]
    )
    if let row {
      counts.overdue = row[0]
      counts.today = (row[1] as Int) - counts.overdue
    }
    return counts
  }

  /// Counts a lane as a person sees it, where the server's version was counted.
  mutating func change(_ lane: Lane, today: CalendarDay, east: Int) {
    if let todo = lane.base?.todo { add(todo, -1, today: today, east: east) }
    if let todo = lane.item?.todo { add(todo, 1, today: today, east: east) }
  }

  private mutating func add(_ todo: Todo, _ step: Int, today: CalendarDay, east: Int) {
    if todo.isCompleted {
      done += step
      return
    }
    open += step
    guard let due = todo.due?.day(east: east) else { return }
    if due < today { overdue += step }
    if due == today { self.today += step }
  }
}
