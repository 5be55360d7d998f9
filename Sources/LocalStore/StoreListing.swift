internal import GRDB
internal import TodoKit

/// The server's list into the mirror.
extension TodoStore {
  /// Makes the mirror equal to the server's list, under the changes that wait.
  ///
  /// Only under the sync lock and with nothing on the wire, so that every change is either in the
  /// list or in the outbox. Writes differences alone.
  ///
  /// - Parameters:
  ///   - answer: the list, or that it is what its ETag named.
  ///   - moment: when it came.
  /// - Returns: rows that are different now.
  /// - Throws: when the store cannot be read or written.
  func apply(_ answer: ListAnswer, at moment: Timestamp) throws(StoreError) -> MirrorChange {
    try connection.writeCountedIf { db in
      var pull = Pull(at: moment)
      try pull.load(db)
      if case .tasks(let todos, let etag, let number) = answer {
        pull.take(todos)
        try db.cachedStatement(sql: "UPDATE mirror SET list_etag = ?, change_number = ?")
          .execute(arguments: [etag, number])
      }
      pull.lookForCreations()
      try db.cachedStatement(sql: "UPDATE mirror SET last_sync = ?")
        .execute(arguments: [moment.milliseconds])
      var change = MirrorChange()
      for (old, new) in pull.differences {
        try new.save(replacing: old, db)
        let row = MirrorChange(from: old, to: new)
        change.changed += row.changed
        change.removed += row.removed
      }
      return (change, !pull.differences.isEmpty)
    }
  }
}

/// One comparison of the mirror with the server's list; pure but for ``load(_:)``.
struct Pull {
  private let moment: Timestamp
  private var bases: [String: SeenTodo] = [:]
  private var keysByID: [String: String] = [:]
  private var entries: [String: [OutboxEntry]] = [:]
  /// The rows whose creations bring back the task of an id.
  private var restoring: [String: String] = [:]
  /// Listed tasks that no row has.
  private var strangers: [SeenTodo] = []
  private var changes: [String: (old: Lane, new: Lane)] = [:]

  init(at moment: Timestamp) { self.moment = moment }

  /// Lanes that differ, as they were and as they are to be, in the order of the rows' keys.
  var differences: [(old: Lane, new: Lane)] {
    changes.values.filter { $0.old != $0.new }.sorted { $0.old.key < $1.old.key }
  }

  mutating func load(_ db: Database) throws {
    bases = try Lane.allBases(db)
    keysByID = [:]
    for (key, base) in bases { keysByID[base.todo.id] = key }
    entries = Dictionary(grouping: try Lane.allEntries(db), by: \.key)
    for (key, lane) in entries {
      if let id = lane.first?.restores { restoring[id] = key }
    }
  }

  /// Compares every listed task with its row, and every row with the list.
  mutating func take(_ tasks: [SeenTodo]) {
    var listed = Set<String>(minimumCapacity: tasks.count)
    for task in tasks where listed.insert(task.todo.id).inserted {
      let id = task.todo.id
      if let key = keysByID[id] {
        if bases[key] != task || entries[key] != nil { change(key) { $0.see(task) } }
      } else if let key = restoring[id] {
        change(key) { $0.see(task) }
      } else if bases[id] == nil, entries[id] != nil {
        // A creation sent under its own key: its answer was lost.
        change(id) { $0.see(task) }
      } else {
        strangers.append(task)
      }
    }
    for (key, base) in bases where !listed.contains(base.todo.id) || keysByID[base.todo.id] != key {
      change(key) { $0.seeGone() }
    }
    for (key, waiting) in entries where !listed.contains(key) && waiting[0].isStale {
      change(key) { $0.missVersion() }
    }
  }

  /// Finds creations of unknown outcome among the tasks no row has (rung B); the others become rows.
  mutating func lookForCreations() {
    var waiting: [String: [(entry: OutboxEntry, new: NewTodo)]] = [:]
    for key in entries.keys {
      guard let creation = lane(key).creationToLookFor else { continue }
      waiting[creation.new.title, default: []].append(creation)
    }
    let moment = moment
    var adopted: Set<String> = []
    for (title, creations) in waiting {
      let creations = creations.sorted { $0.entry.sequence < $1.entry.sequence }
      let earliest = creations.compactMap(\.entry.attemptedAt).min() ?? moment
      let matches = strangers.filter {
        $0.todo.title == title
          && $0.todo.latestCreation >= earliest.milliseconds - Lane.clockSkew
      }.sorted { ($0.todo.createdAt, $0.todo.id) < ($1.todo.createdAt, $1.todo.id) }
      let search = CreationSearch(creations.map { ($0.entry.key, $0.new) }, among: matches)
      for (key, finding) in search.findings {
        switch finding {
        case .task(let task):
          change(key) { $0.find(task) }
          adopted.insert(task.todo.id)
        case .several(let count): change(key) { $0.foundSeveral(count) }
        case .nothing: change(key) { $0.lookedInVain(at: moment) }
        }
      }
    }
    for task in strangers where !adopted.contains(task.todo.id) {
      var key = task.todo.id
      while bases[key] != nil || entries[key] != nil || changes[key] != nil { key += "+" }
      change(key) { $0.see(task) }
    }
    strangers = []
  }

  private func lane(_ key: String) -> Lane {
    changes[key]?.new ?? Lane(key: key, base: bases[key], entries: entries[key] ?? [])
  }

  private mutating func change(_ key: String, _ transition: (inout Lane) -> Void) {
    var new = lane(key)
    let old = changes[key]?.old ?? new
    transition(&new)
    changes[key] = (old, new)
  }
}

extension Todo {
  /// The latest moment at which it can have been made, in milliseconds since 1970.
  ///
  /// Some servers write only the day, which reads as its first moment; some write no date at all,
  /// which reads as 1970, and then any time is possible.
  fileprivate var latestCreation: Int64 {
    let day: Int64 = 86_400_000
    if createdAt.milliseconds == 0 { return .max }
    return createdAt.milliseconds % day == 0
      ? createdAt.milliseconds + day - 1 : createdAt.milliseconds
  }
}
