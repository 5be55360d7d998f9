internal import GRDB

/// The database file and its companions: made private, set up once, set aside when damaged.
struct StoreFile {
  let path: String

  init(_ path: String) { self.path = path }

  var damageMark: PosixPath { PosixPath(path + ".damaged") }

  /// Notes that the database was found damaged while in use.
  func markDamaged() { try? damageMark.makeFile() }

  /// Opens the database; makes it, migrates it or sets it aside first when that is needed.
  func open() throws(StoreError) -> (connection: StoreConnection, recovered: String?) {
    for name in [path, path + "-wal", path + "-shm"] { try PosixPath(name).makePrivate() }
    try lookAtLog()
    if PosixPath(path).exists, !damageMark.exists, let connection = try openReady() {
      return (connection, nil)
    }
    return try setUp()
  }

  /// A write-ahead log beside an empty file, or without its index, was not left by SQLite: before
  /// anything writes it into the database, it is looked at.
  private func lookAtLog() throws(StoreError) {
    guard PosixPath(path + "-wal").size > 0, PosixPath(path).exists, !damageMark.exists else {
      return
    }
    if PosixPath(path).size == 0 {
      markDamaged()
    } else if !PosixPath(path + "-shm").exists, try DamagedDatabase(path).isLogForeign() {
      markDamaged()
    }
  }

  /// Opens a database of the present version; nil when something is to be done first.
  private func openReady() throws(StoreError) -> StoreConnection? {
    do {
      let connection = try StoreConnection(file: path)
      let version = try connection.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
      if version > Schema.version { throw StoreError.newer(path: path, version: version) }
      guard version == Schema.version else { return nil }
      // Damage that the first query would meet is found now, when the file can still be set aside.
      let mirror = try connection.read { try Row.fetchOne($0, sql: "SELECT * FROM mirror") }
      if mirror != nil { return connection }
      markDamaged()
      return nil
    } catch let error as StoreError {
      if damageMark.exists { return nil }
      throw error
    } catch {
      if (error as? DatabaseError)?.saysDamaged == true { return nil }
      throw openingFailure(error)
    }
  }

  /// Makes, migrates or replaces the database while no other process does.
  private func setUp() throws(StoreError) -> (connection: StoreConnection, recovered: String?) {
    try PosixPath(path).parent.makeDirectory()
    let lock = try FileLock.blocking(path + ".setup-lock")
    let opened = try setUpLocked()
    lock.release()
    return opened
  }

  private func setUpLocked() throws(StoreError) -> (
    connection: StoreConnection, recovered: String?
  ) {
    let file = PosixPath(path)
    var recovered: String?
    if file.exists, !damageMark.exists {
      // Another process may have set it up while this one waited for the lock.
      if let connection = try openReady() { return (connection, nil) }
    }
    if damageMark.exists { recovered = try rebuild() }
    try file.makeFile()
    do {
      try migrate(path) { _ in }
    } catch {
      guard (error as? DatabaseError)?.saysDamaged == true else { throw openingFailure(error) }
      recovered = try rebuild()
    }
    do {
      return (try StoreConnection(file: path), recovered)
    } catch {
      throw openingFailure(error)
    }
  }

  /// Makes a database of the present version, and does in the same transaction what else belongs to
  /// that.
  func migrate(_ path: String, _ body: (Database) throws -> Void) throws {
    let database = try DatabaseQueue(path: path, configuration: StoreConnection.configuration())
    try database.inDatabase { db in
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      if version > Schema.version { throw StoreError.newer(path: path, version: version) }
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.inTransaction(.immediate) {
        try Schema.migrate(db)
        try body(db)
        return .commit
      }
    }
    try database.close()
  }

  func openingFailure(_ error: any Error) -> StoreError {
    if let error = error as? StoreError { return error }
    if let error = error as? DatabaseError, error.resultCode == .SQLITE_CANTOPEN {
      return .cannotOpen(path: path, errno: PosixPath(path).accessError)
    }
    return StoreError(error, file: path)
  }
}
