internal import GRDB

extension TaskRow {
  init(_ row: Row) throws {
    id = try row.decode(String.self, forColumn: "id")
    userID = try row.decode(String.self, forColumn: "user_id")
    number = try row.decode(forColumn: "number")
    createdAt = Timestamp(milliseconds: try row.decode(forColumn: "created_at"))
    updatedAt = Timestamp(milliseconds: try row.decode(forColumn: "updated_at"))
    let tags = try row.decode(String.self, forColumn: "tags")
    var names: [String] = []
    // Most tasks have none, and a long list is read often.
    if tags != "[]", case .array(let values) = try JSONParser.parse(Array(tags.utf8)) {
      names = values.compactMap(\.string)
    }
    fields = TaskFields(
      title: try row.decode(forColumn: "title"),
      description: try row.decode(forColumn: "description"),
      isCompleted: try row.decode(forColumn: "completed"),
      priority: try row.decode(String?.self, forColumn: "priority").flatMap(TaskPriority.named),
      dueDate: try row.decode(forColumn: "due_date"),
      tags: names
    )
  }

  static func find(_ id: String, _ user: VerifiedUser, _ database: Database) throws -> TaskRow? {
    try Row.fetchOne(
      database,
      sql: #"select * from "task" where "user_id" = ? and "id" = ?"#,
      arguments: [user.id, id]
    ).map(TaskRow.init)
  }

  private var tagsText: String {
    String(decoding: JSON.array(fields.tags.map(JSON.string)).encoded, as: UTF8.self)
  }

  func insert(in database: Database) throws {
    try database.execute(
      sql: """
        insert into "task" ("user_id", "id", "title", "description", "completed", "priority", \
        "due_date", "tags", "created_at", "updated_at", "number") \
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        userID, id, fields.title, fields.description, fields.isCompleted,
        fields.priority?.rawValue, fields.dueDate, tagsText, createdAt.milliseconds,
        updatedAt.milliseconds, number,
      ]
    )
  }

  func update(in database: Database) throws {
    try database.execute(
      sql: """
        update "task" set "title" = ?, "description" = ?, "completed" = ?, "priority" = ?, \
        "due_date" = ?, "tags" = ?, "updated_at" = ?, "number" = ? \
        where "user_id" = ? and "id" = ?
        """,
      arguments: [
        fields.title, fields.description, fields.isCompleted, fields.priority?.rawValue,
        fields.dueDate, tagsText, updatedAt.milliseconds, number, userID, id,
      ]
    )
  }
}

extension TaskTombstone {
  init(_ row: Row) throws {
    id = try row.decode(String.self, forColumn: "id")
    userID = try row.decode(String.self, forColumn: "user_id")
    number = try row.decode(forColumn: "number")
    createdAt = Timestamp(milliseconds: try row.decode(forColumn: "created_at"))
    deletedAt = Timestamp(milliseconds: try row.decode(forColumn: "deleted_at"))
  }

  static func find(
    _ id: String,
    _ user: VerifiedUser,
    _ database: Database
  ) throws -> TaskTombstone? {
    try Row.fetchOne(
      database,
      sql: #"select * from "task_tombstone" where "user_id" = ? and "id" = ?"#,
      arguments: [user.id, id]
    ).map(TaskTombstone.init)
  }

  /// Takes the task's place.
  func replaceTask(in database: Database) throws {
    try database.execute(
      sql: #"delete from "task" where "user_id" = ? and "id" = ?"#,
      arguments: [userID, id]
    )
    try database.execute(
      sql: """
        insert into "task_tombstone" ("user_id", "id", "number", "created_at", "deleted_at") \
        values (?, ?, ?, ?, ?)
        """,
      arguments: [userID, id, number, createdAt.milliseconds, deletedAt.milliseconds]
    )
  }

  func remove(in database: Database) throws {
    try database.execute(
      sql: #"delete from "task_tombstone" where "user_id" = ? and "id" = ?"#,
      arguments: [userID, id]
    )
  }
}
