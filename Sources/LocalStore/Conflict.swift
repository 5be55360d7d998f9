package import TodoKit

/// A task changed here and elsewhere in ways that do not go together.
package struct Conflict: Hashable, Sendable {
  /// What does not go together.
  package enum Kind: Hashable, Sendable {
    /// Both sides gave these fields different values.
    case fields([FieldConflict])
    /// It is gone at the server, and was changed here: `mine` in its fields, `completed` where it was
    /// completed or reopened.
    case deletedThere(mine: [TodoEdit], completed: Bool?)
    /// It was deleted here, and the server has another version than the one deleted.
    case changedBeforeDeletion(theirs: Todo)
  }

  /// The row.
  package var key: String
  /// Its title as it is shown.
  package var title: String
  /// What does not go together.
  package var kind: Kind

  /// A conflict.
  package init(key: String, title: String, kind: Kind) {
    self.key = key
    self.title = title
    self.kind = kind
  }
}

/// One field that both sides changed.
package struct FieldConflict: Hashable, Sendable {
  /// The field.
  package var field: TodoField
  /// What it held when the person changed it.
  package var seen: TodoEdit
  /// What the person gave it.
  package var mine: TodoEdit
  /// What the server has now.
  package var theirs: TodoEdit

  /// A field that both sides changed.
  package init(field: TodoField, seen: TodoEdit, mine: TodoEdit, theirs: TodoEdit) {
    self.field = field
    self.seen = seen
    self.mine = mine
    self.theirs = theirs
  }
}

/// A field of a task that a person can change.
package enum TodoField: String, Hashable, Sendable, CaseIterable {
  case title, description, priority, due, tags, completed
}

/// What a person decided about a conflict.
package enum Resolution: Hashable, Sendable {
  /// What was done here: it is sent over what the server has, and a task deleted there is made again.
  case mine
  /// What the server has: what was done here to the fields in question is given up.
  case theirs
  /// These values; fields in question that are not among them stay as the server has them.
  case edited([TodoEdit])
}

extension TodoEdit {
  /// The field it sets.
  package var field: TodoField {
    switch self {
    case .title: .title
    case .description: .description
    case .priority: .priority
    case .due: .due
    case .tags: .tags
    case .completed: .completed
    }
  }
}

extension Todo {
  /// What a field holds, as the edit that would set it.
  package subscript(field: TodoField) -> TodoEdit {
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
