public import TodoKit

/// A task as an answer showed it.
public struct SeenTask: Hashable, Sendable {
  /// What this client knows of it.
  public var todo: Todo
  /// Names this version of it, to change or delete no other; nil where the server names none.
  public var etag: String?
  /// The rest of it: a JSON object of the members this client does not know, each as it came; nil
  /// when there are none.
  public var extra: String?

  /// A task of these parts.
  public init(_ todo: Todo, etag: String? = nil, extra: String? = nil) {
    self.todo = todo
    self.etag = etag
    self.extra = extra
  }
}

/// What the task server says about the list.
public enum ListAnswer: Hashable, Sendable {
  /// Nothing changed since the tag that was sent.
  case unchanged
  /// Every task, the tag to send next time, and the number to ask for changes from; the last two
  /// where the server gives them.
  case tasks([SeenTask], etag: String?, number: Int64?)
}
