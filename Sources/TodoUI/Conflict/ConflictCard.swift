package import TodoKit

/// A value of one field of a task.
package enum ConflictValue: Sendable, Equatable {
  case title(String)
  case description(String?)
  case priority(Priority?)
  case due(DueDate?)
  case tags([String])
  case completed(Bool)

  /// The field, as a heading.
  var name: String {
    switch self {
    case .title: "title"
    case .description: "description"
    case .priority: "priority"
    case .due: "due"
    case .tags: "tags"
    case .completed: "state"
    }
  }

  /// The value as text of one or more lines.
  func words(_ day: LocalDay) -> String {
    switch self {
    case .title(let title): title
    case .description(let text): text.flatMap { $0.isEmpty ? nil : $0 } ?? "none"
    case .priority(let priority): priority?.rawValue ?? "none"
    case .due(let due): due.map { DueWords($0, on: day).long } ?? "none"
    case .tags(let tags): tags.isEmpty ? "none" : tags.map { "#" + $0 }.joined(separator: " ")
    case .completed(let isCompleted): isCompleted ? "done" : "open"
    }
  }

  /// Whether a text can be written for it.
  var isText: Bool {
    switch self {
    case .title, .description: true
    default: false
    }
  }
}

/// Changes of one task that a person has to decide about.
package struct ConflictCard: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// Changed on both sides, in the same fields, to different things.
    case fields
    /// Deleted on the server, changed here.
    case deletedThere
    /// Deleted here, changed on the server before it heard of that.
    case changedBeforeDeletion
  }

  /// One field in question.
  package struct Field: Sendable, Equatable {
    /// What it held when it was changed here.
    package let seen: ConflictValue?
    /// nil where nothing was changed here.
    package let mine: ConflictValue?
    /// nil where the server has no task any more.
    package let theirs: ConflictValue?

    package init(seen: ConflictValue?, mine: ConflictValue?, theirs: ConflictValue?) {
      self.seen = seen
      self.mine = mine
      self.theirs = theirs
    }

    var name: String { (mine ?? theirs ?? seen)?.name ?? "" }
  }

  /// The task's row.
  package let key: String
  package let title: String
  package let kind: Kind
  package let fields: [Field]

  package init(key: String, title: String, kind: Kind, fields: [Field]) {
    self.key = key
    self.title = title
    self.kind = kind
    self.fields = fields
  }
}

/// How a conflict ends.
package enum ConflictChoice: Sendable, Equatable {
  /// All as it is here.
  case mine
  /// All as the server has it.
  case theirs
  /// A value for each field in question, in their order.
  case values([ConflictValue])
}
