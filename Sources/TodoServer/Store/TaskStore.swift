internal import Foundation
internal import GRDB

/// The tasks: every method needs a checked user, and every statement names that user.
struct TaskStore: Sendable {
  /// What came of a creation with a chosen id.
  enum Creation: Sendable {
    case created(TaskRow)
    /// The same task was there already: the request was repeated.
    case repeated(TaskRow)
    /// Another task has this id.
    case conflict(TaskRow)
  }

  /// A page of a list.
  struct Page: Sendable {
    /// The JSON array, written where it was read: on the reader's thread, not on the servers'.
    let body: [UInt8]
    /// How many there are without `limit` and `offset`.
    let total: Int
  }

  let pool: DatabasePool
  let lists = TaskLists()

  func list(_ selection: TaskSelection, for user: VerifiedUser) async throws -> Page {
    var conditions = [#""user_id" = ?"#]
    var arguments: StatementArguments = [user.id]
    switch selection.status {
    case .all: break
    case .pending: conditions.append(#""completed" = 0"#)
    case .completed: conditions.append(#""completed" = 1"#)
    }
    if let priority = selection.priority {
      conditions.append(#""priority" = ?"#)
      arguments += [priority.rawValue]
    }
    if let search = selection.search, !search.isEmpty {
      conditions.append(
        """
        (instr(swiftLowercaseString("title"), ?) > 0 \
        or instr(swiftLowercaseString(coalesce("description", '')), ?) > 0)
        """
      )
      arguments += [search.lowercased(), search.lowercased()]
    }
    let filter = #"from "task" where "# + conditions.joined(separator: " and ")
    let order = TaskStore.order(of: selection)
    // SQLite takes -1 for "no limit".
    let pageArguments = arguments + [selection.limit ?? -1, selection.offset]
    let countArguments = arguments
    let read: @Sendable (Database) throws -> Page = { database in
      let rows = try Row.fetchCursor(
        database,
        sql: "select * \(filter) order by \(order) limit ? offset ?",
        arguments: pageArguments
      )
      var tasks: [TaskRow] = []
      while let row = try rows.next() { tasks.append(try TaskRow(row)) }
      let isWhole = selection.limit == nil && selection.offset == 0
      let total =
        isWhole
        ? tasks.count
        : try Int.fetchOne(database, sql: "select count(*) \(filter)", arguments: countArguments)
      return Page(body: JSON.array(tasks.map(\.json)).encoded, total: total ?? tasks.count)
    }
    return try await lists.run(for: user.id) { try await pool.read(read) }
  }

  /// The terms of `order by`: ties are newest first, then by id.
  private static func order(of selection: TaskSelection) -> String {
    let direction =
      switch selection.order {
      case .ascending: "asc"
      case .descending: "desc"
      case nil: selection.sort == .created ? "desc" : "asc"
      }
    return switch selection.sort {
    case .created: #""created_at" \#(direction), "id""#
    case .title:
      #""title" collate swiftCaseInsensitiveCompare \#(direction), "created_at" desc, "id""#
    case .dueDate: #""due_date" is null, "due_date" \#(direction), "created_at" desc, "id""#
    }
  }

  func task(id: String, for user: VerifiedUser) async throws -> TaskRow? {
    try await pool.read { try find(id, user, $0) }
  }

  /// A new task under an id of the server's.
  func create(_ fields: TaskFields, for user: VerifiedUser, now: Timestamp) async throws -> TaskRow
  {
    let row = TaskRow(
      id: UUID().uuidString.lowercased(),
      userID: user.id,
      fields: fields,
      createdAt: now,
      updatedAt: now
    )
    try await pool.write { try insert(row, $0) }
    return row
  }

  /// A new task under an id of the client's, so that a repeated request makes no second one.
  func create(
    id: String,
    _ fields: TaskFields,
    for user: VerifiedUser,
    now: Timestamp
  ) async throws -> Creation {
    try await pool.write { database in
      if let row = try find(id, user, database) {
        return row.fields == fields ? .repeated(row) : .conflict(row)
      }
      let row = TaskRow(id: id, userID: user.id, fields: fields, createdAt: now, updatedAt: now)
      try insert(row, database)
      return .created(row)
    }
  }

  /// Changes a task in one transaction; nil where there is none.
  func update(
    id: String,
    for user: VerifiedUser,
    now: Timestamp,
    _ change: @escaping @Sendable (TaskFields) -> TaskFields
  ) async throws -> TaskRow? {
    try await pool.write { database in
      guard var row = try find(id, user, database) else { return nil }
      let fields = change(row.fields)
      // What changes nothing leaves `updated_at` as it is.
      guard fields != row.fields else { return row }
      row.fields = fields
      // Clocks go back; a later state must still have a later time.
      row.updatedAt = max(now, row.updatedAt.advanced(by: .milliseconds(1)))
      try database.execute(
        sql: """
          update "task" set "title" = ?, "description" = ?, "completed" = ?, "priority" = ?, \
          "due_date" = ?, "tags" = ?, "updated_at" = ? where "user_id" = ? and "id" = ?
          """,
        arguments: [
          fields.title, fields.description, fields.isCompleted, fields.priority?.rawValue,
          fields.dueDate, row.tagsText, row.updatedAt.milliseconds, user.id, id,
        ]
      )
      return row
    }
  }

  /// False where there was no such task.
  func delete(id: String, for user: VerifiedUser) async throws -> Bool {
    try await pool.write { database in
      try database.execute(
        sql: #"delete from "task" where "user_id" = ? and "id" = ?"#,
        arguments: [user.id, id]
      )
      return database.changesCount > 0
    }
  }

  private func find(_ id: String, _ user: VerifiedUser, _ database: Database) throws -> TaskRow? {
    try Row.fetchOne(
      database,
      sql: #"select * from "task" where "user_id" = ? and "id" = ?"#,
      arguments: [user.id, id]
    ).map(TaskRow.init)
  }

  private func insert(_ row: TaskRow, _ database: Database) throws {
    try database.execute(
      sql: """
        insert into "task" ("user_id", "id", "title", "description", "completed", "priority", \
        "due_date", "tags", "created_at", "updated_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        row.userID, row.id, row.fields.title, row.fields.description, row.fields.isCompleted,
        row.fields.priority?.rawValue, row.fields.dueDate, row.tagsText,
        row.createdAt.milliseconds, row.updatedAt.milliseconds,
      ]
    )
  }
}

extension TaskRow {
  fileprivate var tagsText: String {
    String(decoding: JSON.array(fields.tags.map(JSON.string)).encoded, as: UTF8.self)
  }

  fileprivate init(_ row: Row) throws {
    id = try row.decode(String.self, forColumn: "id")
    userID = try row.decode(String.self, forColumn: "user_id")
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
}
