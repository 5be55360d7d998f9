internal import GRDB
internal import TodoKit

/// What could be read of a damaged database.
struct Salvage {
  /// One row of a table by the names of its columns.
  typealias Values = [String: DatabaseValue]

  /// Whose tasks they are; without it unsent changes might reach another server.
  var server: String?
  var takesIDs: Bool?
  /// Which database it is.
  var identity: Int64?
  var tasks: [Values] = []
  var entries: [Values] = []
  var actions: [Values] = []
  var actionRows: [Values] = []
  /// Whether the database as a whole is sound.
  var isSound = false
  /// Whether every row of the outbox could be read.
  var isWhole = false
  /// Whether what was written last is missing, so that a change found here may have been sent.
  var isOfAnEarlierTime = false

  /// Takes it over into a new database.
  ///
  /// - Returns: the unsent changes that make no sense there.
  /// - Throws: GRDB's `DatabaseError` when the disk is full or broken.
  func insert(into db: Database) throws -> [Values] {
    guard let server else { return entries }
    try db.execute(
      sql: "UPDATE mirror SET server = ?, client_chosen_ids = ?",
      arguments: [server, takesIDs]
    )
    for task in tasks { _ = try Salvage.insert(task, into: "task", db) }
    var left: [Values] = []
    for entry in entries {
      let isTaken = try Salvage.isChange(entry) && Salvage.insert(entry, into: "outbox", db)
      if !isTaken { left.append(entry) }
    }
    if isOfAnEarlierTime {
      // As after a lost answer: looked for, or sent under its id, before another one is made.
      try db.execute(
        sql: """
          UPDATE outbox SET state = 'unknown', in_doubt = 1, attempted = coalesce(attempted, asked),
            with_id = max(with_id, ?)
          WHERE kind = 'create' AND state = 'queued'
          """,
        arguments: [takesIDs ?? false]
      )
    }
    let rows = Dictionary(grouping: actionRows) { $0["action"] ?? .null }
    for action in actions {
      let rows = rows[action["id"] ?? .null] ?? []
      // A step in part would be undone in part.
      guard action["rows"].flatMap({ Int.fromDatabaseValue($0) }) == rows.count,
        try Salvage.insert(action, into: "action", db)
      else { continue }
      for row in rows { _ = try Salvage.insert(row, into: "action_row", db) }
    }
    return left
  }

  private static func isChange(_ entry: Values) -> Bool {
    let kind = entry["kind"].flatMap { String.fromDatabaseValue($0) }
    let key = entry["key"].flatMap { String.fromDatabaseValue($0) }
    return ["create", "edit", "completed", "delete"].contains(kind) && key?.isEmpty == false
  }

  /// Inserts a row; false when the table does not take it, whose columns are strict.
  private static func insert(_ row: Values, into table: String, _ db: Database) throws -> Bool {
    let known = Set(try db.columns(in: table).map(\.name))
    let columns = row.keys.filter(known.contains).sorted()
    let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    do {
      try db.cachedStatement(
        sql: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))"
      ).execute(arguments: StatementArguments(columns.map { row[$0] ?? .null }))
      return true
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      return false
    }
  }
}

/// Unsent changes as lines of JSON, for a person to read.
enum UnsentLines {
  static func text(_ entries: [Salvage.Values]) -> String {
    entries.map { "{" + members($0).joined(separator: ",") + "}\n" }.joined()
  }

  private static func members(_ entry: Salvage.Values) -> [String] {
    entry.sorted { $0.key < $1.key }.compactMap { name, value in
      let text: String
      switch value.storage {
      case .null: return nil
      case .int64(let number) where ["asked", "attempted"].contains(name):
        text = quoted(Timestamp(milliseconds: number).iso8601)
      case .int64(let number): text = String(number)
      case .double(let number): text = quoted(String(number))
      case .string(let string): text = quoted(string)
      case .blob(let data): text = quoted(String(decoding: data, as: UTF8.self))
      }
      return quoted(name) + ":" + text
    }
  }

  /// A JSON string; what a terminal may act on is escaped too.
  private static func quoted(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\u{20}"..."\u{7E}", "\u{A0}"..."\u{61B}", "\u{2070}"..."\u{D7FF}":
        json.unicodeScalars.append(scalar)
      default:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return json + "\""
  }
}
