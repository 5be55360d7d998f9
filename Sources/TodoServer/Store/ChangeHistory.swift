internal import GRDB

/// The numbers of one user's changes: each write takes the next one in its own transaction.
///
/// They begin somewhere, and go on somewhere else in a database that was restored from a copy, so
/// that a number of a history that is lost is hardly ever taken for one of this.
struct ChangeHistory: Sendable {
  /// How long what is deleted is remembered.
  static let memory = Duration.seconds(90 * 86_400)

  /// How far apart two histories may begin: sums of some thousands are exact in every JSON reader.
  private static let spread: Int64 = 1 << 40
  /// More changes than are made after a backup and lost with the database.
  private static let leastJump: Int64 = 1 << 24

  let userID: String

  /// From where on changes are known, and up to where.
  struct Span: Sendable {
    /// The number of the last change; 0 before the first.
    let number: Int64
    /// What was deleted up to this number may be forgotten.
    let horizon: Int64

    /// Whether all changes after a number are known; after 0 there is everything.
    func reaches(back since: Int64) -> Bool {
      since == 0 || (horizon...number).contains(since)
    }
  }

  /// Takes the next number.
  func next(in database: Database) throws -> Int64 {
    let start = Int64.random(in: 1...ChangeHistory.spread)
    let number = try Int64.fetchOne(
      database,
      sql: """
        insert into "task_counter" ("user_id", "number", "horizon") values (?, ? + 1, ?) \
        on conflict ("user_id") do update set "number" = "number" + 1 returning "number"
        """,
      arguments: [userID, start, start]
    )
    guard let number else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
    return number
  }

  func span(in database: Database) throws -> Span {
    let row = try Row.fetchOne(
      database,
      sql: #"select "number", "horizon" from "task_counter" where "user_id" = ?"#,
      arguments: [userID]
    )
    return Span(
      number: try row?.decode(forColumn: "number") ?? 0,
      horizon: try row?.decode(forColumn: "horizon") ?? 0
    )
  }

  /// Forgets what this user deleted long ago.
  func forget(at now: Timestamp, in database: Database) throws {
    let limit = now.advanced(by: .zero - ChangeHistory.memory).milliseconds
    let last = try Int64.fetchOne(
      database,
      sql: """
        select max("number") from "task_tombstone" where "user_id" = ? and "deleted_at" < ?
        """,
      arguments: [userID, limit]
    )
    guard let last else { return }
    try database.execute(
      sql: """
        update "task_counter" set "horizon" = max("horizon", ?) where "user_id" = ?
        """,
      arguments: [last, userID]
    )
    try database.execute(
      sql: #"delete from "task_tombstone" where "user_id" = ? and "deleted_at" < ?"#,
      arguments: [userID, limit]
    )
  }

  /// What a server does when it starts: the histories of a copy go on elsewhere, and what was
  /// deleted long ago is forgotten.
  static func resume(at now: Timestamp, in database: Database) throws {
    try database.execute(
      sql: """
        update "task_counter" set "number" = "number" + \(leastJump) + abs(random() % \(spread)) \
        where "is_copy";
        update "task_counter" set "horizon" = "number", "is_copy" = 0 where "is_copy"
        """
    )
    let users = try String.fetchAll(
      database,
      sql: #"select distinct "user_id" from "task_tombstone""#
    )
    for user in users { try ChangeHistory(userID: user).forget(at: now, in: database) }
  }

  /// Marks the histories of a database as those of a copy.
  static func markCopy(in database: Database) throws {
    guard try database.tableExists("task_counter") else { return }
    try database.execute(sql: #"update "task_counter" set "is_copy" = 1"#)
  }
}
