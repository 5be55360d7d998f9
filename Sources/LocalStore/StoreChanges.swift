internal import GRDB
internal import TodoKit

/// What changed at the server, into the mirror.
extension TodoStore {
  /// Takes a page in, under the changes that wait, together with the number it reaches to.
  ///
  /// Only under the sync lock and with nothing on the wire, as ``apply(_:at:)`` of a list.
  ///
  /// - Parameters:
  ///   - answer: the page.
  ///   - moment: when it came.
  /// - Returns: rows that are different now.
  /// - Throws: when the store cannot be read or written.
  func apply(_ answer: ChangesAnswer, at moment: Timestamp) throws(StoreError) -> MirrorChange {
    try connection.writeCountedIf { db in
      var change = MirrorChange()
      var isDifferent = false
      for row in answer.rows {
        guard let old = try Lane.concerned(by: row, db) else { continue }
        var new = old
        switch row {
        case .task(let version): new.see(version)
        case .deleted: new.seeGone()
        }
        if new == old { continue }
        isDifferent = true
        try new.save(replacing: old, db)
        change.add(MirrorChange(from: old, to: new))
      }
      try db.cachedStatement(
        sql: """
          UPDATE mirror SET change_number = ?,
            list_etag = CASE WHEN ? THEN NULL ELSE list_etag END,
            last_sync = CASE WHEN ? THEN ? ELSE last_sync END
          """
      ).execute(
        arguments: [answer.number, isDifferent, answer.isComplete, moment.milliseconds]
      )
      return (change, isDifferent)
    }
  }

  /// The number that changes are to be asked from; nil when the list has to be read.
  func changeNumber() throws(StoreError) -> Int64? {
    try connection.readOne { db in
      try Int64.fetchOne(db.cachedStatement(sql: "SELECT change_number FROM mirror"))
    }
  }

  /// Makes the next pull read the list in full.
  func forgetChangeNumber() throws(StoreError) {
    try connection.writeUncounted { db in
      try db.execute(sql: "UPDATE mirror SET change_number = NULL, list_etag = NULL")
    }
  }

  /// Whether something waits that only a full list can answer: a version to be read, or a creation of
  /// unknown outcome to be looked for.
  func needsWholeList() throws(StoreError) -> Bool {
    try exists("stale = 1 OR kind = 'create' AND state = 'unknown' AND with_id = 0")
  }

  /// Whether a change waits for the server's version of its task.
  func waitsForVersion() throws(StoreError) -> Bool { try exists("stale = 1") }

  /// Whether a change is to be sent without a validator to compare.
  func hasUnvalidatedChanges() throws(StoreError) -> Bool {
    try exists(
      """
      state IN ('queued', 'unknown') AND kind <> 'create' AND stale = 0
        AND EXISTS (SELECT 1 FROM task WHERE task.key = outbox.key AND etag IS NULL)
      """
    )
  }

  private func exists(_ condition: String) throws(StoreError) -> Bool {
    try connection.readOne { db in
      try Bool.fetchOne(
        db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM outbox WHERE \(condition))")
      ) ?? false
    }
  }

  /// Remembers since when the server is out of reach, the first moment given; nil when it answered.
  func setOffline(since moment: Timestamp?) throws(StoreError) {
    let known = try status().offlineSince
    if (known == nil) == (moment == nil) { return }
    try connection.writeUncounted { db in
      try db.execute(
        sql: "UPDATE mirror SET offline_since = ?",
        arguments: [moment?.milliseconds]
      )
    }
  }
}

extension Lane {
  /// The lane a changed task belongs to, a new one for a task that no row has; nil for a deleted task
  /// that no row has.
  fileprivate static func concerned(by row: ChangedTodo, _ db: Database) throws -> Lane? {
    let id: String
    var isThere = false
    switch row {
    case .task(let version):
      id = version.todo.id
      isThere = true
    case .deleted(let gone, _): id = gone
    }
    if let key = try key(ofID: id, db) { return try load(key, db) }
    if isThere, let key = try key(restoring: id, db) { return try load(key, db) }
    var lane = try load(id, db)
    // A creation sent under its own key: its answer was lost.
    if lane.base == nil, lane.entries.first?.isCreation == true { return lane }
    guard isThere else { return nil }
    var key = id
    while !lane.isEmpty {
      key += "+"
      lane = try load(key, db)
    }
    return lane
  }
}
