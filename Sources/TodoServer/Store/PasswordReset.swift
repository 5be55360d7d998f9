internal import GRDB

extension ServerDatabase {
  /// Sets the password of an account while no server uses the database, and ends its sessions.
  ///
  /// Tokens issued for these sessions live on until they expire (contract/better-auth 2.5).
  ///
  /// - Parameters:
  ///   - password: The new one, under the rules of sign-up.
  ///   - email: The account's address, in any case.
  ///   - path: The SQLite file.
  /// - Returns: How many sessions were ended.
  /// - Throws: `passwordRefused`, `databaseInUse`, `accountUnknown`, or that the database cannot be
  ///   used; then nothing is changed.
  package static func setPassword(
    _ password: String,
    ofAccount email: String,
    in path: String
  ) throws(ServerError) -> Int {
    if let flaw = PasswordFlaw(of: password) { throw .passwordRefused(reason: flaw.rawValue) }
    guard PrivateFile.exists(path) else {
      throw .databaseUnreadable(path: path, reason: "there is no such file")
    }
    try prepareFile(path)
    // A server that wants to start meanwhile waits for the end.
    return try whileAlone(path) { () throws(ServerError) -> Int in
      do {
        let queue = try lockedDatabase(path)
        defer { try? queue.close() }
        return try replacePassword(password, ofAccount: email.lowercased(), in: queue, path)
      } catch let error as ServerError {
        throw error
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        throw .databaseInUse(path: path)
      } catch {
        throw .databaseUnreadable(path: path, reason: reason(error))
      }
    }
  }

  /// Opens a database that nobody else has open, and keeps all others out until it is closed.
  private static func lockedDatabase(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .immediateError
    configuration.prepareDatabase { database in
      // Before anything is read: only then SQLite locks the file itself, not just its log.
      try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
      try database.execute(sql: "PRAGMA synchronous = FULL")
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    // Outside of a log the lock is taken by the first write, and kept.
    try queue.inTransaction(.exclusive) { _ in .commit }
    return queue
  }

  private static func replacePassword(
    _ password: String,
    ofAccount email: String,
    in queue: DatabaseQueue,
    _ path: String
  ) throws -> Int {
    guard let user = try queue.read({ try UserRow.find(email: email, in: $0) }) else {
      throw ServerError.accountUnknown(path: path)
    }
    let hash = try PasswordHash.make(password)
    return try queue.write { database in
      let now = Timestamp.now()
      let isThere = try CredentialAccount.setPasswordHash(
        hash,
        userID: user.id,
        at: now,
        in: database
      )
      if !isThere {
        try CredentialAccount.insert(
          userID: user.id,
          passwordHash: hash,
          createdAt: now,
          in: database
        )
      }
      return try SessionRow.deleteAll(userID: user.id, in: database)
    }
  }
}
