package import TodoKit

/// One unsent change of one task.
package struct OutboxEntry: Hashable, Sendable {
  /// How far it has come; an entry that is done is removed.
  package enum State: Hashable, Sendable {
    /// Certainly without effect at the server so far.
    case queued
    /// On the wire now.
    case sending
    /// It was on the wire and may have been carried out.
    case unknown
    /// Refused, or impossible to tell; the sentence says why. Parks its lane.
    case failed(String)
    /// The server's task was changed too, and both do not go together; the sentence says how. Parks
    /// its lane until ``TodoStore/resolve(_:_:newKey:at:)``.
    case conflict(String)
  }

  /// What the server is to do; every kind but `create` may be repeated without harm.
  package enum Change: Hashable, Sendable {
    /// Make the task.
    case create(NewTodo)
    /// Change these fields, each named once.
    case edit([TodoEdit])
    /// Set, never toggle.
    case setCompleted(Bool)
    /// Remove it.
    case delete
  }

  /// Orders all entries; lower was asked for earlier.
  package var sequence: Int64
  /// The row it changes.
  package var key: String
  /// What is to be done.
  package var change: Change
  /// What each field it sets held when the person changed it; of a deletion, what the changes were made
  /// upon that it took the place of in a conflict or when they were refused; nothing for creations.
  package var seen: [TodoEdit] = []
  /// How far it has come.
  package var state: State
  /// When the person asked for it.
  package var askedAt: Timestamp
  /// When it was last put on the wire.
  package var attemptedAt: Timestamp?
  /// How many attempts had an unknown outcome.
  package var unanswered = 0
  /// Whether some attempt may have been carried out, whatever came of later ones.
  package var isInDoubt = false
  /// Whether a creation was sent under the row's key as its id (rung A), so that it can be repeated.
  package var isSentWithID = false
  /// How many lists, taken after a creation of unknown outcome (rung B), did not have it.
  package var looks = 0
  /// Whether the server said that the task is gone; the next list that lacks it removes the row.
  package var isTaskGone = false
  /// Whether it waits until the server's version has been read.
  package var isStale = false
  /// The id the server knew the task by that this creation makes again.
  package var restores: String?

  /// A change nobody has sent yet.
  package init(sequence: Int64, key: String, change: Change, askedAt: Timestamp) {
    self.sequence = sequence
    self.key = key
    self.change = change
    self.state = .queued
    self.askedAt = askedAt
  }
}
