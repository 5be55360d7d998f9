/// A stored task.
struct TaskRow: Sendable {
  let id: String
  let userID: String
  var fields: TaskFields
  let createdAt: Timestamp
  var updatedAt: Timestamp
  /// The number of its last change.
  var number: Int64

  /// Its entity tag: another state of a task never has the same.
  var etag: String { "\"\(number)\"" }

  /// As the wire has it (contract/tasks-api).
  var json: JSON {
    .object(
      [
        JSONMember(name: "id", value: .string(id)),
        JSONMember(name: "user_id", value: .string(userID)),
      ] + fields.members + [
        JSONMember(name: "created_at", value: .string(createdAt.text)),
        JSONMember(name: "updated_at", value: .string(updatedAt.text)),
        JSONMember(name: "etag", value: .string(etag)),
      ]
    )
  }
}

/// What is remembered of a deleted task: nothing of its content.
struct TaskTombstone: Sendable {
  let id: String
  let userID: String
  /// The number of its deletion.
  let number: Int64
  let createdAt: Timestamp
  let deletedAt: Timestamp

  /// The tag that restores the task.
  var etag: String { "\"\(number)\"" }

  /// As the wire has it among the changes.
  var json: JSON {
    [
      "id": .string(id),
      "deleted_at": .string(deletedAt.text),
      "etag": .string(etag),
    ]
  }
}
