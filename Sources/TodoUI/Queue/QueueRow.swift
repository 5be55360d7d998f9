package import TodoKit

/// A change that the server does not have, as a person reads it.
package struct QueueRow: Sendable, Equatable {
  /// Why the server does not have it; what needs a person comes first.
  package enum State: Int, Sendable, Comparable {
    /// The server has something else by now.
    case conflict
    /// The server said no.
    case refused
    /// It was sent, and nobody knows whether it arrived.
    case inDoubt
    /// It is on the wire.
    case sending
    /// It waits for its turn, or for the server.
    case waiting

    package static func < (left: State, right: State) -> Bool { left.rawValue < right.rawValue }
  }

  /// The task's row.
  package let key: String
  /// Which of the task's changes.
  package let sequence: Int64
  /// The task's title.
  package let title: String
  /// What the change is, in a word or two: `done`, `title “Buy milk”`.
  package let words: String
  package let state: State
  /// Why it is not there, and what comes next.
  package let sentence: String
  /// When the person asked for it.
  package let askedAt: Timestamp

  package init(
    key: String,
    sequence: Int64,
    title: String,
    words: String,
    state: State,
    sentence: String,
    askedAt: Timestamp
  ) {
    self.key = key
    self.sequence = sequence
    self.title = title
    self.words = words
    self.state = state
    self.sentence = sentence
    self.askedAt = askedAt
  }
}
