internal import GRDB

/// A row of `user`.
struct UserRow: Sendable, Equatable {
  let id: String
  let name: String
  let email: String
  let isEmailVerified: Bool
  let image: String?
  let createdAt: String
  let updatedAt: String

  /// The public object, in the recorded order (contract/better-auth 2.0).
  var members: [JSONMember] {
    [
      JSONMember(name: "name", value: .string(name)),
      JSONMember(name: "email", value: .string(email)),
      JSONMember(name: "emailVerified", value: .bool(isEmailVerified)),
      JSONMember(name: "image", value: JSON(image)),
      JSONMember(name: "createdAt", value: .string(createdAt)),
      JSONMember(name: "updatedAt", value: .string(updatedAt)),
      JSONMember(name: "id", value: .string(id)),
    ]
  }

  var json: JSON { .object(members) }

  private init(_ row: Row) throws {
    id = try row.decode(String.self, forColumn: "id")
    name = try row.decode(String.self, forColumn: "name")
    email = try row.decode(String.self, forColumn: "email")
    isEmailVerified = try row.decode(Bool.self, forColumn: "emailVerified")
    image = try row.decode(String?.self, forColumn: "image")
    createdAt = try row.time("createdAt")
    updatedAt = try row.time("updatedAt")
  }

  init(id: String, name: String, email: String, image: String?, createdAt: Timestamp) {
    self.id = id
    self.name = name
    self.email = email
    self.isEmailVerified = false
    self.image = image
    self.createdAt = createdAt.text
    self.updatedAt = createdAt.text
  }

  static func find(email: String, in database: Database) throws -> UserRow? {
    try Row.fetchOne(database, sql: #"select * from "user" where "email" = ?"#, arguments: [email])
      .map(UserRow.init)
  }

  static func find(id: String, in database: Database) throws -> UserRow? {
    try Row.fetchOne(database, sql: #"select * from "user" where "id" = ?"#, arguments: [id])
      .map(UserRow.init)
  }

  func insert(in database: Database) throws {
    try database.execute(
      sql: """
        insert into "user" ("id", "name", "email", "emailVerified", "image", "createdAt", \
        "updatedAt") values (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [id, name, email, isEmailVerified, image, createdAt, updatedAt]
    )
  }
}
