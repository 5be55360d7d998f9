/// A task as the mirror holds it: the task, and how far this client's changes to it have come.
public struct TodoItem: Hashable, Sendable {
  /// Names the row on this machine for as long as it lives, also before a server gave an id.
  public var key: String
  /// The task with every local change applied.
  ///
  /// Its `id` equals `key` until a server chose one.
  public var todo: Todo
  /// What became of the changes.
  public var state: SyncState

  /// A row of the mirror.
  public init(key: String, todo: Todo, state: SyncState) {
    self.key = key
    self.todo = todo
    self.state = state
  }
}

/// How far the local changes of one task have come.
public enum SyncState: Hashable, Sendable {
  /// The server has everything.
  case synced
  /// Saved here, waits for the server.
  case queued
  /// On the wire now.
  case sending
  /// The server refused; the sentence says why.
  ///
  /// The row is back to what the server has, or, for a task the server never had, stays as typed.
  case failed(String)
  /// Changed here and elsewhere in ways that do not go together; the sentence says how.
  ///
  /// The row shows this client's version. Nothing of it is sent until the person has chosen.
  case conflict(String)
}

/// What a repeated creation comes to on a server.
public enum Rung: Hashable, Sendable {
  /// The server takes ids of this client's, so a creation may be repeated.
  case exactlyOnce
  /// It chooses ids itself: a creation whose answer was lost is looked for, and in rare cases made
  /// twice.
  case atLeastOnce
}

/// What the header says about the mirror as a whole.
public struct SyncStatus: Hashable, Sendable {
  /// What the network is doing.
  public enum Phase: Hashable, Sendable {
    /// Nothing under way.
    case idle
    /// A request is on the wire.
    case syncing
    /// The last attempt did not reach the server; the sentence says why.
    case offline(String)
    /// Signed out, or refused: nothing is sent until the person signs in.
    case signedOut
  }

  /// What the network is doing.
  public var phase: Phase
  /// When the mirror last equalled the server.
  public var lastSync: Timestamp?
  /// Changes that wait to be sent.
  public var queued: Int
  /// Changes the server refused.
  public var failed: Int
  /// Tasks changed here and elsewhere, about which the person has to decide.
  public var conflicts: Int
  /// What repeating a creation comes to; nil while the server was not asked.
  public var rung: Rung?
  /// Since when the server was not reached; nil when the last attempt did.
  public var offlineSince: Timestamp?

  /// A status; idle and never synced unless said otherwise.
  public init(
    phase: Phase = .idle,
    lastSync: Timestamp? = nil,
    queued: Int = 0,
    failed: Int = 0,
    conflicts: Int = 0,
    rung: Rung? = nil,
    offlineSince: Timestamp? = nil
  ) {
    self.phase = phase
    self.lastSync = lastSync
    self.queued = queued
    self.failed = failed
    self.conflicts = conflicts
    self.rung = rung
    self.offlineSince = offlineSince
  }
}
