import LocalStore
import TodoKit
import TodoUI

/// What the program does with the world; each effect comes back as letters.
extension Program where Surface: ~Copyable {
  func commit(_ change: TodoChange, _ key: String?) {
    guard let account else { return }
    let mailbox = mailbox
    let opening = opening
    let newKey = Workspace.newKey()
    if key == nil { creating = newKey }
    lane = Task.detached { [lane] in
      await lane?.value
      do throws(StoreError) {
        let row = try account.store.commit(change, to: key, newKey: newKey, at: Workspace.now())
        let gone = row == nil ? [key ?? newKey] : []
        mailbox.post(Letter(.rows(changed: row.map { [$0] } ?? [], removed: gone), about: opening))
      } catch {
        mailbox.post(
          Letter(.commitFailed(key: key, sentence: error.sentence), about: opening)
        )
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
      if opening == self.opening { ended(report) }
    }
  }

  /// Shows the mirror as it is, with what other processes wrote into it.
  private func reload(_ account: OpenAccount) async {
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

  /// The session is over; the mirror and what waits in it stay for the next sign-in.
  private func leave(_ reason: String) {
    show(nil)
    post(.signedOut(reason))
  }

  func signIn(_ form: SignInForm.Submission, isNew: Bool) {
    let mailbox = mailbox
    let next = opening + 1
    signingIn = Task {
      await signingOut?.value
      do throws(Failure) {
        switch try await world.signIn(form, isNew, { mailbox.post(Letter($0, about: next)) }) {
        case .verifyEmail(let email):
          post(
            .signInFailed(
              .verifyEmail("The account is made. Open the mail sent to \(email), then sign in.")
            )
          )
        case .account(let opened, _) where Task.isCancelled:
          // Cancelled too late: what was opened is closed again.
          _ = await world.signOut(opened)
        case .account(let opened, let said):
          let items = await opened.allItems() ?? []
          show(opened)
          take(.signedIn(opened.account, server: opened.workspace.address.label))
          take(.mirror(items))
          if !said.isEmpty { take(.notice(said.joined(separator: " "))) }
          sync(pulls: true)
        }
      } catch {
        post(.signInFailed(SignInFailure(error)))
      }
    }
  }

  func signOut() {
    guard let leaving = account else { return }
    show(nil)
    take(.signedOut("You signed out."))
    signingOut = Task { [syncing] in
      await leaving.engine.cancel()
      await syncing?.value
      if let remark = await world.signOut(leaving) { post(.notice(remark)) }
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
