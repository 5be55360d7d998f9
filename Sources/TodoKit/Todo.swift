/// One task as its server knows it. (The wire says task; `Todo` because `Task` is Swift's own.)
public struct Todo: Hashable, Sendable, Identifiable {
  /// Opaque: a UUID on our server, an integer or any string elsewhere.
  public var id: String
  /// 1–200 Unicode scalars.
  public var title: String
  /// At most 1,000 Unicode scalars, or nil.
  public var description: String?
  /// Whether it is done.
  public var isCompleted: Bool
  /// When the server (or, before it answered, this client) made it.
  public var createdAt: Timestamp
  /// When it last changed.
  public var updatedAt: Timestamp

  /// A task with every field given.
  public init(
    id: String,
    title: String,
    description: String? = nil,
    isCompleted: Bool = false,
    createdAt: Timestamp,
    updatedAt: Timestamp
  ) {
    self.id = id
    self.title = title
    self.description = description
    self.isCompleted = isCompleted
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

/// What a person types to make a task.
public struct TodoDraft: Hashable, Sendable {
  /// The checked title.
  public var title: TodoTitle
  /// Checked with ``TodoDescription``; nil for none.
  public var description: TodoDescription?

  /// A draft of checked parts.
  public init(title: TodoTitle, description: TodoDescription? = nil) {
    self.title = title
    self.description = description
  }
}

/// A change a person asked for, to one task.
public enum TodoChange: Hashable, Sendable {
  /// Make a new task.
  case create(TodoDraft)
  /// Give it another title.
  case retitle(TodoTitle)
  /// Give it another description, or none.
  case describe(TodoDescription?)
  /// Set, never toggle: a toggle cannot be repeated safely.
  case setCompleted(Bool)
  /// Remove it.
  case delete
}
