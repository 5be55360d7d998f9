internal import GRDB
internal import TodoKit

/// Lanes in and out of the tables.
extension Lane {
  private static let taskColumns = """
    key, id, title, description, completed, created, updated, priority, due, tags
    """
  private static let baseColumns = taskColumns + ", etag, extra"
  /// The same to be read: an id that is the row's key is not read a second time.
  private static let readTaskColumns = """
    key, nullif(id, key), title, description, completed, created, updated, priority, due, tags
    """
  private static let readBaseColumns = readTaskColumns + ", etag, extra"
  private static let entryColumns = """
    sequence, key, kind, title, description, completed, state, sentence, asked, attempted, unanswered, \
    in_doubt, with_id, looks, task_gone, fields, priority, due, tags, seen, stale, restores
    """

  /// The lane of one row; empty when there is no such row.
  static func load(_ key: String, _ db: Database) throws -> Lane {
    let bases = try db.cachedStatement(
      sql: "SELECT \(readBaseColumns) FROM task WHERE key = ?"
    )
    let base = try Row.fetchOne(bases, arguments: [key]).map(base)
    let entries = try db.cachedStatement(
      sql: "SELECT \(entryColumns) FROM outbox WHERE key = ? ORDER BY sequence"
    )
    return Lane(
      key: key,
      base: base,
      entries: try Row.fetchAll(entries, arguments: [key]).map(entry)
    )
  }

