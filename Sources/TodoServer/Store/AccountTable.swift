internal import Foundation
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

  /// False where the user has no such row.
  static func setPasswordHash(
    _ passwordHash: String,
    userID: String,
    at now: Timestamp,
    in database: Database
  ) throws -> Bool {
    try database.execute(
      sql: """
        update "account" set "password" = ?, "updatedAt" = ? \
        where "userId" = ? and "providerId" = 'credential'
        """,
      arguments: [passwordHash, now.text, userID]
    )
    return database.changesCount > 0
  }

  static func insert(
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
      arguments: [
        UUID().uuidString.lowercased(), userID, userID, passwordHash, createdAt.text,
        createdAt.text,
      ]
    )
  }
}
