package import TodoKit

/// What one run of the engine came to.
package struct SyncReport: Sendable {
  /// How it ended.
  package enum Outcome: Hashable, Sendable {
    /// Everything that could be sent was, and the list was read if asked for.
    case complete
    /// Another process holds the sync lock and does the work.
    case busy
    /// A request stopped the run, or had no clear answer; what is unsent stays queued.
    case stopped(RemoteFailure)
    /// The engine is signed out and sent nothing.
    case signedOut
    /// The mirror could not be read or written.
    case store(StoreError)
  }

  /// A change the server refused during this run.
  package struct Failure: Hashable, Sendable {
    /// The row.
    package var key: String
    /// Its title as it is shown.
    package var title: String
    /// What was refused.
    package var change: OutboxEntry.Change
    /// Why.
    package var reason: Reason

    /// A refused change.
    package init(key: String, title: String, change: OutboxEntry.Change, reason: Reason) {
      self.key = key
      self.title = title
      self.change = change
      self.reason = reason
    }
  }

  /// How it ended.
  package var outcome: Outcome
  /// Whether the mirror was made equal to the server's list.
  package var isListRead = false
  /// Changes the server confirmed during this run.
  package var sent = 0
  /// Changes it refused during this run.
  package var failures: [Failure] = []
  /// The mirror as a whole, afterwards.
  package var status = SyncStatus()

  /// A report of a run that has just begun, unless said otherwise.
  package init(outcome: Outcome = .complete) { self.outcome = outcome }
}

/// What the engine tells while it works, in order.
package enum SyncEvent: Hashable, Sendable {
  /// Rows that are new or different, and keys of rows that are gone.
  case rows(MirrorChange)
  /// Phase or counts are different.
  case status(SyncStatus)
}

/// Rows of the mirror that a write made different.
package struct MirrorChange: Hashable, Sendable {
  /// New or different rows, as they are now.
  package var changed: [TodoItem]
  /// Keys of rows that are gone.
  package var removed: [String]

  /// A change; none unless said otherwise.
  package init(changed: [TodoItem] = [], removed: [String] = []) {
    self.changed = changed
    self.removed = removed
  }

  /// Whether nothing is different.
  package var isEmpty: Bool { changed.isEmpty && removed.isEmpty }
}
