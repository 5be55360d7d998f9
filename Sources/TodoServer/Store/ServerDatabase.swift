internal import GRDB

internal import Foundation

/// The SQLite file: write-ahead log, `synchronous = FULL`, readable by its owner alone.
package struct ServerDatabase: Sendable {
  let pool: DatabasePool

  /// Opens the file, creates it where it is missing, and brings its tables up to date.
  ///
  /// - Parameter path: The SQLite file.
  /// - Throws: `databaseCannotBeCreated` or `databaseUnreadable`.
  package init(path: String) throws(ServerError) {
    try ServerDatabase.prepareFile(path)
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      // More than `TaskLists` lets run, so that long lists leave readers for the rest.
      configuration.maximumReaderCount = 2 * TaskLists.mostAtOnce
      configuration.prepareDatabase { database in
        try database.execute(sql: "PRAGMA trusted_schema = OFF")
      }
      pool = try DatabasePool(path: path, configuration: configuration)
      // GRDB sets NORMAL when it turns the log on, which may lose the last commit in a power cut.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try migrations.migrate(pool)
      try pool.write { try ChangeHistory.resume(at: .now(), in: $0) }
    } catch {
      throw .databaseUnreadable(path: path, reason: ServerDatabase.reason(error))
    }
  }

  /// Runs the start of a server while no other one starts on the same file: two that switch a new
  /// database to its log at once refuse each other.
  static func whileAlone<Value>(
    _ path: String,
    _ start: () throws(ServerError) -> Value
  ) throws(ServerError) -> Value {
    let lock: Int32?
    do {
      lock = try PrivateFile.lock(path + ".lock", patience: 3000)
    } catch {
      throw .databaseCannotBeCreated(path: path, reason: error.reason)
    }
    guard let lock else {
      throw .databaseUnreadable(
        path: path,
        reason: "another server has been starting on it for long"
      )
    }
    defer { close(lock) }
    return try start()
  }

  /// True when there are keys that only the secret they were made with can open.
  func hasSigningKeys() throws(ServerError) -> Bool {
    do {
      return try pool.read { try !SigningKeyRow.all(in: $0).isEmpty }
    } catch {
      throw .databaseUnreadable(path: pool.path, reason: ServerDatabase.reason(error))
    }
  }

  /// Moves the log into the file, so that a stopped server leaves just one.
  func finish() {
    // SQLite removes the log with the last connection, if that one may write.
    pool.invalidateReadOnlyConnections()
    try? pool.close()
  }

  /// Writes a consistent copy of a database, which a server may be using.
  ///
  /// - Parameters:
  ///   - source: The SQLite file.
  ///   - path: The new file, 0600; an older copy is replaced in one step.
  /// - Throws: `databaseUnreadable`, `backupFailed`, or `backupRefused` where something else than
  ///   an older copy would be replaced.
  package static func backUp(_ source: String, to path: String) throws(ServerError) {
    try refuseToReplace(path, copyOf: source)
    let original: DatabaseQueue
    do {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(5)
      original = try DatabaseQueue(path: source, configuration: configuration)
    } catch {
      throw .databaseUnreadable(path: source, reason: reason(error))
    }
    let partial = path + ".partial-\(UUID().uuidString.lowercased())"
    defer { unsafe unlink(partial) }
    do {
      try PrivateFile.create(partial, contents: [])
      let copy = try DatabaseQueue(path: partial)
      try original.backup(to: copy)
      // The copy is one file, without a log of its own.
      try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try copy.write(ChangeHistory.markCopy)
      try copy.close()
      try PrivateFile.synchronize(partial)
      guard unsafe rename(partial, path) == 0 else { throw PrivateFile.SystemError.current }
      try PrivateFile.synchronize(PrivateFile.directory(of: path))
    } catch {
      throw .backupFailed(path: path, reason: reason(error))
    }
  }

  private static func refuseToReplace(
    _ path: String,
    copyOf source: String
  ) throws(ServerError) {
    let isInUse = ["-wal", "-shm", "-journal"].contains { PrivateFile.exists(path + $0) }
    guard !isInUse else {
      throw .backupRefused(path: path, reason: "a server is using it, or one was killed over it")
    }
    guard let status = PrivateFile.status(of: path) else { return }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .backupRefused(path: path, reason: "it is no plain file")
    }
    var original = stat()
    if unsafe stat(source, &original) == 0, original.st_dev == status.st_dev,
      original.st_ino == status.st_ino
    {
      throw .backupRefused(path: path, reason: "it is the database itself")
    }
    guard status.st_size == 0 || isDatabase(path) else {
      throw .backupRefused(path: path, reason: "it is no older copy but another kind of file")
    }
  }

  /// Whether a file starts as every SQLite database does.
  private static func isDatabase(_ path: String) -> Bool {
    let magic = Array("SQLite format 3\0".utf8)
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    return (try? file.read(upToCount: magic.count)).map { Array($0) } == magic
  }

  /// Makes a new file private before SQLite writes to it, which gives its side files the same mode.
  ///
  /// One that is there must be a plain file of ours, and stays as it is.
  static func prepareFile(_ path: String) throws(ServerError) {
    do {
      try PrivateFile.create(path, contents: [])
    } catch  where error.number == EEXIST {
      guard let status = PrivateFile.status(of: path), status.st_mode & S_IFMT == S_IFREG,
        status.st_uid == geteuid()
      else {
        throw .databaseCannotBeCreated(
          path: path,
          reason: "what is there is no plain file of yours (a link is refused too)"
        )
      }
    } catch {
      throw .databaseCannotBeCreated(path: path, reason: error.reason)
    }
  }

  static func reason(_ error: any Error) -> String {
    switch error {
    // The code's own text: a message may quote a statement, or be that of another connection.
    case let error as DatabaseError: "\(error.resultCode)"
    case let error as PrivateFile.SystemError: error.reason
    default: "unexpected error"
    }
  }
}
