import Glibc
import LocalStore
import TerminalKit
import TodoKit
import TodoUI

/// The imperative shell: the one owner of the model and of the screen.
///
/// Messages come from the mailbox, `update` turns them into a new model and effects, the model is
/// painted once, the effects run elsewhere and come back as messages.
@MainActor
final class Program<Surface: Screen & ~Copyable> {
  private var model: Model
  var screen: Surface
  private let world: World
  private let mailbox: Mailbox<Message>
  /// The last change to the mirror; the next waits for it, so changes keep their order.
  private var lane: Task<Void, Never>?
  /// The new task whose row is not there yet.
  private var creating: String?
  /// Keys that came behind it, and may be meant for it.
  private var typedAhead: [Message] = []
  private var account: OpenAccount?
  private var signingIn: Task<Void, Never>?
  private var syncing: Task<Void, Never>?
  private var retry: Task<Void, Never>?
  private var announcement: Task<Void, Never>?
  private var failedAttempts = 0
  private var isQuitting = false
  /// Runs after each frame; the script player looks at frames here.
  var onFrame: (() -> Void)?
  /// What only a terminal can do; off-screen it is nothing.
  var onSuspend: (() -> Void)?

  init(
    screen: consuming Surface,
    mailbox: Mailbox<Message>,
    world: World,
    start: Start,
    account: OpenAccount?
  ) {
    self.screen = screen
    self.mailbox = mailbox
    self.world = world
    self.account = account
    model = Model(start)
  }

  /// Paints the first frame, then lives until the person quits.
  func run() async {
    paint()
    if account != nil { perform(.sync) }
    for await _ in mailbox.rings {
      turn()
      if isQuitting { break }
    }
    retry?.cancel()
    signingIn?.cancel()
    announcement?.cancel()
    await finish()
  }

  /// From any thread: something happened.
  nonisolated func post(_ message: Message) { mailbox.post(message) }

  /// Takes every waiting message and paints once.
  func turn() {
    let messages = mailbox.drain()
    if messages.isEmpty || isQuitting { return }
    apply(.clock(Workspace.now()))
    for message in messages where !isQuitting {
      if case .input = message, creating != nil {
        typedAhead.append(message)
        continue
      }
      apply(message)
      while creating == nil, !isQuitting, !typedAhead.isEmpty { apply(typedAhead.removeFirst()) }
    }
    if !isQuitting { paint() }
  }

  /// Waits until every change made so far is in the mirror and its rows are painted.
  func settle() async {
    turn()
    await lane?.value
    turn()
  }

  var hasEnded: Bool { isQuitting }

  /// How many changes wait for the server, for the last word on stderr.
  var unsent: Int { (try? account?.store.status().queued) ?? 0 }

  /// Ends the program from outside: the terminal is gone.
  func end() {
    isQuitting = true
    mailbox.post(.clock(Workspace.now()))
  }

  private func apply(_ message: Message) {
    if case .status(let status) = message {
      announcement?.cancel()
      if status.phase == .syncing { return announce(status) }
    }
    for effect in update(&model, message) { perform(effect) }
    switch message {
    case .rows(let changed, let removed):
      let keys = removed + changed.map(\.key)
      if keys.contains(where: { $0 == creating }) { creating = nil }
    case .commitFailed(key: nil, _): creating = nil
    default: break
    }
  }

  /// Most requests are over before anybody could read that they run; only the others are shown.
  private func announce(_ status: SyncStatus) {
    announcement = Task { [weak self] in
      try? await Task.sleep(for: .milliseconds(150))
      guard !Task.isCancelled, let self else { return }
      for effect in update(&self.model, .status(status)) { self.perform(effect) }
      if !self.isQuitting { self.paint() }
    }
  }

