internal import GRDB
internal import Synchronization

/// Two SQLite connections to one file: one writes, one reads meanwhile; both speak ``StoreError``.
///
/// A pool is not used because opening one always writes when the WAL is empty, and a command that
/// only lists should write nothing.
final class StoreConnection: Sendable {
  let file: String
  private let reader: DatabaseQueue
  /// Opened by the first write: a run that only reads, and the first frame, need none.
  private let writing: Mutex<DatabaseQueue?>
  /// Which file the name meant at opening; another process may set it aside, or wipe it.
  private let identity: UInt64?
  /// Writes of this object, to be told from those of others.
  private let ownWrites = Mutex<Int64>(0)

  /// Opens a file that exists and is set up.
  ///
  /// - Parameter file: the database.
  /// - Throws: GRDB's `DatabaseError`.
  init(file: String) throws {
    self.file = file
    identity = PosixPath(file).identity
    var configuration = Self.configuration()
    // Pages are read once and are stale after the next write, so few are worth their memory.
    configuration.prepareDatabase {
      try $0.execute(sql: "PRAGMA query_only = 1; PRAGMA cache_size = -256")
    }
    reader = try DatabaseQueue(path: file, configuration: configuration)
    writing = Mutex(nil)
  }

  /// An empty database that one connection has in memory, set up.
  static func inMemory() throws(StoreError) -> StoreConnection {
    do {
      let queue = try DatabaseQueue(configuration: configuration())
      try queue.write { try Schema.migrate($0) }
      return StoreConnection(both: queue)
    } catch {
      throw StoreError(error, file: "memory")
    }
  }

  private init(both queue: DatabaseQueue) {
    file = ""
    identity = nil
    reader = queue
    writing = Mutex(queue)
  }

  static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return configuration
  }

  /// Reads one state of the database.
  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      // GRDB's own `read` sets `query_only` and takes it back, and either makes SQLite compile every
      // cached statement once more.
      return try reader.inDatabase { db in
        try db.cachedStatement(sql: "BEGIN").execute()
        do {
          let value = try body(db)
          try db.cachedStatement(sql: "COMMIT").execute()
          return value
        } catch {
          if db.isInsideTransaction { try db.rollback() }
          throw error
        }
      }
    } catch {
      throw failure(error)
    }
  }

  /// Reads by one statement, which sees one state of the database by itself.
  func readOne<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try reader.inDatabase(body)
    } catch {
      throw failure(error)
    }
  }

  /// Writes in one transaction, durable on return, and counts it for ``foreignWrites()``.
  func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    try writeCountedIf { (try body($0), true) }
  }

  /// Writes in one transaction; `body` also says whether rows changed that other processes show.
  func writeCountedIf<Value>(
    _ body: (Database) throws -> (Value, Bool)
  ) throws(StoreError) -> Value {
    try writeUncounted { db in
      let (value, isCounted) = try body(db)
      guard isCounted else { return value }
      try db.cachedStatement(sql: "UPDATE mirror SET writes = writes + 1").execute()
      self.ownWrites.withLock { $0 += 1 }
      return value
    }
  }

  /// Writes in one transaction something that no other process shows.
  func writeUncounted<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    try checkIdentity()
    do {
      return try writer().write(body)
    } catch {
      throw failure(error)
    }
  }

  /// Differs from an earlier value when another process has written since.
  ///
  /// It may also differ, for a moment, around a write of this process: a reader then reads once too
  /// often.
  ///
  /// - Throws: `.replaced` when the file is not the one that was opened; else what reading throws.
  func foreignWrites() throws(StoreError) -> Int64 {
    try checkIdentity()
    let writes = try readOne { db in
      try Int64.fetchOne(db.cachedStatement(sql: "SELECT writes FROM mirror")) ?? 0
    }
    return writes - ownWrites.withLock { $0 }
  }

  private func checkIdentity() throws(StoreError) {
    if let identity, PosixPath(file).identity != identity { throw .replaced(path: file) }
  }

  private func writer() throws -> DatabaseQueue {
    try writing.withLock { writer in
      if let writer { return writer }
      let opened = try DatabaseQueue(path: file, configuration: Self.configuration())
      writer = opened
      return opened
    }
  }

  private func failure(_ error: any Error) -> StoreError {
    let failure = StoreError(error, file: file)
    if (error as? DatabaseError)?.saysDamaged == true { StoreFile(file).markDamaged() }
    return failure
  }
}

extension StoreError {
  /// What a person can be told of an error of GRDB, or of our own inside a transaction.
  init(_ error: any Error, file: String) {
    if let error = error as? StoreError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      self = .io(path: file, detail: "the database gave an answer of the wrong kind")
      return
    }
    let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    // The index of the log could not be made larger (sqlite.org/rescode.html#ioerr_shmsize).
    case _ where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: self = .diskFull(path: file)
    case .SQLITE_FULL: self = .diskFull(path: file)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: file)
    case _ where error.saysDamaged:
      self = .io(path: file, detail: "\(detail); it is set aside at the next start")
    default: self = .io(path: file, detail: detail)
    }
  }
}

extension DatabaseError {
  /// Whether the file is not, or no longer, a sound database.
  var saysDamaged: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}
