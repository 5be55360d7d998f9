public import TodoKit

/// What the task server says about the list.
public enum ListAnswer: Hashable, Sendable {
  /// Nothing changed since the tag that was sent.
  case unchanged
  /// Every task, and the tag to send next time where the server gives one.
  case tasks([Todo], etag: String?)
}
