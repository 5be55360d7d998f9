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
    try ServerDatabase.createPrivately(path)
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      configuration.prepareDatabase { database in
        try database.execute(sql: "PRAGMA trusted_schema = OFF")
      }
      pool = try DatabasePool(path: path, configuration: configuration)
      // GRDB sets NORMAL when it turns the log on, which may lose the last commit in a power cut.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try migrations.migrate(pool)
    } catch {
      throw .databaseUnreadable(path: path, reason: ServerDatabase.reason(error))
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
  ///   - path: The new file, 0600; an older one is replaced in one step.
  /// - Throws: `databaseUnreadable` or `backupFailed`.
  package static func backUp(_ source: String, to path: String) throws(ServerError) {
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
      try createPrivately(partial)
      let copy = try DatabaseQueue(path: partial)
      try original.backup(to: copy)
      // The copy is one file, without a log of its own.
      try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try copy.close()
      try PrivateFile.synchronize(partial)
      guard unsafe rename(partial, path) == 0 else { throw PrivateFile.SystemError.current }
      try PrivateFile.synchronize(PrivateFile.directory(of: path))
    } catch {
      throw .backupFailed(path: path, reason: reason(error))
    }
  }

  /// SQLite gives its side files the mode of the database, so that one must be right first.
  private static func createPrivately(_ path: String) throws(ServerError) {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .databaseCannotBeCreated(path: path, reason: PrivateFile.SystemError.current.reason)
    }
    defer { close(descriptor) }
    guard fchmod(descriptor, 0o600) == 0 else {
      throw .databaseCannotBeCreated(path: path, reason: PrivateFile.SystemError.current.reason)
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as DatabaseError: error.message ?? "SQLite error \(error.resultCode.rawValue)"
    case let error as PrivateFile.SystemError: error.reason
    case ServerError.databaseCannotBeCreated(_, let reason): reason
    default: "unexpected error"
    }
  }
}
