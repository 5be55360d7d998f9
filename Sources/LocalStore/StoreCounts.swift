internal import GRDB
package import TodoKit

/// How many tasks and unsent changes there are.
package struct StatusCounts: Hashable, Sendable {
  /// Tasks that are not done.
  package var open = 0
  /// Tasks that are done.
  package var done = 0
  /// Open tasks whose day has passed.
  package var overdue = 0
  /// Changes that wait for the server.
  package var queued = 0
  /// Changes that the server refused.
  package var failed = 0
  /// Changes that cannot be merged with what another device did.
  package var conflicts = 0

  /// No tasks and no changes.
  package init() {}
}

extension TodoStore {
  /// Counts with the unsent changes applied, however many tasks there are.
  ///
  /// - Parameters:
  ///   - today: what is due before this day is overdue.
  ///   - east: how far local time is east of UTC, in seconds.
  /// - Returns: the counts.
  /// - Throws: ``StoreError`` when the store cannot be read.
  package func counts(today: CalendarDay, east: Int = 0) throws(StoreError) -> StatusCounts {
    try connection.read { db in
      var counts = StatusCounts()
      // A day is ten characters; a moment is longer and compared with the first one of today.
      let dawn = Timestamp(
        milliseconds: (Int64(today.daysSinceEpoch) * 86_400 - Int64(east)) * 1000
      )
      let bases = try Row.fetchOne(
        db,
        sql: """
          SELECT count(*) FILTER (WHERE NOT completed), count(*) FILTER (WHERE completed),
            count(*) FILTER (WHERE NOT completed AND due < iif(length(due) = 10, ?, ?))
          FROM task WHERE key NOT IN (SELECT key FROM outbox)
          """,
        arguments: [today.iso8601, dawn.iso8601]
      )
      if let bases { (counts.open, counts.done, counts.overdue) = (bases[0], bases[1], bases[2]) }
      for key in try String.fetchAll(db, sql: "SELECT DISTINCT key FROM outbox") {
        let lane = try Lane.load(key, db)
        counts.add(lane.item?.todo, today: today, east: east)
        for entry in lane.entries { counts.add(entry) }
      }
      return counts
    }
  }
}

extension StatusCounts {
  fileprivate mutating func add(_ todo: Todo?, today: CalendarDay, east: Int) {
    guard let todo else { return }
    if todo.isCompleted {
      done += 1
    } else {
      open += 1
      if let due = todo.due, due.day(east: east) < today { overdue += 1 }
    }
  }

  fileprivate mutating func add(_ entry: OutboxEntry) {
    switch entry.state {
    case .queued, .sending, .unknown: queued += 1
    case .failed: failed += 1
    case .conflict: conflicts += 1
    }
  }
}
