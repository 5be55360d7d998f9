package import TodoKit

/// A task as the server showed it.
package struct SeenTodo: Hashable, Sendable {
  /// The task.
  package var todo: Todo
  /// The task's own validator, for `If-Match`; nil where the server sends none.
  package var etag: String?
  /// A JSON object of the members this client does not know, as they came; nil for none.
  package var extra: String?

  /// A task as the server showed it.
  package init(todo: Todo, etag: String? = nil, extra: String? = nil) {
    self.todo = todo
    self.etag = etag
    self.extra = extra
  }
}

/// What the server said to a list request.
package enum ListAnswer: Hashable, Sendable {
  /// 304: still what the ETag named.
  case unchanged
  /// Every task, the list's ETag where the server sends one, and the number to ask changes from where
  /// it keeps those.
  case tasks([SeenTodo], etag: String?, number: Int64?)
}

/// One page of what changed.
package struct ChangesAnswer: Hashable, Sendable {
  /// The changed tasks, in the order of their numbers.
  package var rows: [ChangedTodo]
  /// The number to ask from next; less than the one asked from when the server does not know that.
  package var number: Int64
  /// Whether nothing follows.
  package var isComplete: Bool

  /// A page.
  package init(rows: [ChangedTodo], number: Int64, isComplete: Bool) {
    self.rows = rows
    self.number = number
    self.isComplete = isComplete
  }
}

/// A task that changed at the server.
package enum ChangedTodo: Hashable, Sendable {
  /// It is new or different.
  case task(SeenTodo)
  /// It is no longer there.
  case deleted(id: String, at: Timestamp?)
}
