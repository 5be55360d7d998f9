import LocalStore
import TerminalKit
import TodoKit
import TodoUI

/// The whole client as lines, one below the other: nothing is drawn, moved or taken back, so that it
/// works in a screen reader, on a dumb terminal and over a pipe.
@MainLoop
final class AccessibleClient {
  static let prompt = "todotui> "
  /// How long an answer of the server is waited for before a change is called queued.
  static let patience = Duration.seconds(1)

  let context: Context
  let output: Output
  let talk: Conversation
  let announcements = Announcements()
  var account: OpenAccount?
  /// The words and the order asked for; ``tab`` chooses among what they match.
  var query = TodoQuery(status: .all)
  var tab = Tab.open
  /// How many tasks of the last list were printed.
  var printed = 0
  private var pushing: Task<SyncReport, Never>?
  private var retrying: Task<Void, Never>?

  /// - Parameter context: the profile; everything is said on stdout, which is one conversation.
  init(context: Context) {
    var output = context.output
    output.messages = 1
    self.output = output
    self.context = Context(
      settings: context.settings,
      output: output,
      workspace: context.workspace
    )
    talk = Conversation(
      input: LineInput(output: output),
      output: output,
      settings: context.settings
    )
  }

  /// Lives until the person quits.
  ///
  /// - Throws: ``Failure`` when nothing can be opened, or nobody signs in before the end of input.
  func run() async throws(Failure) {
    for complaint in context.settings.allComplaints { output.note(complaint) }
    try await open()
    while true {
      if account == nil {
        guard try await signIn() else { throw context.workspace.signedOutFailure() }
        await greet()
      }
      if let news = announcements.take() { output.line(news) }
      keepTrying()
      switch talk.input.next(AccessibleClient.prompt) {
      case .refused(let why): output.line(why)
      case .interrupted: continue
      case .ended: return await finish()
      case .line(let line):
        let command = LineCommand(line, commands: Root.commandNames)
        if command == .quit { return await finish() }
        await answer(command)
      }
    }
  }

  private func answer(_ command: LineCommand) async {
    let engine = account?.engine
    let work = Task {
      do throws(Failure) {
        try await perform(command)
      } catch {
        output.fail(error)
        if error.code == "signed_out" { account = nil }
      }
    }
    await talk.input.stoppable {
      work.cancel()
      Task.detached { await engine?.cancel() }
    } _: {
      await work.value
    }
  }

  /// Opens the account that is signed in, if any, and prints its tasks.
  func open() async throws(Failure) {
    do throws(Failure) {
      let announcements = announcements
      account = try await context.workspace.open { announcements.hear($0) }
      if let recovered = account?.store.recovered { output.note(recovered) }
    } catch {
      guard error.status == .notSignedIn else { throw error }
      output.fail(error)
    }
    if account != nil { await greet() }
  }

  /// Says who is signed in and how fresh the tasks are, then the tasks.
  private func greet() async {
    guard let account else { return }
    let name = account.account.email.isEmpty ? account.account.id : account.account.email
    let report = await exchange { await $0.sync() }
    output.line("Signed in as \(name) on \(account.workspace.address.label). \(state(report))")
    do throws(Failure) {
      try list()
    } catch {
      output.fail(error)
    }
    output.line("Type ? for help, q to quit.")
  }

  /// How far the mirror is, as a sentence.
  func state(_ report: SyncReport?) -> String {
    guard let account, let report else { return "Still syncing." }
    if let failure = account.failure(report) {
      _ = announcements.turnsOffline()
      return failure.message
    }
    let queued = report.status.queued > 0 ? ", \(report.status.queued) queued" : ""
    let failed = report.status.failed > 0 ? ", \(report.status.failed) refused" : ""
    let conflicts = report.status.conflicts
    let undecided = conflicts > 0 ? ", \(conflicts) in conflict: c decides" : ""
    return "Synced\(queued)\(failed)\(undecided)."
  }

  /// Lets the engine talk to the server, and waits for it a moment.
  ///
  /// - Parameter work: what the engine does.
  /// - Returns: what it came to; nil when it is still at it.
  func exchange(
    _ work: @escaping @Sendable (SyncEngine) async -> SyncReport
  ) async -> SyncReport? {
    guard let engine = account?.engine else { return nil }
    let task = Task.detached { await work(engine) }
    pushing = task
    return await value(of: task, within: AccessibleClient.patience)
  }

  /// Tries again by itself as long as something waits for a server that could not be reached.
  private func keepTrying() {
    guard retrying == nil, let account, (try? account.store.status().queued) ?? 0 > 0 else {
      return
    }
    retrying = Task.detached { [engine = account.engine, store = account.store, weak self] in
      var seconds = 2
      while !Task.isCancelled, (try? store.status().queued) ?? 0 > 0 {
        try? await Task.sleep(for: .seconds(seconds))
        if !Task.isCancelled { _ = await engine.sync() }
        seconds = min(60, seconds * 2)
      }
      await self?.hasTried()
    }
  }

  private func hasTried() { retrying = nil }

  /// Forgets what belongs to the account that leaves.
  func leave() {
    retrying?.cancel()
    retrying = nil
    account = nil
  }

  /// Gives what is in flight a second; what is unsent stays in the outbox.
  private func finish() async {
    retrying?.cancel()
    if let pushing { _ = await value(of: pushing, within: AccessibleClient.patience) }
    await account?.engine.cancel()
    output.tell(unsent: (try? account?.store.status().queued) ?? 0)
  }
}

/// What a task comes to, unless that takes longer than `limit`; then the task goes on.
private func value<T: Sendable>(of task: Task<T, Never>, within limit: Duration) async -> T? {
  let (answers, answer) = AsyncStream<T>.makeStream()
  Task.detached {
    answer.yield(await task.value)
    answer.finish()
  }
  let alarm = Task.detached {
    try? await Task.sleep(for: limit)
    answer.finish()
  }
  defer { alarm.cancel() }
  for await value in answers { return value }
  return nil
}
