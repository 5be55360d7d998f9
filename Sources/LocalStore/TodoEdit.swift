package import TodoKit

/// A task to be made, as the server gets it.
package struct NewTodo: Hashable, Sendable {
  /// Its title.
  package var title: String
  /// Its description, or nil.
  package var description: String?
  /// How much it matters, where the server keeps that.
  package var priority: Priority?
  /// When it is due, where the server keeps that.
  package var due: DueDate?
  /// What it is filed under, where the server keeps that.
  package var tags: [String]

  /// A task to be made.
  package init(
    title: String,
    description: String? = nil,
    priority: Priority? = nil,
    due: DueDate? = nil,
    tags: [String] = []
  ) {
    self.title = title
    self.description = description
    self.priority = priority
    self.due = due
    self.tags = tags
  }
}

/// The values of a task that a person changes.
protocol EditableFields {
  var title: String { get set }
  var description: String? { get set }
  var priority: Priority? { get set }
  var due: DueDate? { get set }
  var tags: [String] { get set }
  var isCompleted: Bool { get set }
}

extension NewTodo: EditableFields {
  /// Servers make tasks as open ones, whatever is set here.
  var isCompleted: Bool {
    get { false }
    set {}
  }
}

extension Todo: EditableFields {}

extension EditableFields {
  /// Puts a new value in, before the server has it.
  mutating func apply(_ edit: TodoEdit) {
    switch edit {
    case .title(let title): self.title = title
    case .description(let description): self.description = description
    case .priority(let priority): self.priority = priority
    case .due(let due): self.due = due
    case .tags(let tags): self.tags = tags
    case .completed(let isCompleted): self.isCompleted = isCompleted
    }
  }

  /// What a field of the task will hold, as the edit that would set it.
  subscript(field: TodoField) -> TodoEdit {
    switch field {
    case .title: .title(title)
    case .description: .description(description)
    case .priority: .priority(priority)
    case .due: .due(due)
    case .tags: .tags(tags)
    case .completed: .completed(isCompleted)
    }
  }
}

/// A new value for one field of a task.
package enum TodoEdit: Hashable, Sendable {
  /// Another title.
  case title(String)
  /// Another description; nil clears it.
  case description(String?)
  /// Another priority; nil clears it.
  case priority(Priority?)
  /// Another due date; nil clears it.
  case due(DueDate?)
  /// Other tags in place of all it has.
  case tags([String])
  /// Done or open; only where versions are compared: an entry of the outbox sets it by
  /// ``OutboxEntry/Change/setCompleted(_:)``.
  case completed(Bool)
}

extension [TodoEdit] {
  /// Takes later edits in, each in place of an earlier one of the same field.
  mutating func merge(_ later: [TodoEdit]) {
    for edit in later {
      if let index = firstIndex(where: { $0.field == edit.field }) {
        self[index] = edit
      } else {
        append(edit)
      }
    }
  }
}
