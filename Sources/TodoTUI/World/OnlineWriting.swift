import LocalStore
import TodoKit

/// Changes that are made now or not at all (`--require-online`).
extension OpenAccount {
  /// Rows whose changes were not made, and what to say about them.
  struct Unsent {
    var keys: Set<String>
    var failure: Failure
  }

  /// Sends what waits and reads the list, so that a change is not even begun without the server.
  ///
  /// - Throws: ``Failure``, what stopped it; nothing is saved then.
  func mustReachServer() async throws(Failure) {
    let run = await run(within: nil) { await $0.sync() }
    guard var failure = failure(run) else { return }
    if case .stopped(.unknown) = run.report?.outcome, failure.status == .unreachable {
      // The request only asked, so that nothing is in doubt.
      failure.message = "\(host) gives no answer."
    }
    failure.message += " Nothing was changed."
    throw failure
  }

  /// How far outbox and log had come before a change.
  struct Progress {
    /// The outbox's last change.
    var change: Int64
    /// The log's last step.
    var step: Int64
  }

  /// How far outbox and log have come; 0 for what is empty.
  func progress() throws(Failure) -> Progress {
    try stored { () throws(StoreError) in
      Progress(
        change: try store.queue().map(\.sequence).max() ?? 0,
        step: try store.actions(limit: 1).first?.id ?? 0
      )
    }
  }

  /// Takes changes back out of the outbox, and out of the log, that have no effect at the server; what
  /// may have one stays.
  ///
  /// - Parameters:
  ///   - before: how far outbox and log had come.
  ///   - written: the rows that were changed.
  ///   - stopped: what ended their sending.
  /// - Throws: ``Failure`` when the store cannot be used.
  /// - Returns: the rows that were not changed for sure; nil when all of them were.
  func drop(
    after before: Progress,
    _ written: [TodoItem],
    _ stopped: Failure?
  ) throws(Failure) -> Unsent? {
    let queue = try stored { () throws(StoreError) in try store.queue() }
    let left = queue.filter { entry in
      entry.sequence > before.change && written.contains { $0.key == entry.key }
    }
    guard let first = left.first else { return nil }
    let inDoubt = left.filter { $0.isInDoubt || $0.state == .unknown || $0.state == .sending }
    for entry in left where !inDoubt.contains(entry) { try drop(entry) }
    let kept = Set(inDoubt.map(\.key))
    try stored { () throws(StoreError) in
      try store.forget(Set(left.map(\.key)).subtracting(kept), after: before.step)
    }
    let title = written.first { $0.key == first.key }?.todo.title ?? ""
    return Unsent(
      keys: Set(left.map(\.key)),
      failure: kept.isEmpty
        ? .notMade(title, why: reason(of: first, stopped))
        : .outcomeUnknown(title, host: host)
    )
  }

  private func drop(_ entry: OutboxEntry) throws(Failure) {
    do throws(StoreError) {
      _ = try store.drop(key: entry.key, sequence: entry.sequence)
    } catch {
      switch error {
      // It went with the creation before it.
      case .noSuchChange: return
      default: throw Failure(error)
      }
    }
  }

  private func reason(of entry: OutboxEntry, _ stopped: Failure?) -> Failure {
    switch entry.state {
    case .failed(let sentence): Failure(.badData, "rejected", sentence)
    case .conflict(let sentence): Failure(.conflict, Failure.inConflict, sentence)
    case .queued, .sending, .unknown:
      stopped ?? Failure(.temporary, "later", "The server takes it later.")
    }
  }
}

extension Failure {
  /// A change that was to be made now or not at all, and was not.
  ///
  /// - Parameters:
  ///   - title: the task's.
  ///   - why: what stopped it.
  /// - Returns: the failure to end with.
  static func notMade(_ title: String, why: Failure) -> Failure {
    var failure = why
    failure.message += " “\(title)” was not changed, and nothing is queued."
    return failure
  }

  /// The same, where it may have been made: what is recorded finds out.
  static func outcomeUnknown(_ title: String, host: String) -> Failure {
    Failure(
      .unreachable,
      "outcome_unknown",
      "\(host) gave no answer: whether “\(title)” was changed there is not known. The change stays"
        + " recorded here, and the next command or screen finds out."
    )
  }
}
