internal import TodoKit

/// What a person made of a task: everything but what its server gave it.
struct TodoContent: EditableFields, Equatable {
  var title: String
  var description: String?
  var priority: Priority?
  var due: DueDate?
  var tags: [String]
  var isCompleted: Bool

  init(_ new: NewTodo, isCompleted: Bool) {
    title = new.title
    description = new.description
    priority = new.priority
    due = new.due
    tags = new.tags
    self.isCompleted = isCompleted
  }

  init(_ todo: Todo) { self.init(NewTodo(todo), isCompleted: todo.isCompleted) }

  /// What the server is told to make a task of it; servers make tasks as open ones.
  var creation: [OutboxEntry.Change] {
    let create = OutboxEntry.Change.create(NewTodo(self))
    return isCompleted ? [create, .setCompleted(true)] : [create]
  }
}

extension NewTodo {
  /// The five values of any task.
  init(_ fields: some EditableFields) {
    self.init(
      title: fields.title,
      description: fields.description,
      priority: fields.priority,
      due: fields.due,
      tags: fields.tags
    )
  }
}

/// Which values of a task are meant, one bit each, as the tables keep it.
struct FieldSet: OptionSet, Hashable {
  let rawValue: Int64

  static let title = FieldSet(rawValue: 1)
  static let description = FieldSet(rawValue: 2)
  static let priority = FieldSet(rawValue: 4)
  static let due = FieldSet(rawValue: 8)
  static let tags = FieldSet(rawValue: 16)
  static let completed = FieldSet(rawValue: 32)
  static let all = FieldSet(rawValue: 63)

  /// Those in which two contents differ.
  init(differingIn one: TodoContent, _ other: TodoContent) {
    self = []
    if one.title != other.title { insert(.title) }
    if one.description != other.description { insert(.description) }
    if one.priority != other.priority { insert(.priority) }
    if one.due != other.due { insert(.due) }
    if one.tags != other.tags { insert(.tags) }
    if one.isCompleted != other.isCompleted { insert(.completed) }
  }

  init(rawValue: Int64) { self.rawValue = rawValue }

  /// Those that a change of the outbox sets.
  init(of change: OutboxEntry.Change) {
    switch change {
    case .create: self = FieldSet.all.subtracting(.completed)
    case .edit(let edits): self = edits.reduce(into: []) { $0.insert(FieldSet(of: $1)) }
    case .setCompleted: self = .completed
    case .delete: self = []
    }
  }

  private init(of edit: TodoEdit) {
    switch edit {
    case .title: self = .title
    case .description: self = .description
    case .priority: self = .priority
    case .due: self = .due
    case .tags: self = .tags
    case .completed: self = .completed
    }
  }
}

extension EditableFields {
  /// These values as edits.
  func edits(of fields: FieldSet) -> [TodoEdit] {
    var edits: [TodoEdit] = []
    if fields.contains(.title) { edits.append(.title(title)) }
    if fields.contains(.description) { edits.append(.description(description)) }
    if fields.contains(.priority) { edits.append(.priority(priority)) }
    if fields.contains(.due) { edits.append(.due(due)) }
    if fields.contains(.tags) { edits.append(.tags(tags)) }
    return edits
  }
}
