internal import GRDB
internal import TodoKit

/// The log of what the person did, in the tables; every call is inside a transaction of its caller.
///
/// Steps that were undone are always the newest ones: a new action clears them.
enum ActionLog {
  /// How many steps are kept.
  static let limit = 1000

  private static let rowColumns = """
    action, place, key, fields, \
    before_title, before_description, before_priority, before_due, before_tags, before_completed, \
    after_title, after_description, after_priority, after_due, after_tags, after_completed, id
    """

  /// Adds a step, unless it changed nothing; nothing can be redone then.
  static func append(
    _ words: String,
    _ rows: [ActionRow],
    at moment: Timestamp,
    _ db: Database
  ) throws {
    if rows.isEmpty { return }
    try remove(where: "undone = 1", [], db)
    try db.cachedStatement(
      sql: "INSERT INTO action (words, at, undone, rows) VALUES (?, ?, 0, ?)"
    ).execute(arguments: [words, moment.milliseconds, rows.count])
    let id = db.lastInsertedRowID
    let insertion = try db.cachedStatement(
      sql: """
        INSERT INTO action_row (\(rowColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    )
    for (place, row) in rows.enumerated() {
      let values: [(any DatabaseValueConvertible)?] =
        [id, place, row.key, row.fields.rawValue]
        + columns(row.before, row.fields) + columns(row.after, row.fields) + [row.id]
      try insertion.execute(arguments: StatementArguments(values))
    }
    let oldest = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM action ORDER BY id DESC LIMIT 1 OFFSET ?"),
      arguments: [limit]
    )
    if let oldest { try remove(where: "id <= ?", [oldest], db) }
  }

  /// The step that undoing, or redoing, is about; nil when there is none.
  static func next(
    _ direction: LogDirection,
    _ db: Database
  ) throws -> (id: Int64, words: String)? {
    let sql =
      switch direction {
      case .undo: "SELECT id, words FROM action WHERE undone = 0 ORDER BY id DESC LIMIT 1"
      case .redo: "SELECT id, words FROM action WHERE undone = 1 ORDER BY id LIMIT 1"
      }
    return try Row.fetchOne(db.cachedStatement(sql: sql)).map { ($0[0], $0[1]) }
  }

  /// What a step made of its rows, in its order.
  static func rows(of id: Int64, _ db: Database) throws -> [ActionRow] {
    let statement = try db.cachedStatement(
      sql: "SELECT \(rowColumns) FROM action_row WHERE action = ? ORDER BY place"
    )
    return try Row.fetchAll(statement, arguments: [id]).map { row in
      let fields = FieldSet(rawValue: row[3])
      return ActionRow(
        key: row[2],
        id: row[16],
        fields: fields,
        before: content(row, from: 4, fields),
        after: content(row, from: 10, fields)
      )
    }
  }

  static func setUndone(_ isUndone: Bool, _ id: Int64, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE action SET undone = ? WHERE id = ?")
      .execute(arguments: [isUndone, id])
  }

  /// The server carried out the deletion of a row, whose task it knew by this id.
  static func note(id: String, of key: String, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE action_row SET id = ? WHERE key = ?")
      .execute(arguments: [id, key])
  }

  /// A row that was made again has another key from now on.
  static func rename(_ old: String, to new: String, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE action_row SET key = ? WHERE key = ?")
      .execute(arguments: [new, old])
  }

  /// Takes a row out of the steps behind `id`; those that have no other row go too.
  static func forget(_ key: String, after id: Int64, _ db: Database) throws {
    try db.execute(
      sql: "DELETE FROM action_row WHERE action > ? AND key = ?",
      arguments: [id, key]
    )
    try db.execute(
      sql: """
        UPDATE action SET rows = (SELECT COUNT(*) FROM action_row WHERE action_row.action = action.id)
        WHERE id > ?
        """,
      arguments: [id]
    )
    try remove(where: "rows = 0 AND id > ?", [id], db)
  }

  /// The server confirmed `change` and answered with `base`: where it writes a value in its own way,
  /// the log does from now on, or the value would look like a newer one.
  static func respell(
    _ change: OutboxEntry.Change,
    of key: String,
    as base: Todo,
    _ db: Database
  ) throws {
    let answer = TodoContent(base)
    var sent = answer
    switch change {
    case .create(let new): sent = TodoContent(new, isCompleted: base.isCompleted)
    case .edit(let edits): for edit in edits { sent.apply(edit) }
    case .setCompleted(let isCompleted): sent.isCompleted = isCompleted
    case .delete: return
    }
    let different = FieldSet(differingIn: sent, answer)
    if different.isEmpty { return }
    let old = columns(sent, different)
    let new = columns(answer, different)
    for (index, field) in names.enumerated() where different.contains(field.bit) {
      for side in ["before", "after"] {
        let column = "\(side)_\(field.name)"
        try db.cachedStatement(
          sql: """
            UPDATE action_row SET \(column) = ?
            WHERE key = ? AND fields & ? AND \(column) IS ?
              AND NOT (fields = \(FieldSet.all.rawValue) AND \(side)_title IS NULL)
            """
        ).execute(arguments: [new[index], key, field.bit.rawValue, old[index]])
      }
    }
  }

  private static let names: [(bit: FieldSet, name: String)] = [
    (.title, "title"), (.description, "description"), (.priority, "priority"), (.due, "due"),
    (.tags, "tags"), (.completed, "completed"),
  ]

  private static func remove(
    where condition: String,
    _ arguments: StatementArguments,
    _ db: Database
  ) throws {
    try db.cachedStatement(
      sql: "DELETE FROM action_row WHERE action IN (SELECT id FROM action WHERE \(condition))"
    ).execute(arguments: arguments)
    try db.cachedStatement(sql: "DELETE FROM action WHERE \(condition)")
      .execute(arguments: arguments)
  }

  private static func columns(
    _ content: TodoContent?,
    _ fields: FieldSet
  ) -> [(any DatabaseValueConvertible)?] {
    guard let content else { return Array(repeating: nil, count: names.count) }
    let values: [(any DatabaseValueConvertible)?] = [
      content.title, content.description, content.priority?.rawValue, FieldText.text(content.due),
      FieldText.text(content.tags), content.isCompleted,
    ]
    return zip(names, values).map { fields.contains($0.bit) ? $1 : nil }
  }

  private static func content(_ row: Row, from first: Int, _ fields: FieldSet) -> TodoContent? {
    let title = row[first] as String?
    if fields == .all, title == nil { return nil }
    return TodoContent(
      NewTodo(
        title: title ?? "",
        description: row[first + 1],
        priority: (row[first + 2] as String?).flatMap(Priority.init),
        due: FieldText.due(row[first + 3]),
        tags: FieldText.tags(row[first + 4])
      ),
      isCompleted: row[first + 5] ?? false
    )
  }
}
