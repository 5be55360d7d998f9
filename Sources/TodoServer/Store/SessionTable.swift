internal import GRDB

/// A row of `session`.
struct SessionRow: Sendable, Equatable {
  let id: String
  let token: String
  let userID: String
  let createdAt: String
  var expiresAt: Timestamp
  var updatedAt: String
  let ipAddress: String?
  let userAgent: String?

  /// The public object, in the recorded order (contract/better-auth 2.0).
  var json: JSON {
    [
      "expiresAt": .string(expiresAt.text),
      "token": .string(token),
      "createdAt": .string(createdAt),
      "updatedAt": .string(updatedAt),
      "ipAddress": JSON(ipAddress),
      "userAgent": JSON(userAgent),
      "userId": .string(userID),
      "id": .string(id),
    ]
  }

  init(
    id: String,
    token: String,
    userID: String,
    createdAt: Timestamp,
    expiresAt: Timestamp,
    ipAddress: String,
    userAgent: String
  ) {
    self.id = id
    self.token = token
    self.userID = userID
    self.createdAt = createdAt.text
    self.expiresAt = expiresAt
    self.updatedAt = createdAt.text
    self.ipAddress = ipAddress
    self.userAgent = userAgent
  }

  private init(_ row: Row) throws {
    id = try row.decode(String.self, forColumn: "id")
    token = try row.decode(String.self, forColumn: "token")
    userID = try row.decode(String.self, forColumn: "userId")
    createdAt = try row.time("createdAt")
    // A date nobody can read counts as long past.
    expiresAt = Timestamp(try row.time("expiresAt")) ?? Timestamp(milliseconds: 0)
    updatedAt = try row.time("updatedAt")
    ipAddress = try row.decode(String?.self, forColumn: "ipAddress")
    userAgent = try row.decode(String?.self, forColumn: "userAgent")
  }

  static func find(token: String, in database: Database) throws -> SessionRow? {
    try Row.fetchOne(
      database,
      sql: #"select * from "session" where "token" = ?"#,
      arguments: [token]
    ).map(SessionRow.init)
  }

  /// Removes what has run out; a date that is no text is left alone.
  static func deleteExpired(userID: String, at now: Timestamp, in database: Database) throws {
    try database.execute(
      sql: """
        delete from "session" where "userId" = ? and typeof("expiresAt") = 'text' \
        and "expiresAt" < ?
        """,
      arguments: [userID, now.text]
    )
  }

  func insert(in database: Database) throws {
    try database.execute(
      sql: """
        insert into "session" ("id", "expiresAt", "token", "createdAt", "updatedAt", \
        "ipAddress", "userAgent", "userId") values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id, expiresAt.text, token, createdAt, updatedAt, ipAddress, userAgent, userID,
      ]
    )
  }

  /// False when the row is gone.
  func extend(in database: Database) throws -> Bool {
    try database.execute(
      sql: #"update "session" set "expiresAt" = ?, "updatedAt" = ? where "id" = ?"#,
      arguments: [expiresAt.text, updatedAt, id]
    )
    return database.changesCount > 0
  }

  /// Ends every session of a user; returns how many there were.
  static func deleteAll(userID: String, in database: Database) throws -> Int {
    try database.execute(sql: #"delete from "session" where "userId" = ?"#, arguments: [userID])
    return database.changesCount
  }

  static func delete(token: String, in database: Database) throws {
    try database.execute(sql: #"delete from "session" where "token" = ?"#, arguments: [token])
  }
}
