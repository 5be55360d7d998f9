internal import GRDB

/// A database that cannot be trusted any more, read as far as it goes.
///
/// It is read from copies alone: opening one that is damaged, or has another's write-ahead log, may
/// write to it.
struct DamagedDatabase {
  let path: String
  private var copy: PosixPath { PosixPath(path + ".salvage") }

  init(_ path: String) { self.path = path }

  /// Whether its write-ahead log makes no sound database of it, or belongs to another one.
  ///
  /// - Throws: ``StoreError`` when there is no room for a copy.
  func isLogForeign() throws(StoreError) -> Bool {
    let whole = try read(withLog: true, head: nil)
    guard let whole, whole.isSound else { return true }
    guard let alone = try read(withLog: false, head: nil) else { return false }
    return alone.identity != nil && alone.identity != whole.identity
  }

  /// Reads what can be read, in the way that gives most.
  ///
  /// - Parameter fresh: a new database of the present version, whose first page can stand in for one
  ///   that is lost.
  /// - Returns: what was read.
  /// - Throws: ``StoreError`` when there is no room for a copy.
  func salvage(like fresh: PosixPath) throws(StoreError) -> Salvage {
    let alone = try read(withLog: false, head: nil)
    for head in [nil, try fresh.bytes(100), try fresh.bytes(4096)] {
      var best: Salvage?
      for withLog in [true, false] {
        guard var found = try read(withLog: withLog, head: head) else { continue }
        if withLog, let mine = alone?.identity, found.identity != mine { continue }
        found.isOfAnEarlierTime = !withLog && PosixPath(path + "-wal").size > 0
        if found.isSound { return found }
        if best.map(found.tellsMore) ?? true { best = found }
      }
      if let best { return best }
    }
    return Salvage()
  }

  /// Reads a copy; nil when it cannot be opened at all.
  ///
  /// - Parameters:
  ///   - withLog: whether its write-ahead log counts.
  ///   - head: what the copy begins with instead.
  /// - Returns: what was read.
  /// - Throws: ``StoreError`` when there is no room for a copy.
  private func read(withLog: Bool, head: [UInt8]?) throws(StoreError) -> Salvage? {
    defer { for suffix in ["", "-wal", "-shm"] { PosixPath(copy.path + suffix).remove() } }
    for suffix in ["", "-wal", "-shm"] { PosixPath(copy.path + suffix).remove() }
    try PosixPath(path).copy(to: copy, head: head ?? [])
    if withLog { try PosixPath(path + "-wal").copy(to: PosixPath(copy.path + "-wal"), head: []) }
    var configuration = Configuration()
    // So that SQLite reads on where the file is shorter than its header says, or an entry of the
    // schema makes no sense.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA writable_schema = ON") }
    guard let database = try? DatabaseQueue(path: copy.path, configuration: configuration) else {
      return nil
    }
    let found = try? database.inDatabase { db in
      _ = try Row.fetchAll(db, sql: "SELECT name FROM sqlite_master")
      return Salvage(reading: db)
    }
    try? database.close()
    return found
  }
}

extension Salvage {
  fileprivate func tellsMore(than other: Salvage) -> Bool {
    isWhole == other.isWhole ? entries.count > other.entries.count : isWhole
  }

  /// How many numbers are tried one by one where the outbox cannot be read in a row.
  private static let gapLimit: Int64 = 3000

  fileprivate init(reading db: Database) {
    isSound = (try? String.fetchOne(db, sql: "PRAGMA quick_check(1)")) == "ok"
    isWhole = true
    if let mirror = scan("mirror", db).first {
      server = mirror["server"].flatMap { String.fromDatabaseValue($0) }
      takesIDs = mirror["client_chosen_ids"].flatMap { Bool.fromDatabaseValue($0) }
      identity = mirror["identity"].flatMap { Int64.fromDatabaseValue($0) }
    }
    isWhole = true
    // A page cut in the middle is read without an error, as rows of nothing.
    entries = scan("outbox", db).filter { $0["kind"]?.isNull == false }
    let check = try? String.fetchOne(db, sql: "PRAGMA integrity_check(outbox)")
    let isOutboxWhole = isWhole && check == "ok"
    tasks = scan("task", db)
    actions = scan("action", db)
    for action in actions {
      guard let id = action["id"] else { continue }
      let rows = try? Row.fetchAll(
        db,
        sql: "SELECT * FROM action_row WHERE action = ?",
        arguments: [id]
      )
      actionRows += (rows ?? []).map { Salvage.values($0) }
    }
    isWhole = isOutboxWhole
  }

  /// Every row that can be read from both ends, and of the outbox one by one in between; the server
  /// has the rest.
  private mutating func scan(_ table: String, _ db: Database) -> [Values] {
    var found: [Int64: Values] = [:]
    var low: Int64 = 0
    var high = Int64.max
    let sql = "SELECT rowid AS salvaged_row, * FROM \(table) WHERE rowid"
    do {
      let rows = try Row.fetchCursor(db, sql: sql + " > 0 ORDER BY rowid")
      while let row = try rows.next() { low = Salvage.add(row, to: &found) ?? low }
      return found.sorted { $0.key < $1.key }.map(\.value)
    } catch {
      isWhole = false
    }
    if let rows = try? Row.fetchCursor(
      db,
      sql: sql + " > ? ORDER BY rowid DESC",
      arguments: [low]
    ) {
      while let row = try? rows.next() { high = Salvage.add(row, to: &found) ?? high }
    }
    if table == "outbox", let single = try? db.makeStatement(sql: sql + " = ?") {
      if high == Int64.max { high = low + Salvage.gapLimit }
      for number in max(low + 1, high - Salvage.gapLimit)..<max(low + 1, high) {
        guard let row = try? Row.fetchOne(single, arguments: [number]) else { continue }
        _ = Salvage.add(row, to: &found)
      }
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func add(_ row: Row, to found: inout [Int64: Values]) -> Int64? {
    var values = values(row)
    guard let number = values.removeValue(forKey: "salvaged_row"),
      let number = Int64.fromDatabaseValue(number)
    else { return nil }
    found[number] = values
    return number
  }

  private static func values(_ row: Row) -> Values {
    Values(Array(row), uniquingKeysWith: { first, _ in first })
  }
}
