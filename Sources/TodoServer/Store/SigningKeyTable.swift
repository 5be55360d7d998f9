internal import GRDB

/// A row of `jwks`, its private key still sealed (contract/better-auth 3).
struct SigningKeyRow: Sendable, Equatable {
  let id: String
  /// A JWK as JSON.
  let publicKey: String
  let privateKey: String
  let createdAt: String
  let expiresAt: String?

  init(id: String, publicKey: String, privateKey: String, createdAt: Timestamp) {
    self.id = id
    self.publicKey = publicKey
    self.privateKey = privateKey
    self.createdAt = createdAt.text
    self.expiresAt = nil
  }

  private init(_ row: Row) {
    id = row["id"]
    publicKey = row["publicKey"]
    privateKey = row["privateKey"]
    createdAt = row["createdAt"]
    expiresAt = row["expiresAt"]
  }

  /// The key that signs: the newest one.
  static func newest(in database: Database) throws -> SigningKeyRow? {
    try Row.fetchOne(
      database,
      sql: #"select * from "jwks" order by "createdAt" desc, "id" limit 1"#
    ).map(SigningKeyRow.init)
  }

  static func find(id: String, in database: Database) throws -> SigningKeyRow? {
    try Row.fetchOne(database, sql: #"select * from "jwks" where "id" = ?"#, arguments: [id])
      .map(SigningKeyRow.init)
  }

  static func all(in database: Database) throws -> [SigningKeyRow] {
    try Row.fetchAll(database, sql: #"select * from "jwks" order by "createdAt", "id""#)
      .map(SigningKeyRow.init)
  }

  func insert(in database: Database) throws {
    try database.execute(
      sql: """
        insert into "jwks" ("id", "publicKey", "privateKey", "createdAt", "expiresAt") \
        values (?, ?, ?, ?, ?)
        """,
      arguments: [id, publicKey, privateKey, createdAt, expiresAt]
    )
  }

  /// True when the key may sign no more; a date nobody can read counts as past.
  func isExpired(at now: Timestamp) -> Bool {
    expiresAt.map { Timestamp($0).map { $0 <= now } ?? true } ?? false
  }

  /// Better Auth lists a key for 30 days after its end (contract/better-auth 2.5).
  func isListed(at now: Timestamp) -> Bool {
    guard let expiresAt else { return true }
    return Timestamp(expiresAt).map { $0.advanced(by: .seconds(2_592_000)) > now } ?? false
  }
}
