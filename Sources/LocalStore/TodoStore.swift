internal import GRDB
package import TodoKit

/// The mirror of one account's tasks, with its outbox, in one SQLite file.
///
/// It belongs to one server for good: unsent changes never reach another, and another's list never
/// takes the place of its tasks.
///
/// Any number of processes may use the same file at the same time.
package final class TodoStore: Sendable {
  /// The database file as given; empty for a mirror in memory.
  package let file: String
  /// What became of a damaged database found at opening, as a sentence; nil when all was well.
  package let recovered: String?
  let connection: StoreConnection

  /// Opens the database, or makes it (0600, in a directory made 0700 when missing).
  ///
  /// - Parameters:
  ///   - file: the database.
  ///   - server: the origin of the server's address; the first one given is remembered.
  /// - Throws: `.otherServer` when the database belongs to another one; any other ``StoreError`` when
  ///   it cannot be opened or made.
  package init(file: String, server: String) throws(StoreError) {
    self.file = file
    (connection, recovered) = try StoreFile(file).open()
    let owner = try owner(orClaimFor: server)
    if owner != server { throw .otherServer(path: file, server: owner) }
  }

  /// A mirror that is gone with its last use: for a run that only reads, where nothing can be kept.
  ///
  /// - Parameter server: the origin of the server's address.
  /// - Throws: ``StoreError`` when there is no memory for it.
  package init(inMemoryFor server: String) throws(StoreError) {
    file = ""
    recovered = nil
    connection = try StoreConnection.inMemory()
    _ = try owner(orClaimFor: server)
  }

  /// Every task with its unsent changes applied, in no particular order.
  package func items() throws(StoreError) -> [TodoItem] {
    try connection.read { db in
      var lanes = Dictionary(grouping: try Lane.allEntries(db), by: \.key)
      var items: [TodoItem] = []
      items.reserveCapacity(try Lane.countTasks(db) + lanes.count)
      try Lane.forEachTask(db) { key, todo in
        if !lanes.isEmpty, let entries = lanes.removeValue(forKey: key) {
          if let item = Lane(key: key, base: SeenTodo(todo: todo), entries: entries).item {
            items.append(item)
          }
        } else {
          items.append(TodoItem(key: key, todo: todo, state: .synced))
        }
      }
      for (key, entries) in lanes {
        if let item = Lane(key: key, base: nil, entries: entries).item { items.append(item) }
      }
      return items
    }
  }

  /// One task with its unsent changes applied; nil when it is not there or waits to be deleted.
  package func item(key: String) throws(StoreError) -> TodoItem? {
    try connection.read { try Lane.load(key, $0).item }
  }

  /// All unsent and failed changes, in the order they were made.
  package func queue() throws(StoreError) -> [OutboxEntry] {
    try connection.readOne { try Lane.allEntries($0) }
  }

  /// Counts and last sync; the phase is the engine's to tell and is `.idle` here.
  package func status() throws(StoreError) -> SyncStatus {
    try connection.readOne { db in
      let counts = try db.cachedStatement(
        sql: """
          SELECT last_sync, client_chosen_ids, offline_since,
            (SELECT count(*) FROM outbox WHERE state NOT IN ('failed', 'conflict')),
            (SELECT count(*) FROM outbox WHERE state = 'failed'),
            (SELECT count(*) FROM outbox WHERE state = 'conflict')
          FROM mirror
          """
      )
      guard let row = try Row.fetchOne(counts) else { return SyncStatus() }
      return SyncStatus(
        lastSync: (row[0] as Int64?).map(Timestamp.init(milliseconds:)),
        queued: row[3],
        failed: row[4],
        conflicts: row[5],
        rung: (row[1] as Bool?).map { $0 ? .exactlyOnce : .atLeastOnce },
        offlineSince: (row[2] as Int64?).map(Timestamp.init(milliseconds:))
      )
    }
  }

  /// Differs from an earlier value when another process has written rows since; cheap to ask.
  ///
  /// - Throws: `.replaced` when another process has set the database aside or wiped it.
  package func changeToken() throws(StoreError) -> Int64 { try connection.foreignWrites() }
}
