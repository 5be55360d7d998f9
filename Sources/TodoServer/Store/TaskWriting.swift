internal import Foundation
internal import GRDB

extension TaskStore {
  /// What came of a creation with a chosen id.
  enum Creation: Sendable {
    case created(TaskRow)
    /// The same task was there already: the request was repeated.
    case repeated(TaskRow)
    /// Another task has this id.
    case conflict(TaskRow)
    /// A task of this id was deleted: who repeats its creation late must not bring it back.
    case gone(TaskTombstone)
  }

  /// What came of a change.
  enum Change: Sendable {
    case changed(TaskRow)
    /// It was deleted, and is here again.
    case restored(TaskRow)
    /// It is not as the request demands.
    case unmet(TaskRow)
    case missing
    /// It could be restored, if there were a title.
    case incomplete
  }

  /// What came of a deletion.
  enum Deletion: Sendable {
    case deleted(TaskTombstone)
    /// It is not as the request demands.
    case unmet(TaskRow)
    case missing
  }

  /// A new task under an id of the server's.
  func create(_ fields: TaskFields, for user: VerifiedUser, now: Timestamp) async throws -> TaskRow
  {
    let id = UUID().uuidString.lowercased()
    return try await pool.write { try insert(id, fields, user, (now, now), $0) }
  }

  /// A new task under an id of the client's, so that a repeated request makes no second one.
  func create(
    id: String,
    _ fields: TaskFields,
    for user: VerifiedUser,
    now: Timestamp
  ) async throws -> Creation {
    try await pool.write { database in
      if let row = try TaskRow.find(id, user, database) {
        return row.fields == fields ? .repeated(row) : .conflict(row)
      }
      if let tombstone = try TaskTombstone.find(id, user, database) { return .gone(tombstone) }
      return .created(try insert(id, fields, user, (now, now), database))
    }
  }

  /// Changes a task, if it is as demanded, in one transaction.
  func update(
    id: String,
    for user: VerifiedUser,
    now: Timestamp,
    if conditions: TaskConditions,
    _ change: @escaping @Sendable (TaskFields) -> TaskFields
  ) async throws -> Change {
    try await pool.write { database in
      guard let row = try TaskRow.find(id, user, database) else { return .missing }
      return try update(row, user, now, conditions, change, database)
    }
  }

  /// Changes a task, if it is as demanded, or restores a deleted one whose tag is demanded.
  func put(
    id: String,
    _ patch: TaskPatch,
    for user: VerifiedUser,
    now: Timestamp,
    if conditions: TaskConditions
  ) async throws -> Change {
    try await pool.write { database in
      if let row = try TaskRow.find(id, user, database) {
        return try update(row, user, now, conditions, patch.applied, database)
      }
      guard let tombstone = try TaskTombstone.find(id, user, database),
        conditions.demand(tombstone.etag)
      else { return .missing }
      guard let title = patch.title else { return .incomplete }
      try tombstone.remove(in: database)
      let times = (tombstone.createdAt, TaskStore.later(now, than: tombstone.deletedAt))
      let fields = patch.applied(to: TaskFields(title: title))
      return .restored(try insert(id, fields, user, times, database))
    }
  }

  /// Deletes a task, if it is as demanded, and remembers that in its place.
  func delete(
    id: String,
    for user: VerifiedUser,
    now: Timestamp,
    if conditions: TaskConditions
  ) async throws -> Deletion {
    try await pool.write { database in
      guard let row = try TaskRow.find(id, user, database) else { return .missing }
      guard conditions.areMet(by: row.etag) else { return .unmet(row) }
      let history = ChangeHistory(userID: user.id)
      let tombstone = TaskTombstone(
        id: id,
        userID: user.id,
        number: try history.next(in: database),
        createdAt: row.createdAt,
        deletedAt: TaskStore.later(now, than: row.updatedAt)
      )
      try tombstone.replaceTask(in: database)
      try history.forget(at: now, in: database)
      return .deleted(tombstone)
    }
  }

  private func update(
    _ row: TaskRow,
    _ user: VerifiedUser,
    _ now: Timestamp,
    _ conditions: TaskConditions,
    _ change: (TaskFields) -> TaskFields,
    _ database: Database
  ) throws -> Change {
    guard conditions.areMet(by: row.etag) else { return .unmet(row) }
    let fields = change(row.fields)
    // What changes nothing leaves number and time as they are.
    guard fields != row.fields else { return .changed(row) }
    var row = row
    row.fields = fields
    row.updatedAt = TaskStore.later(now, than: row.updatedAt)
    row.number = try ChangeHistory(userID: user.id).next(in: database)
    try row.update(in: database)
    return .changed(row)
  }

  private func insert(
    _ id: String,
    _ fields: TaskFields,
    _ user: VerifiedUser,
    _ times: (created: Timestamp, updated: Timestamp),
    _ database: Database
  ) throws -> TaskRow {
    let row = TaskRow(
      id: id,
      userID: user.id,
      fields: fields,
      createdAt: times.created,
      updatedAt: times.updated,
      number: try ChangeHistory(userID: user.id).next(in: database)
    )
    try row.insert(in: database)
    return row
  }

  /// Clocks go back; a later state must still have a later time.
  private static func later(_ now: Timestamp, than before: Timestamp) -> Timestamp {
    max(now, before.advanced(by: .milliseconds(1)))
  }
}
