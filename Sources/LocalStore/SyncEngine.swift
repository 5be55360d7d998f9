package import TodoKit

/// Sends the outbox, then reads the server's list into the mirror.
///
/// One run at a time: a call during a run joins the one that follows it. Across processes an
/// exclusive lock on `<database>.sync-lock` lets one engine work; whatever that lock's holder finds
/// on the wire was put there by a process that has died.
package actor SyncEngine {
  /// How many tasks have a change on the wire at the same time, at most.
  static let laneLimit = 4

  let store: TodoStore
  let remote: RemoteTasks
  let now: @Sendable () -> Timestamp
  private let report: @Sendable (SyncEvent) -> Void
  private var isSignedIn = true
  private var running: Task<SyncReport, Never>?
  private var following: Task<SyncReport, Never>?
  private var isListWantedNext = false

  /// An engine; it does nothing until told to.
  ///
  /// - Parameters:
  ///   - store: the mirror and outbox it works on.
  ///   - remote: the task server.
  ///   - now: the wall clock.
  ///   - report: told of every change of a row or of the status, in order; it must not block.
  package init(
    store: TodoStore,
    remote: RemoteTasks,
    now: @escaping @Sendable () -> Timestamp,
    report: @escaping @Sendable (SyncEvent) -> Void
  ) {
    self.store = store
    self.remote = remote
    self.now = now
    self.report = report
  }

  /// Sends what is unsent, then reads the list.
  ///
  /// - Parameter lockWait: how long to wait while another process syncs the same store.
  /// - Returns: what it came to; `.busy` when the other process was still at it.
  package func sync(lockWait: Duration = .seconds(2)) async -> SyncReport {
    await join(readsList: true, lockWait)
  }

  /// Sends what is unsent, and reads nothing.
  ///
  /// - Parameter lockWait: how long to wait while another process syncs the same store.
  /// - Returns: what it came to; `.busy` when the other process was still at it.
  package func push(lockWait: Duration = .seconds(2)) async -> SyncReport {
    await join(readsList: false, lockWait)
  }

  /// Says whether there is a session; without one nothing is sent.
  package func setSignedIn(_ isSignedIn: Bool) { self.isSignedIn = isSignedIn }

  /// Ends the run under way and the one that waits for it, as soon as the closures of ``RemoteTasks``
  /// end, which is at once when they heed the cancellation of their task.
  ///
  /// What is on the wire then is in doubt, as after any lost answer, and nothing else is sent; the
  /// lock is given back before the callers of those runs get their reports. A later call runs anew.
  package func cancel() {
    running?.cancel()
    following?.cancel()
    following = nil
  }

  private func join(readsList: Bool, _ lockWait: Duration) async -> SyncReport {
    if let following {
      isListWantedNext = isListWantedNext || readsList
      return await following.value
    }
    let task: Task<SyncReport, Never>
    if let running {
      isListWantedNext = readsList
      task = Task {
        _ = await running.value
        return await self.follow(lockWait)
      }
      following = task
    } else {
      task = Task { await self.run(readsList: readsList, lockWait) }
      running = task
    }
    return await task.value
  }

  private func follow(_ lockWait: Duration) async -> SyncReport {
    // A cancelled one has been replaced already, or never will be.
    if Task.isCancelled { return SyncReport(outcome: .cancelled) }
    running = following
    following = nil
    return await run(readsList: isListWantedNext, lockWait)
  }

  private func run(readsList: Bool, _ lockWait: Duration) async -> SyncReport {
    var result = SyncReport()
    do throws(StoreError) {
      try await work(readsList: readsList, lockWait, &result)
      try noteReach(result)
      result.status = try store.status()
    } catch {
      result.outcome = .store(error)
    }
    result.status.phase = phase(after: result)
    report(.status(result.status))
    running = nil
    return result
  }

  private func work(
    readsList: Bool,
    _ lockWait: Duration,
    _ result: inout SyncReport
  ) async throws(StoreError) {
    guard isSignedIn else {
      result.outcome = .signedOut
      return
    }
    if !readsList, try store.status().queued == 0 { return }
    try reportStatus()
    // A mirror in memory is nobody else's.
    if store.file.isEmpty { return try await exchange(readsList: readsList, &result) }
    guard let lock = try await FileLock.waiting(store.file + ".sync-lock", for: lockWait) else {
      result.outcome = Task.isCancelled ? .cancelled : .busy
      return
    }
    try await exchange(readsList: readsList, &result)
    lock.release()
  }

  /// Sends what waits, then asks for the list; the sync lock is held.
  private func exchange(
    readsList: Bool,
    _ result: inout SyncReport
  ) async throws(StoreError) {
    reportRows(try store.putInterruptedInDoubt())
    let isUnvalidated = try store.hasUnvalidatedChanges()
    let mustLook = readsList && isUnvalidated
    if mustLook {
      // The server cannot tell that a change was made upon an older version of its task.
      try await pull(&result)
      if !result.outcome.allowsSending { return }
    }
    try await drain(&result)
    if Task.isCancelled {
      if result.outcome == .complete { result.outcome = .cancelled }
      return
    }
    guard readsList, result.outcome.allowsList else { return }
    if mustLook, result.outcome == .complete, try !store.needsWholeList() { return }
    let isHeldUp = try store.waitsForVersion()
    try await pull(&result)
    if isHeldUp, result.isListRead, !Task.isCancelled { try await drain(&result) }
  }

  /// Notes what ends a run; the first reason counts.
  func stop(_ result: inout SyncReport, _ failure: RemoteFailure) {
    if case .signedOut = failure { isSignedIn = false }
    if result.outcome == .complete { result.outcome = .stopped(failure) }
  }

  func reportRows(_ change: MirrorChange) {
    if !change.isEmpty { report(.rows(change)) }
  }

  func reportStatus() throws(StoreError) {
    var status = try store.status()
    status.phase = .syncing
    report(.status(status))
  }

  /// Remembers since when the server is out of reach.
  private func noteReach(_ result: SyncReport) throws(StoreError) {
    if case .offline = phase(after: result) {
      try store.setOffline(since: now())
    } else if result.isListRead || result.sent > 0 {
      try store.setOffline(since: nil)
    }
  }

  private func phase(after result: SyncReport) -> SyncStatus.Phase {
    if !isSignedIn { return .signedOut }
    switch result.outcome {
    case .stopped(let failure) where !result.isListRead && !Task.isCancelled:
      return .offline(failure.reason.sentence)
    default: return .idle
    }
  }
}

extension SyncReport.Outcome {
  /// A run that was cancelled before a request of its own could tell.
  fileprivate static var cancelled: Self {
    .stopped(.notSent(Reason("Syncing was stopped before everything was sent.")))
  }

  /// Whether changes may go out though the list could not be read.
  fileprivate var allowsSending: Bool {
    switch self {
    case .complete, .stopped(.unknown), .stopped(.rejected), .stopped(.missing): true
    default: false
    }
  }

  /// Whether the list is worth asking for: not when the server was not reached or sent us away.
  ///
  /// After an unknown outcome the list is where its effect can be seen.
  fileprivate var allowsList: Bool {
    switch self {
    case .complete, .stopped(.unknown): true
    default: false
    }
  }
}
