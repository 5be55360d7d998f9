internal import GRDB

extension TaskStore {
  /// What changed after a number, by number; what was deleted as tombstones.
  ///
  /// - Parameters:
  ///   - since: The number a client has.
  ///   - limit: How many changes at most; nil for all.
  ///   - user: Whose tasks.
  /// - Returns: The changes, how many there are in all, and the number to ask from next.
  /// - Throws: `Unknown` where some changes after `since` may be forgotten, or where `since` is from
  ///   another history.
  func changes(since: Int64, limit: Int?, for user: VerifiedUser) async throws -> Page {
    let history = ChangeHistory(userID: user.id)
    let read: @Sendable (Database) throws -> Page = { database in
      let span = try history.span(in: database)
      guard span.reaches(back: since) else { throw Unknown(number: span.number) }
      let after = #"where "user_id" = ? and "number" > ?"#
      func rows(_ table: String) throws -> [Row] {
        // SQLite takes -1 for "no limit".
        try Row.fetchAll(
          database,
          sql: #"select * from "\#(table)" \#(after) order by "number" limit ?"#,
          arguments: [user.id, since, limit ?? -1]
        )
      }
      func count(_ table: String) throws -> Int {
        try Int.fetchOne(
          database,
          sql: #"select count(*) from "\#(table)" \#(after)"#,
          arguments: [user.id, since]
        ) ?? 0
      }
      var changes: [(number: Int64, json: JSON)] = []
      for row in try rows("task") {
        let task = try TaskRow(row)
        changes.append((task.number, task.json))
      }
      for row in try rows("task_tombstone") {
        let tombstone = try TaskTombstone(row)
        changes.append((tombstone.number, tombstone.json))
      }
      changes.sort { $0.number < $1.number }
      if let limit { changes.removeLast(max(0, changes.count - limit)) }
      let total = try count("task") + count("task_tombstone")
      return Page(
        body: JSON.array(changes.map(\.json)).encoded,
        total: total,
        number: changes.count < total ? changes.last?.number ?? since : span.number
      )
    }
    return try await lists.run(for: user.id) { try await pool.read(read) }
  }
}
