internal import GRDB

/// The database file and its companions: made private, set up once, set aside when damaged.
struct StoreFile {
  let path: String

  init(_ path: String) { self.path = path }

  private var damageMark: PosixPath { PosixPath(path + ".damaged") }

  /// Notes that the database was found damaged while in use.
  func markDamaged() { try? damageMark.makeFile() }

  /// Opens the database; makes it, migrates it or sets it aside first when that is needed.
  func open() throws(StoreError) -> (connection: StoreConnection, recovered: String?) {
    for name in [path, path + "-wal", path + "-shm"] { try PosixPath(name).makePrivate() }
    if PosixPath(path).exists, !damageMark.exists, let connection = try openReady() {
      return (connection, nil)
    }
    return try setUp()
  }

  /// Opens a database of the present version; nil when something is to be done first.
  private func openReady() throws(StoreError) -> StoreConnection? {
    do {
      let connection = try StoreConnection(file: path)
      let version = try connection.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
      if version > Schema.version { throw StoreError.newer(path: path, version: version) }
      guard version == Schema.version else { return nil }
      // Damage that the first query would meet is found now, when the file can still be set aside.
      _ = try connection.read { try Row.fetchOne($0, sql: "SELECT * FROM mirror") }
      return connection
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
    if file.exists, damageMark.exists {
      recovered = try setAside()
    }
    try file.makeFile()
    do {
      try migrate()
    } catch {
      guard (error as? DatabaseError)?.saysDamaged == true else { throw openingFailure(error) }
      recovered = try setAside()
      try file.makeFile()
      do { try migrate() } catch { throw openingFailure(error) }
    }
    do {
      return (try StoreConnection(file: path), recovered)
    } catch {
      throw openingFailure(error)
    }
  }

  private func migrate() throws {
    let database = try DatabaseQueue(path: path, configuration: StoreConnection.configuration())
    try database.inDatabase { db in
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      if version > Schema.version { throw StoreError.newer(path: path, version: version) }
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.inTransaction(.immediate) {
        try Schema.migrate(db)
        return .commit
      }
    }
  }

  /// Gives the damaged files another name, so that nothing in them is lost.
  private func setAside() throws(StoreError) -> String {
    var number = 1
    while PosixPath("\(path).corrupt-\(number)").exists { number += 1 }
    let name = "\(path).corrupt-\(number)"
    for suffix in ["", "-wal", "-shm"] { try PosixPath(path + suffix).rename(to: name + suffix) }
    damageMark.remove()
    return "The local copy of the tasks was damaged. It was set aside as \(name), with changes not "
      + "yet sent, and a new one is filled from the server."
  }

  private func openingFailure(_ error: any Error) -> StoreError {
    if let error = error as? DatabaseError, error.resultCode == .SQLITE_CANTOPEN {
      return .cannotOpen(path: path, errno: PosixPath(path).accessError)
    }
    return StoreError(error, file: path)
  }
}
