internal import GRDB

/// The `account` row that holds a user's password hash (contract/better-auth 3).
enum CredentialAccount {
  /// The stored hash; nil where the user has none.
  static func passwordHash(userID: String, in database: Database) throws -> String? {
    try String.fetchOne(
      database,
      sql: """
        select "password" from "account" \
        where "userId" = ? and "providerId" = 'credential' and "password" is not null
        """,
      arguments: [userID]
    )
  }

  static func insert(
    id: String,
    userID: String,
    passwordHash: String,
    createdAt: Timestamp,
    in database: Database
  ) throws {
    try database.execute(
      sql: """
        insert into "account" ("id", "accountId", "providerId", "userId", "password", \
        "createdAt", "updatedAt") values (?, ?, 'credential', ?, ?, ?, ?)
        """,
      arguments: [id, userID, userID, passwordHash, createdAt.text, createdAt.text]
    )
  }
}
