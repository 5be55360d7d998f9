import LocalStore
import TodoKit
import TodoUI

/// What the program does with the mirror; each effect comes back as letters.
extension Program where Surface: ~Copyable {
  /// Saves changes as one step; the keys that follow a creation wait for its row.
  func commit(_ id: Int, _ action: String, _ changes: [RowChange]) {
    if changes.contains(where: \.isCreation) { creating = id }
    inLane { store throws(StoreError) in
      var changes = changes
      var created: [String] = []
      for index in changes.indices where changes[index].isCreation {
        let key = changes[index].key ?? Workspace.newKey()
        changes[index].key = key
        created.append(key)
      }
      let rows = try store.commit(
        changes,
        action: action,
        newKey: Workspace.newKey,
        at: Workspace.now()
      )
      return [Message(rows), .committed(id: id, created: created)]
    } orElse: {
      [.commitFailed(id: id, sentence: $0.sentence)]
    }
    heed(.changed)
  }

  /// Takes steps of the log back, or carries them out again; the keys that follow wait for the rows.
  func step(_ id: Int, _ count: Int, _ direction: LogDirection) {
    creating = id
    inLane { store throws(StoreError) in
      let steps = try store.step(
        direction,
        count: count,
        newKey: Workspace.newKey,
        at: Workspace.now()
      )
      guard let undone = UndoneStep(steps) else { return [.nothingToUndo(id: id)] }
      return [Message(MirrorChange(steps)), .undone(id: id, undone)]
    } orElse: {
      [.commitFailed(id: id, sentence: $0.sentence)]
    }
    heed(.changed)
  }

  /// Tells which changes the server does not have.
  func showQueue() {
    inLane { store throws(StoreError) in
      [.queue(try store.unsent().map(QueueRow.init))]
    } orElse: {
      [.queue([]), .notice($0.sentence)]
    }
  }

  /// Tells which changes wait for a decision.
  func showConflicts() {
    inLane { store throws(StoreError) in
      [.conflicts(try store.conflicts().map(ConflictCard.init))]
    } orElse: {
      [.conflicts([]), .notice($0.sentence)]
    }
  }

  /// Lets a change that was refused go out again, and sends what waits.
  func retry(_ key: String) {
    decide { store throws(StoreError) in try store.retry(key: key, at: Workspace.now()) }
  }

  /// Forgets a change that was not sent.
  func drop(_ key: String, _ sequence: Int64) {
    decide { store throws(StoreError) in try store.drop(key: key, sequence: sequence) }
  }

  /// Ends a conflict.
  func resolve(_ key: String, _ action: String, _ choice: ConflictChoice) {
    decide { store throws(StoreError) in
      try store.resolve(
        key,
        Resolution(choice),
        action: action,
        newKey: Workspace.newKey,
        at: Workspace.now()
      )
    }
  }

  private func decide(
    _ work: @escaping @Sendable (TodoStore) throws(StoreError) -> MirrorChange
  ) {
    inLane { store throws(StoreError) in
      [Message(try work(store))]
    } orElse: {
      [.notice($0.sentence)]
    }
    heed(.changed)
  }

  /// Works on the mirror behind everything that was asked for before, away from this thread.
  ///
  /// - Parameters:
  ///   - work: gives the messages to post.
  ///   - failed: gives those of a failure.
  private func inLane(
    _ work: @escaping @Sendable (TodoStore) throws(StoreError) -> [Message],
    orElse failed: @escaping @Sendable (StoreError) -> [Message]
  ) {
    guard let store = account?.store else { return }
    let mailbox = mailbox
    let opening = opening
    lane = Task.detached { [lane] in
      await lane?.value
      let messages: [Message]
      do throws(StoreError) {
        messages = try work(store)
      } catch {
        messages = failed(error)
      }
      for message in messages { mailbox.post(Letter(message, about: opening)) }
    }
  }

  /// How many changes wait for the server, for the last word on stderr.
  var unsent: Int { (try? account?.store.status().queued) ?? 0 }

  /// Gives what is in flight one second, signing out three; what is unsent stays in the outbox.
  func finish() async {
    await lane?.value
    if let signingOut { await wait(for: signingOut, atMost: .seconds(3)) }
    if let syncing, unsent > 0 { await wait(for: syncing, atMost: .seconds(1)) }
    await account?.engine.cancel()
  }

  private func wait(for task: Task<Void, Never>, atMost limit: Duration) async {
    let (ends, end) = AsyncStream<Void>.makeStream()
    Task {
      await task.value
      end.finish()
    }
    let alarm = Task {
      try? await Task.pause(for: limit)
      end.finish()
    }
    for await _ in ends {}
    alarm.cancel()
  }
}

extension Message {
  /// What a write made of the rows.
  init(_ change: MirrorChange) {
    self = .rows(changed: change.changed, removed: change.removed)
  }
}

extension RowChange {
  fileprivate var isCreation: Bool { if case .create = change { true } else { false } }
}
