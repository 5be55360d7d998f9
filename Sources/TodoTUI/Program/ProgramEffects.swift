import LocalStore
import TodoKit
import TodoUI

/// What the program does with the world; each effect comes back as letters.
extension Program where Surface: ~Copyable {
  /// Saves changes as one; the keys that follow a creation wait for its row.
  func commit(_ id: Int, _ changes: [RowChange]) {
    guard let account else { return }
    let mailbox = mailbox
    let opening = opening
    if changes.contains(where: \.isCreation) { creating = id }
    lane = Task.detached { [lane] in
      await lane?.value
      var changes = changes
      var created: [String] = []
      for index in changes.indices where changes[index].isCreation {
        let key = changes[index].key ?? Workspace.newKey()
        changes[index].key = key
        created.append(key)
      }
      do throws(StoreError) {
        let rows = try account.store.commit(
          changes,
          newKey: Workspace.newKey,
          at: Workspace.now()
        )
        mailbox.post(
          Letter(.rows(changed: rows.changed, removed: rows.removed), about: opening)
        )
        mailbox.post(Letter(.committed(id: id, created: created), about: opening))
      } catch {
        mailbox.post(Letter(.commitFailed(id: id, sentence: error.sentence), about: opening))
      }
    }
    sync(pulls: false)
  }

  func sync(pulls: Bool) {
    guard let account else { return }
    let opening = opening
    retry?.cancel()
    syncing = Task { [lane] in
      await lane?.value
      let report =
        if pulls { await account.engine.sync() } else { await account.engine.push() }
      if pulls { await reload(account) }
      if opening == self.opening { tellFields(account) }
      if opening == self.opening { ended(report) }
    }
  }

  /// The server's description may have been read anew.
  private func tellFields(_ account: OpenAccount) {
    let fields = account.fields
    if fields != knownFields {
      knownFields = fields
      take(.fields(fields))
    }
  }

  /// Shows the mirror as it is, with what other processes wrote into it.
  func reload(_ account: OpenAccount) async {
    let opening = opening
    while !isQuitting {
      // Rows that change while the mirror is read would be taken back by it.
      let before = rowsTaken
      guard let items = await account.allItems(), opening == self.opening else { return }
      turn()
      if before == rowsTaken { return take(.mirror(items)) }
    }
  }

  /// Tries again by itself as long as something waits for a server that could not be reached.
  private func ended(_ report: SyncReport) {
    switch report.outcome {
    case .stopped(.signedOut(let reason)): return leave(reason.sentence)
    case .signedOut: return leave("The session has ended. Sign in again.")
    case .store(let error): post(.notice(error.sentence))
    case .complete: failedAttempts = 0
    case .stopped, .busy: failedAttempts += 1
    }
    guard failedAttempts > 0, report.status.queued > 0, !isQuitting else { return }
    var seconds = min(60, 1 << min(failedAttempts, 6))
    if case .stopped(.later(_, let wish?)) = report.outcome { seconds = max(seconds, wish) }
    retry = Task { [weak self] in
      try? await Task.pause(for: .seconds(seconds))
      if !Task.isCancelled { self?.sync(pulls: true) }
    }
  }

  /// Stops talking to the server; what was on the wire is sent again some time.
  func cancelSync() {
    retry?.cancel()
    guard let account else { return }
    Task { await account.engine.cancel() }
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

extension RowChange {
  fileprivate var isCreation: Bool { if case .create = change { true } else { false } }
}
