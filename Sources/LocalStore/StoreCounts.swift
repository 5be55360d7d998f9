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
      var tasks = try TaskCounts.seen(db, today: today, east: east)
      for key in try Lane.changedKeys(db) {
        let lane = try Lane.load(key, db)
        tasks.change(lane, today: today, east: east)
        for entry in lane.entries { counts.add(entry) }
      }
      (counts.open, counts.done, counts.overdue) = (tasks.open, tasks.done, tasks.overdue)
      return counts
    }
  }
}

extension StatusCounts {
  fileprivate mutating func add(_ entry: OutboxEntry) {
    switch entry.state {
    case .queued, .sending, .unknown: queued += 1
    case .failed: failed += 1
    case .conflict: conflicts += 1
    }
  }
}