  private func paint() {
    let frame = Frame(size: screen.size)
    view(model, frame.canvas)
    screen.present(frame.grid, cursor: frame.cursor)
    onFrame?()
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .commit(let change, let key): commit(change, key)
    case .sync: sync(pulls: true)
    case .signIn(let form): signIn(form, isNew: false)
    case .signUp(let form): signIn(form, isNew: true)
    case .cancel: signingIn?.cancel()
    case .signOut: signOut()
    case .suspend: onSuspend?()
    case .redraw: repaint()
    case .quit: isQuitting = true
    }
  }

  /// Paints every cell anew, whatever the terminal shows.
  func repaint() {
    screen.present(Grid(size: screen.size), cursor: nil)
    paint()
  }

  private func commit(_ change: TodoChange, _ key: String?) {
    guard let account else { return }
    let mailbox = mailbox
    let newKey = Workspace.newKey()
    if key == nil { creating = newKey }
    lane = Task.detached { [lane] in
      await lane?.value
      do throws(StoreError) {
        let row = try account.store.commit(change, to: key, newKey: newKey, at: Workspace.now())
        mailbox.post(
          .rows(changed: row.map { [$0] } ?? [], removed: row == nil ? [key ?? newKey] : [])
        )
      } catch {
        mailbox.post(.commitFailed(key: key, sentence: error.sentence))
      }
    }
    sync(pulls: false)
  }

  private func sync(pulls: Bool) {
    guard let account else { return }
    retry?.cancel()
    syncing = Task { [lane] in
      await lane?.value
      let report =
        if pulls { await account.engine.sync() } else { await account.engine.push() }
      if pulls { await reload(account) }
      ended(report)
    }
  }

  /// Shows the mirror as it is, with what other processes wrote into it.
  private func reload(_ account: OpenAccount) async {
    while !Task.isCancelled {
      // Rows that change while the mirror is read would be taken back by it.
      let count = mailbox.posted
      guard let items = await account.allItems() else { return }
      if mailbox.post(.mirror(items), ifStillAt: count) { return }
    }
  }

  /// Tries again by itself as long as something waits for a server that could not be reached.
  private func ended(_ report: SyncReport) {
    switch report.outcome {
    case .stopped(.signedOut(let reason)): return leave(reason.sentence)
    case .signedOut: return leave("The session has ended. Sign in again.")
    case .store(let error): mailbox.post(.notice(error.sentence))
    case .complete: failedAttempts = 0
    case .stopped, .busy: failedAttempts += 1
    }
    guard failedAttempts > 0, report.status.queued > 0, !isQuitting else { return }
    let seconds = min(60, 1 << min(failedAttempts, 6))
    retry = Task { [weak self] in
      try? await Task.sleep(for: .seconds(seconds))
      if !Task.isCancelled { self?.sync(pulls: true) }
    }
  }

  /// The session is over; the mirror and what waits in it stay for the next sign-in.
  private func leave(_ reason: String) {
    account = nil
    mailbox.post(.signedOut(reason))
  }

  private func signIn(_ form: SignInForm.Submission, isNew: Bool) {
    let mailbox = mailbox
    let world = world
    signingIn = Task { [weak self] in
      do throws(Failure) {
        let opened = try await world.signIn(form, isNew) { mailbox.post(Message($0)) }
        guard !Task.isCancelled else { return }
        switch opened {
        case .verifyEmail(let email):
          mailbox.post(
            .signInFailed(
              .verifyEmail("The account is made. Open the mail sent to \(email), then sign in.")
            )
          )
        case .account(let account):
          self?.account = account
          mailbox.post(
            .signedIn(account.account, server: account.workspace.address.label)
          )
          mailbox.post(.mirror((try? account.store.items()) ?? []))
          self?.sync(pulls: true)
        }
      } catch {
        mailbox.post(.signInFailed(SignInFailure(error)))
      }
    }
  }

  private func signOut() {
    guard let leaving = account else { return }
    let mailbox = mailbox
    let world = world
    account = nil
    retry?.cancel()
    Task { mailbox.post(.signedOut(await world.signOut(leaving))) }
  }

  /// Gives what is in flight one second; what is unsent stays in the outbox.
  private func finish() async {
    await lane?.value
    guard let syncing, unsent > 0 else { return }
    await withTaskGroup { group in
      group.addTask { await syncing.value }
      group.addTask { try? await Task.sleep(for: .seconds(1)) }
      await group.next()
      syncing.cancel()
      group.cancelAll()
    }
  }
}

extension Message {
  /// What the engine tells, as the screen takes it.
  init(_ event: SyncEvent) {
    switch event {
    case .rows(let change): self = .rows(changed: change.changed, removed: change.removed)
    case .status(let status): self = .status(status)
    }
  }
}