  /// The key of the row of the server's task with this id; nil when there is none.
  static func key(ofID id: String, _ db: Database) throws -> String? {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT key FROM task WHERE id = ? ORDER BY key LIMIT 1"),
      arguments: [id]
    )
  }

  /// The key of the row whose creation is to bring back the server's task with this id.
  static func key(restoring id: String, _ db: Database) throws -> String? {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT key FROM outbox WHERE restores = ? LIMIT 1"),
      arguments: [id]
    )
  }

  /// Every version the server gave, by its key.
  static func allBases(_ db: Database) throws -> [String: SeenTodo] {
    let statement = try db.cachedStatement(sql: "SELECT \(readBaseColumns) FROM task")
    var bases: [String: SeenTodo] = [:]
    let rows = try Row.fetchCursor(statement)
    while let row = try rows.next() { bases[row[0]] = base(row) }
    return bases
  }

  /// How many tasks the server was seen to have; SQLite counts them by pages.
  static func countTasks(_ db: Database) throws -> Int {
    try Int.fetchOne(db.cachedStatement(sql: "SELECT count(*) FROM task")) ?? 0
  }

  /// Calls `body` with each task as the server has it, and its key.
  static func forEachTask(_ db: Database, _ body: (String, Todo) -> Void) throws {
    let statement = try db.cachedStatement(sql: "SELECT \(readTaskColumns) FROM task")
    let rows = try Row.fetchCursor(statement)
    while let row = try rows.next() {
      let key: String = row[0]
      body(key, todo(row, key: key))
    }
  }

  /// Calls `body` with so many tasks in front of a place in the order of creation, that at it, and so
  /// many behind it; those with unsent changes are left out.
  static func forEachTask(
    _ db: Database,
    near place: TodoPlace,
    isCompleted: Bool,
    reach: Int,
    _ body: (String, Todo) -> Void
  ) throws {
    let unchanged = "completed = ?1 AND key NOT IN (SELECT key FROM outbox)"
    let parts = [
      "created >= ?2 AND (created > ?2 OR key <= ?3) ORDER BY created, key DESC",
      "created <= ?2 AND (created < ?2 OR key > ?3) ORDER BY created DESC, key",
    ]
    for part in parts {
      let statement = try db.cachedStatement(
        sql: "SELECT \(readTaskColumns) FROM task WHERE \(unchanged) AND \(part) LIMIT ?4"
      )
      let rows = try Row.fetchCursor(
        statement,
        arguments: [isCompleted, place.created, place.key, reach]
      )
      while let row = try rows.next() {
        let key: String = row[0]
        body(key, todo(row, key: key))
      }
    }
  }

  /// Every entry, in order.
  static func allEntries(_ db: Database) throws -> [OutboxEntry] {
    let statement = try db.cachedStatement(
      sql: "SELECT \(entryColumns) FROM outbox ORDER BY sequence"
    )
    return try Row.fetchAll(statement).map(entry)
  }

  /// Writes what differs from `old`.
  func save(replacing old: Lane, _ db: Database) throws {
    if base != old.base {
      if let base {
        let todo = base.todo
        try db.cachedStatement(
          sql: """
            INSERT OR REPLACE INTO task (\(Lane.baseColumns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).execute(arguments: [
          key, todo.id, todo.title, todo.description, todo.isCompleted,
          todo.createdAt.milliseconds, todo.updatedAt.milliseconds, todo.priority?.rawValue,
          FieldText.text(todo.due), FieldText.text(todo.tags), base.etag, base.extra,
        ])
      } else {
        try db.cachedStatement(sql: "DELETE FROM task WHERE key = ?").execute(arguments: [key])
      }
    }
    if entries == old.entries { return }
    let kept = Set(entries.map(\.sequence))
    for entry in old.entries where !kept.contains(entry.sequence) {
      try db.cachedStatement(sql: "DELETE FROM outbox WHERE sequence = ?")
        .execute(arguments: [entry.sequence])
    }
    for entry in entries where !old.entries.contains(entry) { try Lane.write(entry, db) }
  }

  private static func write(_ entry: OutboxEntry, _ db: Database) throws {
    let columns = EntryColumns(entry)
    try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO outbox (\(entryColumns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      entry.sequence == 0 ? nil : entry.sequence, entry.key, columns.kind, columns.new.title,
      columns.new.description, columns.isCompleted, columns.state, columns.sentence,
      entry.askedAt.milliseconds, entry.attemptedAt?.milliseconds, entry.unanswered,
      entry.isInDoubt, entry.isSentWithID, entry.looks, entry.isTaskGone,
      columns.fields, columns.new.priority?.rawValue, FieldText.text(columns.new.due),
      FieldText.text(columns.new.tags), SeenText.text(entry.seen), entry.isStale,
      entry.restores,
    ])
  }

  private static func base(_ row: Row) -> SeenTodo {
    SeenTodo(todo: todo(row, key: row[0]), etag: row[10], extra: row[11])
  }

  private static func todo(_ row: Row, key: String) -> Todo {
    Todo(
      id: row[1] ?? key,
      title: row[2],
      description: row[3],
      isCompleted: row[4],
      priority: (row[7] as String?).flatMap(Priority.init),
      due: FieldText.due(row[8]),
      tags: FieldText.tags(row[9]),
      createdAt: Timestamp(milliseconds: row[5]),
      updatedAt: Timestamp(milliseconds: row[6])
    )
  }

  private static func entry(_ row: Row) -> OutboxEntry {
    let columns = EntryColumns(
      kind: row[2],
      new: NewTodo(
        title: row[3] ?? "",
        description: row[4],
        priority: (row[16] as String?).flatMap(Priority.init),
        due: FieldText.due(row[17]),
        tags: FieldText.tags(row[18])
      ),
      fields: row[15],
      isCompleted: row[5],
      state: row[6],
      sentence: row[7]
    )
    var entry = OutboxEntry(
      sequence: row[0],
      key: row[1],
      change: columns.change,
      askedAt: Timestamp(milliseconds: row[8])
    )
    entry.state = columns.entryState
    entry.attemptedAt = (row[9] as Int64?).map(Timestamp.init(milliseconds:))
    entry.unanswered = row[10]
    entry.isInDoubt = row[11]
    entry.isSentWithID = row[12]
    entry.looks = row[13]
    entry.isTaskGone = row[14]
    entry.seen = SeenText.edits(row[19])
    entry.isStale = row[20]
    entry.restores = row[21]
    return entry
  }
}
