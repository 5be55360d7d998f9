internal import FoundationEssentials
public import TodoKit

/// What changed in the list since a number.
public struct ChangedTasks: Hashable, Sendable {
  /// One task that changed, as it is now.
  public enum Row: Hashable, Sendable {
    /// It is new or different.
    case task(SeenTask)
    /// It is gone.
    case deleted(id: String, at: Timestamp?)
  }

  /// The tasks in the order of their last changes, each once.
  public var rows: [Row]
  /// The number to ask from next time; it says nothing else.
  public var number: Int64
  /// Whether nothing follows these rows.
  public var isComplete: Bool

  /// Changes of these parts.
  public init(rows: [Row], number: Int64, isComplete: Bool) {
    self.rows = rows
    self.number = number
    self.isComplete = isComplete
  }
}

extension TasksAPI {
  /// The tasks that changed or were deleted since a number.
  ///
  /// - Parameters:
  ///   - number: what ``ListAnswer`` or the last such answer gave.
  ///   - limit: the most rows of one answer, 1 to 1,000.
  ///   - jwt: proves the user.
  /// - Returns: the changes, or nil when only the whole list can tell: the server does not number its
  ///   changes, or knows nothing of this number, as after a restored backup.
  /// - Throws: ``APIError``.
  public func changes(
    since number: Int64,
    limit: Int = 500,
    jwt: JWT
  ) async throws(APIError) -> ChangedTasks? {
    guard dialect.changes else { return nil }
    let reply = try await routes.exchange(
      .get,
      .collection(query: "?changes_since=\(number)&limit=\(limit)"),
      jwt
    )
    if !reply.isWebPage, [400, 410, 422].contains(reply.status) {
      if reply.status != 410 { routes.backend.noteNoChanges() }
      return nil
    }
    let changes = try replies.changes(try routes.acceptedList(reply), limit: limit)
    if changes == nil { routes.backend.noteNoChanges() }
    // A number goes back only where another history began.
    return changes.flatMap { $0.number < number ? nil : $0 }
  }
}

extension TaskReplies {
  /// Nil when the answer is no list of changes.
  fileprivate func changes(_ reply: HTTPReply, limit: Int) throws(APIError) -> ChangedTasks? {
    if reply.isWebPage { throw caller.badAnswer(.webPage, reply) }
    guard reply.status == 200 else { throw caller.badAnswer(.status, reply) }
    guard let number = changeNumber(reply) else { return nil }
    let array = try text(reply)
    guard array.isArray else { throw caller.otherShape(expected: "an array of changes", reply) }
    let answers = try decode([ChangedTaskAnswer].self, array, reply)
    let texts = array.elements
    guard texts.count == answers.count else { throw caller.badAnswer(.brokenJSON, reply) }
    let rows = zip(answers, texts).map { answer, text -> ChangedTasks.Row in
      switch answer {
      case .task(let todo): .task(seen(todo, text))
      case .deleted(let id, let moment): .deleted(id: id, at: moment)
      }
    }
    let total = reply.headers["X-Total-Count"].flatMap { Int($0) }
    let isComplete = total.map { rows.count >= $0 } ?? (rows.count < limit)
    return ChangedTasks(rows: rows, number: number, isComplete: isComplete || rows.isEmpty)
  }
}

/// One row of changes as servers write it: a task, or the id of one with the time it was deleted.
private enum ChangedTaskAnswer: DecodableWithConfiguration {
  case task(Todo)
  case deleted(id: String, at: Timestamp?)

  private static let deletedAt = JSON.AnyKey(stringValue: "deleted_at")

  init(from decoder: any Decoder, configuration reading: TaskReading) throws {
    if let fields = try? decoder.container(keyedBy: JSON.AnyKey.self),
      let text = try? fields.decode(String.self, forKey: ChangedTaskAnswer.deletedAt)
    {
      self = .deleted(id: try TaskAnswer.id(fields, reading), at: Timestamp(iso8601: text))
    } else {
      self = .task(try TaskAnswer(from: decoder, configuration: reading).todo)
    }
  }
}
