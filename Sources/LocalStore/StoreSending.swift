internal import GRDB
internal import TodoKit

/// What the engine does with the outbox; each call is one transaction.
extension TodoStore {
  /// Changes one lane and tells what a person sees of that.
  ///
  /// `transition` gets the lane and gives a result; when it left the lane as it was, nothing is
  /// written.
  func change<Value>(
    _ key: String,
    _ transition: (inout Lane) -> Value
  ) throws(StoreError) -> (Value, MirrorChange) {
    try connection.write { db in
      let old = try Lane.load(key, db)
      var lane = old
      let value = transition(&lane)
      // After a change the server's list differs from the one the ETag names; and what waits for the
      // server's version needs it in any case.
      if lane.base != old.base || lane.entries.contains(where: \.isStale) {
        try db.cachedStatement(sql: "UPDATE mirror SET list_etag = NULL").execute()
      }
      try lane.save(replacing: old, db)
      // What was refused, and no longer matters, leaves its lane too.
      if value as? Settlement == .confirmed, let sent = old.confirmed(by: lane),
        let base = lane.base
      {
        try ActionLog.respell(sent, of: key, as: base.todo, db)
      }
      if let gone = old.base, lane.isEmpty { try ActionLog.note(id: gone.todo.id, of: key, db) }
      return (value, MirrorChange(from: old, to: lane))
    }
  }

  /// Entries that a process which has ended left on the wire may have been carried out.
  ///
  /// Only under the sync lock: any other engine's entries would be taken for those of a dead one.
  func putInterruptedInDoubt() throws(StoreError) -> MirrorChange {
    let keys = try connection.readOne { db in
      try String.fetchAll(
        db.cachedStatement(sql: "SELECT key FROM outbox WHERE state = 'sending'")
      )
    }
    var change = MirrorChange()
    for key in keys { change.add(try self.change(key) { $0.putInDoubt() }.1) }
    return change
  }

  /// Puts the next entry that may be sent on the wire; nil when there is none.
  ///
  /// Only the first entry of a lane may be sent, not one that failed, and not a creation that must
  /// be looked for. Creations go one after the other. What had no answer three times goes last.
  ///
  /// - Parameters:
  ///   - excluded: rows whose change was refused or had no answer during this run already.
  ///   - takesClientChosenIDs: whether the server does; nil when that is not known, and a creation
  ///     is then given back without being marked.
  ///   - moment: now.
  /// - Returns: the entry with the id the server knows its task by, and the row as changed.
  /// - Throws: when the store cannot be read or written.
  func startNext(
    excluding excluded: Set<String>,
    takesClientChosenIDs: Bool?,
    at moment: Timestamp
  ) throws(StoreError) -> NextEntry? {
    let key: String? = try connection.read { db in
      for unanswered in ["< 3", ">= 3"] {
        let keys = try String.fetchCursor(
          db.cachedStatement(
            sql: TodoStore.sendable + " AND o.unanswered \(unanswered) ORDER BY sequence"
          )
        )
        while let key = try keys.next() {
          if !excluded.contains(key) { return key }
        }
      }
      return nil
    }
    guard let key else { return nil }
    // A person may have changed the lane since: what counts is its first entry now.
    let (next, change) = try self.change(key) { lane -> NextEntry? in
      guard let first = lane.entries.first, first.isSendable else { return nil }
      if first.isCreation, !first.isSentWithID, takesClientChosenIDs == nil {
        return NextEntry(entry: first, remoteID: key, needsServerDescription: true)
      }
      lane.markSending(at: moment, takesClientChosenIDs: takesClientChosenIDs ?? false)
      return NextEntry(
        entry: lane.entries[0],
        remoteID: lane.remoteID,
        ifMatch: lane.base?.etag
      )
    }
    guard var next else {
      return try startNext(
        excluding: excluded.union([key]),
        takesClientChosenIDs: takesClientChosenIDs,
        at: moment
      )
    }
    next.change = change
    return next
  }

  // The plus keeps SQLite from sorting: it walks in order of sequence and stops at the first.
  private static let sendable = """
    SELECT key FROM outbox AS o
    WHERE +o.state IN ('queued', 'unknown') AND o.stale = 0
      AND NOT EXISTS (SELECT 1 FROM outbox AS p WHERE p.key = o.key AND p.sequence < o.sequence)
      AND NOT (o.kind = 'create' AND o.state = 'unknown' AND o.with_id = 0)
      AND NOT (o.kind = 'create'
        AND EXISTS (SELECT 1 FROM outbox AS p WHERE p.state = 'sending' AND p.kind = 'create'))
    """
}

/// An entry that is to be sent now.
struct NextEntry: Sendable {
  var entry: OutboxEntry
  /// The id the server knows the task by.
  var remoteID: String
  /// The validator of the version it was made upon.
  var ifMatch: String?
  /// It was not marked: first ask the server whether it takes client-chosen ids.
  var needsServerDescription = false
  /// The row as it is now.
  var change = MirrorChange()
}

extension OutboxEntry {
  /// Whether it may be put on the wire, as the first of its lane.
  fileprivate var isSendable: Bool {
    switch state {
    case .queued: !isStale
    case .unknown: !isStale && (!isCreation || isSentWithID)
    case .sending, .failed, .conflict: false
    }
  }
}

extension MirrorChange {
  /// What a person sees when `old` becomes `new`.
  init(from old: Lane, to new: Lane) {
    let (before, after) = (old.item, new.item)
    self.init()
    if let after {
      if before != after { changed = [after] }
    } else if before != nil {
      removed = [old.key]
    }
  }

  /// Adds what came later; the rows of both are different ones, or the later one counts.
  package mutating func add(_ later: MirrorChange) {
    let keys = Set(later.changed.map(\.key) + later.removed)
    changed.removeAll { keys.contains($0.key) }
    removed.removeAll { keys.contains($0) }
    changed += later.changed
    removed += later.removed
  }
}
