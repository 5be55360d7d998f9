import LocalStore
import TodoUI

/// A message, and which opening of an account it is about.
///
/// An engine may still speak when its account has left the screen: what it says then is dropped, so
/// that one account's tasks never show under another's name.
struct Letter: Sendable {
  var message: Message
  /// nil for what is about no account, such as a key.
  var opening: Int?

  init(_ message: Message, about opening: Int? = nil) {
    self.message = message
    self.opening = opening
  }

  /// What the engine tells, as the screen takes it.
  init(_ event: SyncEvent, about opening: Int) {
    self.opening = opening
    switch event {
    case .rows(let change): message = .rows(changed: change.changed, removed: change.removed)
    case .status(let status): message = .status(status)
    }
  }
}
