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
  /// How much it matters; nil where nothing is said.
  public var priority: Priority?
  /// When it is due; nil for whenever.
  public var due: DueDate?
  /// Words it is filed under, without `#`, in the order given; each once.
  public var tags: [String]
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
    priority: Priority? = nil,
    due: DueDate? = nil,
    tags: [String] = [],
    createdAt: Timestamp,
    updatedAt: Timestamp
  ) {
    self.id = id
    self.title = title
    self.description = description
    self.isCompleted = isCompleted
    self.priority = priority
    self.due = due
    self.tags = tags
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
  /// How much it matters.
  public var priority: Priority?
  /// When it is due.
  public var due: DueDate?
  /// What it is filed under.
  public var tags: [String]
  /// Made done at once: how an undone deletion of a done task comes back.
  public var isCompleted: Bool

  /// A draft of checked parts.
  public init(
    title: TodoTitle,
    description: TodoDescription? = nil,
    priority: Priority? = nil,
    due: DueDate? = nil,
    tags: [String] = [],
    isCompleted: Bool = false
  ) {
    self.title = title
    self.description = description
    self.priority = priority
    self.due = due
    self.tags = tags
    self.isCompleted = isCompleted
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
  /// Give it another priority, or none.
  case prioritize(Priority?)
  /// Give it another due date, or none.
  case schedule(DueDate?)
  /// File it under these tags and no others.
  case tag([String])
  /// Remove it.
  case delete
}

/// A change and the row it is for.
public struct RowChange: Hashable, Sendable {
  /// What the person asked for.
  public var change: TodoChange
  /// The row's key; for a creation the key the new row gets, or nil to have one chosen.
  public var key: String?

  /// A change of one row.
  public init(_ change: TodoChange, key: String?) {
    self.change = change
    self.key = key
  }
}
