import LocalStore
import TerminalKit
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

extension Message {
  /// The commit, or the step of the log, that it ends.
  var answered: Int? {
    switch self {
    case .committed(let id, _), .commitFailed(let id, _), .undone(let id, _),
      .nothingToUndo(let id):
      id
    default: nil
    }
  }

  /// What stops a command.
  var isEscape: Bool { self == .input(.key(Key(.escape))) }

  /// Whether a person typed it and means a task by it; ^C and a resize are for the program.
  var isTyped: Bool {
    switch self {
    case .input(.key(Key("c", .control))), .input(.resized): false
    case .input: true
    default: false
    }
  }
}
