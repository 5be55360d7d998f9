/// How urgent a task is.
enum TaskPriority: String, Sendable, CaseIterable {
  case low, medium, high

  static func named(_ text: String) -> TaskPriority? {
    allCases.first { $0.rawValue.hasSameBytes(as: text) }
  }
}

/// The fields a client may set, already checked.
struct TaskFields: Sendable {
  var title: String
  var description: String?
  var isCompleted = false
  var priority: TaskPriority?
  /// A date, or a date-time in UTC.
  var dueDate: String?
  /// As `TagSyntax` keeps them.
  var tags: [String] = []

  /// As the wire has them (contract/tasks-api).
  var members: [JSONMember] {
    [
      JSONMember(name: "title", value: .string(title)),
      JSONMember(name: "description", value: JSON(description)),
      JSONMember(name: "completed", value: .bool(isCompleted)),
      JSONMember(name: "priority", value: JSON(priority?.rawValue)),
      JSONMember(name: "due_date", value: JSON(dueDate)),
      JSONMember(name: "tags", value: .array(tags.map(JSON.string))),
    ]
  }
}

extension TaskFields: Equatable {
  /// Byte for byte: a client that changes only the normal form of a title has changed it.
  static func == (left: TaskFields, right: TaskFields) -> Bool {
    JSON.object(left.members) == JSON.object(right.members)
  }
}

/// A change: what is nil stays; an inner nil clears.
struct TaskPatch: Sendable {
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

/// Which tasks a list has, and in which order.
struct TaskSelection: Sendable, Equatable {
  enum Status: String, CaseIterable {
    case all, pending, completed
  }

  enum Sort: String, CaseIterable {
    case created
    case title
    /// Tasks without a date are last, whatever the order.
    case dueDate = "due_date"
  }

  enum Order: String, CaseIterable {
    case ascending = "asc"
    case descending = "desc"
  }

  var status = Status.all
  /// Only tasks of this priority.
  var priority: TaskPriority?
  var sort = Sort.created
  /// Nil is the usual one: newest first, titles from A, earliest due date first.
  var order: Order?
  var limit: Int?
  var offset = 0
  /// Text in the title or the description, whatever its case.
  var search: String?
  /// Instead of a list, what changed after this number.
  var changesSince: Int64?
}
