internal import GRDB
package import TodoKit

/// Which way to go along the log.
package enum LogDirection: Sendable, Hashable {
  /// Takes back the newest step that was not undone.
  case undo
  /// Does again the oldest step that was undone.
  case redo
}

/// What one undo or redo came to.
package struct UndoStep: Sendable, Hashable {
  /// The step's number in the log.
  package var id: Int64
  /// What it was, for a sentence: `Done: “Buy milk”`.
  package var words: String
  /// Its rows as they are now.
  package var change: MirrorChange
  /// Rows that had to be made again as new ones: the old key and the new one.
  package var recreated: [String: String]
  /// How many rows were left alone, because they are gone or hold a newer value.
  package var skipped: Int
}

/// One step of the log.
package struct LoggedAction: Sendable, Hashable {
  /// Its number; later steps have higher ones.
  package var id: Int64
  /// What it was, for a sentence.
  package var words: String
  /// When the person did it.
  package var at: Timestamp
  /// Whether it was taken back since, so that redo is about it.
  package var isUndone: Bool
  /// How many tasks it was for.
  package var rows: Int
}

/// Undo and redo of everything a person did, through the same outbox.
extension TodoStore {
  /// Goes some steps along the log, all in one transaction.
  ///
  /// A row that is gone, or that holds a newer value of the server, is left alone and counted.
  ///
  /// - Parameters:
  ///   - direction: whether steps are taken back or done again.
  ///   - count: how many, at most.
  ///   - newKey: makes the key of a task that must be made again, a lower-case UUID.
  ///   - moment: now.
  /// - Returns: the steps in the order in which they were taken back or done again; none when there
  ///   is nothing to undo, or to redo.
  /// - Throws: ``StoreError``; nothing was changed then.
  package func step(
    _ direction: LogDirection,
    count: Int,
    newKey: () -> String,
    at moment: Timestamp
  ) throws(StoreError) -> [UndoStep] {
    try connection.writeCountedIf { db in
      var steps: [UndoStep] = []
      while steps.count < count, let (id, words) = try ActionLog.next(direction, db) {
        var step = UndoStep(
          id: id,
          words: words,
          change: MirrorChange(),
          recreated: [:],
          skipped: 0
        )
        let rows = try ActionLog.rows(of: id, db)
        for row in direction == .undo ? rows.reversed().map(\.inverse) : rows {
          try step.carryOut(row, newKey, moment, db)
        }
        try ActionLog.setUndone(direction == .undo, id, db)
        steps.append(step)
      }
      return (steps, !steps.isEmpty)
    }
  }

  /// What the person did, newest first.
  ///
  /// - Parameter limit: at most so many.
  /// - Returns: the steps of the log.
  /// - Throws: ``StoreError`` when the store cannot be read.
  package func actions(limit: Int) throws(StoreError) -> [LoggedAction] {
    try connection.read { db in
      let sql = "SELECT id, words, at, undone, rows FROM action ORDER BY id DESC LIMIT ?"
      return try Row.fetchAll(db, sql: sql, arguments: [limit]).map { row in
        LoggedAction(
          id: row[0],
          words: row[1],
          at: Timestamp(milliseconds: row[2]),
          isUndone: row[3],
          rows: row[4]
        )
      }
    }
  }
}

extension UndoStep {
  fileprivate mutating func carryOut(
    _ row: ActionRow,
    _ newKey: () -> String,
    _ moment: Timestamp,
    _ db: Database
  ) throws {
    let old = try Lane.load(row.key, db)
    var lane = old
    switch lane.repeatAction(row, at: moment) {
    case .skipped: skipped += 1
    case .done:
      try lane.save(replacing: old, db)
      change.add(MirrorChange(from: old, to: lane))
    case .makeAgain(let content):
      let none = try Lane.load(newKey(), db)
      var made = none
      for change in content.creation { made.append(change, at: moment) }
      made.entries[0].restores = row.id
      try made.save(replacing: none, db)
      try ActionLog.rename(row.key, to: made.key, db)
      recreated[row.key] = made.key
      change.add(MirrorChange(from: none, to: made))
    }
  }
}
