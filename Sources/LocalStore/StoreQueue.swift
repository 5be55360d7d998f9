internal import GRDB
package import TodoKit

/// A change that the server has not confirmed, with what a person knows its task by.
package struct UnsentChange: Sendable, Hashable {
  /// The change.
  package var entry: OutboxEntry
  /// The task's id at the server; the row's key before it has one.
  package var id: String
  /// The task's title as it is shown, or was last.
  package var title: String
  /// Another change of the same task that goes out before it; nil for none.
  package var ahead: Ahead?

  /// What is before a change.
  package enum Ahead: Sendable, Hashable {
    /// A change that is not confirmed yet.
    case change
    /// One that waits for a decision.
    case conflict
  }

  /// A change of one task.
  package init(entry: OutboxEntry, id: String, title: String, ahead: Ahead? = nil) {
    self.entry = entry
    self.id = id
    self.title = title
    self.ahead = ahead
  }
}

extension TodoStore {
  /// What other accounts of a profile never sent: their mirrors lie beside this one.
  ///
  /// - Parameter file: the mirror of the account in use, which need not be there.
  /// - Returns: each mirror with unsent changes, and how many; one that cannot be read is left out.
  package static func unsent(beside file: String) -> [(file: String, count: Int)] {
    let path = PosixPath(file)
    let names = (try? path.parent.names(startingWith: "")) ?? []
    return names.sorted().compactMap { name in
      if name == path.name || !name.hasSuffix(".sqlite") { return nil }
      let other = path.parent.path + "/" + name
      // Also one of an older format has this table.
      let count = try? StoreConnection(file: other).read { db in
        try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM outbox")
      }
      guard let count = count ?? nil, count > 0 else { return nil }
      return (other, count)
    }
  }
}

/// What a person decides about changes that wait.
extension TodoStore {
  /// All unsent changes with their tasks, in the order they were made.
  package func unsent() throws(StoreError) -> [UnsentChange] {
    try connection.read { db in
      var lanes: [String: Lane] = [:]
      return try Lane.allEntries(db).map { entry in
        let lane = try lanes[entry.key] ?? Lane.load(entry.key, db)
        lanes[entry.key] = lane
        let title = lane.item?.todo.title ?? lane.base?.todo.title
        return UnsentChange(
          entry: entry,
          id: lane.remoteID,
          title: title ?? "",
          ahead: lane.ahead(of: entry)
        )
      }
    }
  }

  /// Asks the server once more for what it refused; what merely waits goes on waiting.
  ///
  /// - Parameters:
  ///   - key: the row.
  ///   - moment: now.
  /// - Returns: the row as it is now.
  /// - Throws: ``StoreError`` when the store cannot be written.
  package func retry(key: String, at moment: Timestamp) throws(StoreError) -> MirrorChange {
    try change(key) { $0.retry(at: moment) }.1
  }

  /// Gives up an unsent change for good.
  ///
  /// What hangs on it goes with it: without its creation a task has nothing left to change.
  ///
  /// - Parameters:
  ///   - key: the row.
  ///   - sequence: which of its changes; nil for all of them.
  /// - Returns: the row as it is now.
  /// - Throws: `.noSuchChange` when there is none such; `.beingSent` when it is on the wire.
  package func drop(key: String, sequence: Int64?) throws(StoreError) -> MirrorChange {
    let (result, change) = try change(key) { lane -> Result<Void, StoreError> in
      Result { () throws(StoreError) in try lane.drop(sequence) }
    }
    try result.get()
    return change
  }

  /// Takes changes out of the log that were given up before they were made.
  ///
  /// - Parameters:
  ///   - keys: the rows they were for.
  ///   - id: the newest step of the log from before them; 0 when there was none.
  /// - Throws: ``StoreError`` when the store cannot be written.
  package func forget(_ keys: Set<String>, after id: Int64) throws(StoreError) {
    if keys.isEmpty { return }
    try connection.writeUncounted { db in
      for key in keys { try ActionLog.forget(key, after: id, db) }
    }
  }
}

extension Lane {
  fileprivate func ahead(of entry: OutboxEntry) -> UnsentChange.Ahead? {
    let before = entries.prefix { $0.sequence != entry.sequence }
    if before.isEmpty { return nil }
    let isUndecided = before.contains { if case .conflict = $0.state { true } else { false } }
    return isUndecided ? .conflict : .change
  }

  fileprivate mutating func retry(at moment: Timestamp) {
    for index in entries.indices {
      guard case .failed = entries[index].state else { continue }
      entries[index].state = entries[index].isInDoubt ? .unknown : .queued
      entries[index].looks = 0
      entries[index].isTaskGone = false
      entries[index].askedAt = moment
    }
  }

  fileprivate mutating func drop(_ sequence: Int64?) throws(StoreError) {
    let dropped =
      if let first = entries.first, first.isCreation, sequence == first.sequence { entries } else {
        entries.filter { sequence == nil || $0.sequence == sequence }
      }
    if dropped.isEmpty { throw .noSuchChange(key: key) }
    if dropped.contains(where: { $0.state == .sending }) { throw .beingSent(key: key) }
    if entries[0].isTaskGone, dropped.contains(entries[0]) {
      base = nil
      entries = []
      return
    }
    // By their numbers: what is behind one that goes is different afterwards.
    let numbers = Set(dropped.map(\.sequence))
    while let index = entries.firstIndex(where: { numbers.contains($0.sequence) }) {
      remove(at: index)
    }
    if base != nil { reconcile(since: nil) }
  }
}
