internal import TodoKit

/// Sending: one ordered lane per task, several lanes at a time.
extension SyncEngine {
  /// Sends every change that may be sent, also those made meanwhile.
  func drain(_ result: inout SyncReport) async throws(StoreError) {
    var failure: StoreError?
    await withTaskGroup(of: SentEntry.self) { group in
      var inFlight = 0
      // Rows whose change was refused or had no answer: a second attempt is for the next run.
      var settled: Set<String> = []
      // Rows whose change was made upon an older version: once, that is tried again at once.
      var rebased: Set<String> = []
      var mayStart = true
      while true {
        do throws(StoreError) {
          while mayStart, inFlight < SyncEngine.laneLimit,
            let next = try await start(excluding: settled, &result)
          {
            inFlight += 1
            group.addTask { [remote] in await remote.send(next) }
          }
        } catch {
          failure = failure ?? error
        }
        guard let sent = await group.next() else { break }
        inFlight -= 1
        do throws(StoreError) {
          let key = sent.next.entry.key
          switch try settle(sent, &result) {
          case .confirmed, .overtaken: break
          case .rebased where rebased.insert(key).inserted: break
          case .rebased, .refused, .open: settled.insert(key)
          }
        } catch {
          failure = failure ?? error
        }
        mayStart = failure == nil && !sent.stopsDrain && mayStart
      }
    }
    if let failure { throw failure }
  }

  /// Marks the next entry as on the wire; nil when there is none, the server cannot be asked, or the
  /// run is cancelled.
  private func start(
    excluding settled: Set<String>,
    _ result: inout SyncReport
  ) async throws(StoreError) -> NextEntry? {
    while !Task.isCancelled {
      let next = try store.startNext(
        excluding: settled,
        takesClientChosenIDs: try store.takesClientChosenIDs(),
        at: now()
      )
      guard let next, next.needsServerDescription else {
        if let next { reportRows(next.change) }
        return next
      }
      let takesIDs: Bool
      do throws(RemoteFailure) {
        takesIDs = try await remote.takesClientChosenIDs()
      } catch {
        stop(&result, error)
        return nil
      }
      try store.setTakesClientChosenIDs(takesIDs)
    }
    return nil
  }

  /// Writes what came of an entry.
  private func settle(
    _ sent: SentEntry,
    _ result: inout SyncReport
  ) throws(StoreError) -> Settlement {
    let entry = sent.next.entry
    var title = ""
    let (settlement, change) = try store.change(entry.key) { lane -> Settlement in
      guard lane.entries.first?.sequence == entry.sequence else { return .open }
      title = lane.item?.todo.title ?? lane.base?.todo.title ?? ""
      switch sent.answer {
      case .success(let version):
        lane.confirm(version)
        return .confirmed
      case .failure(let failure):
        return lane.settle(failure)
      }
    }
    switch settlement {
    case .confirmed, .overtaken: result.sent += 1
    case .refused(let reason):
      result.failures.append(
        SyncReport.Failure(key: entry.key, title: title, change: entry.change, reason: reason)
      )
    case .rebased: break
    case .open:
      if case .failure(let failure) = sent.answer { stop(&result, failure) }
    }
    reportRows(change)
    try reportStatus()
    return settlement
  }
}

/// An entry that was on the wire, and what came back.
struct SentEntry: Sendable {
  var next: NextEntry
  /// The task as the server has it; nil after a deletion.
  var answer: Result<SeenTodo?, RemoteFailure>

  /// Whether the server as a whole, not this change, is in trouble.
  ///
  /// An answer of any status, a 500 too, came from a server that can take the next change.
  var stopsDrain: Bool {
    switch answer {
    case .failure(.notSent), .failure(.later), .failure(.signedOut): true
    case .failure(.unknown(let reason)): reason.status == nil
    case .failure, .success: false
    }
  }
}

extension RemoteTasks {
  /// Makes the request an entry stands for.
  fileprivate func send(_ next: NextEntry) async -> SentEntry {
    let entry = next.entry
    do throws(RemoteFailure) {
      let version: SeenTodo?
      let etag = next.ifMatch
      switch entry.change {
      case .create(let new): version = try await make(new, entry)
      case .edit(let edits): version = try await update(next.remoteID, edits, etag)
      case .setCompleted(let isCompleted):
        version = try await setCompleted(next.remoteID, isCompleted, etag)
      case .delete:
        try await delete(next.remoteID, etag)
        version = nil
      }
      return SentEntry(next: next, answer: .success(version))
    } catch {
      return SentEntry(next: next, answer: .failure(error))
    }
  }

  /// Makes a task: one that was deleted under the id it had, where the server can do that.
  private func make(
    _ new: NewTodo,
    _ entry: OutboxEntry
  ) async throws(RemoteFailure) -> SeenTodo {
    guard entry.isSentWithID else { return try await create(nil, new) }
    if let id = entry.restores, let restored = try await restore(id, new) { return restored }
    return try await create(entry.key, new)
  }
}
