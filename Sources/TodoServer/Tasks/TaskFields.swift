/// How urgent a task is.
enum TaskPriority: String, Sendable, CaseIterable {
  case low, medium, high
}

/// The fields a client may set, already checked.
struct TaskFields: Sendable, Equatable {
  var title: String
  var description: String?
  var isCompleted = false
  var priority: TaskPriority?
  /// A date, or a date-time in UTC.
  var dueDate: String?
  var tags: [String] = []
}

/// A change: what is nil stays; an inner nil clears.
struct TaskPatch: Sendable, Equatable {
  var title: String?
  var description: String??
  var isCompleted: Bool?
  var priority: TaskPriority??
  var dueDate: String??
  var tags: [String]?

  func applied(to fields: TaskFields) -> TaskFields {
    TaskFields(
      title: title ?? fields.title,
      description: description ?? fields.description,
      isCompleted: isCompleted ?? fields.isCompleted,
      priority: priority ?? fields.priority,
      dueDate: dueDate ?? fields.dueDate,
      tags: tags ?? fields.tags
    )
  }
}

/// A stored task.
struct TaskRow: Sendable, Equatable {
  let id: String
  let userID: String
  var fields: TaskFields
  let createdAt: Timestamp
  var updatedAt: Timestamp

  /// As the wire has it (contract/tasks-api).
  var json: JSON {
    [
      "id": .string(id),
      "user_id": .string(userID),
      "title": .string(fields.title),
      "description": JSON(fields.description),
      "completed": .bool(fields.isCompleted),
      "priority": JSON(fields.priority?.rawValue),
      "due_date": JSON(fields.dueDate),
      "tags": .array(fields.tags.map(JSON.string)),
      "created_at": .string(createdAt.text),
      "updated_at": .string(updatedAt.text),
    ]
  }
}

/// Which tasks a list has, and in which order.
struct TaskSelection: Sendable, Equatable {
  enum Status: String, CaseIterable {
    case all, pending, completed
  }

  enum Order: String, CaseIterable {
    /// Newest first.
    case created
    case title
    /// Earliest first, tasks without a date last.
    case dueDate = "due_date"
  }

  var status = Status.all
  var order = Order.created
  var limit: Int?
  var offset = 0
  /// Text in the title or the description, whatever its case.
  var search: String?
}
