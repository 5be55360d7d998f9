import LocalStore
import TodoKit
import TodoUI

/// When the program talks to the server: what happens goes to the policy, and what it says is done.
extension Program where Surface: ~Copyable {
  /// Tells the policy what happened, and does what follows from it.
  func heed(_ event: SyncPolicy.Event) {
    let action = policy.take(event, at: .now) { Double.random(in: 0...1) }
    switch action {
    case .nothing: break
    case .push: talk(pulls: false)
    case .sync: talk(pulls: true)
    case .sleep(let moment): sleep(until: moment)
    }
    // Nothing is heard of the network while the server answers: nobody is woken for it.
    if policy.isServerAway, !isQuitting {
      PollExecutor.shared.watchNetwork { [weak self] in self?.heed(.networkChanged) }
    } else {
      PollExecutor.shared.unwatchNetwork()
    }
  }

  private func sleep(until moment: ContinuousClock.Instant) {
    timer?.cancel()
    timer = Task { [weak self] in
      try? await Task.pause(for: moment - .now)
      if !Task.isCancelled { self?.heed(.tick) }
    }
  }

  private func talk(pulls: Bool) {
    guard let account else { return }
    let opening = opening
    timer?.cancel()
    heed(.started)
    syncing = Task { [lane] in
      await lane?.value
      let report =
        if pulls { await account.engine.sync() } else { await account.engine.push() }
      if pulls { await reloadForeign(account) }
      guard opening == self.opening else { return }
      tellFields(account)
      ended(report)
    }
  }

  /// The server's description may have been read anew.
  private func tellFields(_ account: OpenAccount) {
    let fields = account.shownFields
    if fields != knownFields {
      knownFields = fields
      take(.fields(fields))
    }
  }

  private func ended(_ report: SyncReport) {
    if isQuitting { return }
    let unsent = report.status.queued
    switch report.outcome {
    case .stopped(.signedOut(let reason)): leave(reason.sentence)
    case .signedOut: leave("The session has ended. Sign in again.")
    case .store(.replaced) where account?.isSignedIn == false: leave(.signedOutElsewhere)
    case .store(let error):
      post(.notice(error.sentence))
      heed(.failed(unsent: unsent, retryAfter: nil))
    case .complete: heed(.answered(pulled: report.isListRead, unsent: unsent))
    case .stopped(.later(_, let wish)): heed(.failed(unsent: unsent, retryAfter: wish))
    case .stopped, .busy: heed(.failed(unsent: unsent, retryAfter: nil))
    }
  }

  /// Stops talking to the server; what was on the wire is sent again some time.
  func cancelSync() {
    guard let account else { return }
    Task { await account.engine.cancel() }
  }

  /// Shows what other processes wrote into the mirror, if they did; a key asks once a second at most,
  /// behind its frame.
  func lookForForeignWrites() {
    let now = ContinuousClock.now
    guard let account, now - lookedAt > .seconds(1) else { return }
    lookedAt = now
    Task { await reloadForeign(account) }
  }

  private func reloadForeign(_ account: OpenAccount) async {
    let token = await account.changeToken()
    guard opening == self.opening, !isQuitting else { return }
    // A file that is another one stays so: whether somebody is signed in is asked each time.
    if case .failure(.replaced) = token, !account.isSignedIn { return leave(.signedOutElsewhere) }
    guard token != knownToken else { return }
    knownToken = token
    switch token {
    case .success: await reload(account)
    // Whoever keeps it locked is done some time, and the next key looks again.
    case .failure(.busy): break
    case .failure(let error): post(.notice(error.sentence))
    }
  }

  /// Reads behind the first frame the rows that it did without, and only then talks to the server.
  func readRest() {
    guard let account else { return }
    guard model.awaitsRows else { return heed(.opened) }
    let opening = opening
    reading = Task {
      knownToken = await account.changeToken()
      await reload(account)
      guard opening == self.opening, !isQuitting else { return }
      if model.awaitsRows {
        // The next key looks again.
        knownToken = nil
        take(.mirror(model.list.rows))
        take(.notice("Not all tasks could be read: this is a part of them."))
      }
      heed(.opened)
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
}

extension String {
  fileprivate static let signedOutElsewhere = "You signed out elsewhere."
}
