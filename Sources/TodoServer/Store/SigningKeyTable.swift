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

  private init(_ row: Row) throws {
    id = try row.decode(String.self, forColumn: "id")
    publicKey = try row.decode(String.self, forColumn: "publicKey")
    privateKey = try row.decode(String.self, forColumn: "privateKey")
    createdAt = try row.time("createdAt")
    expiresAt = row["expiresAt"] == nil ? nil : try row.time("expiresAt")
  }

  /// The key that signs: the newest one.
  static func newest(in database: Database) throws -> SigningKeyRow? {
    let rows = try all(in: database)
    return rows.last.flatMap { last in rows.first { $0.createdAt == last.createdAt } }
  }

  static func find(id: String, in database: Database) throws -> SigningKeyRow? {
    try Row.fetchOne(database, sql: #"select * from "jwks" where "id" = ?"#, arguments: [id])
      .map(SigningKeyRow.init).flatMap { $0.x == nil ? nil : $0 }
  }

  /// The keys of the one algorithm there is here; a shared table may hold others.
  static func all(in database: Database) throws -> [SigningKeyRow] {
    try Row.fetchAll(database, sql: #"select * from "jwks" order by "createdAt", "id""#)
      .map(SigningKeyRow.init).filter { $0.x != nil }
  }

  /// The public key in base64url; nil where the row is for another algorithm than Ed25519.
  var x: String? {
    guard let jwk = try? JSONParser.parse(Array(publicKey.utf8)), jwk["kty"] == "OKP",
      jwk["crv"] == "Ed25519"
    else { return nil }
    return jwk["x"]?.string
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
