import APIClient
import LocalStore

/// A run of the engine that had to end in time.
struct LimitedRun: Sendable {
  /// What it came to; nil when it went on although it was told to end.
  var report: SyncReport?
  /// The time it was given, when that was too short.
  var overrun: Duration?
}

extension OpenAccount {
  /// How long a run that was told to end may take to do so.
  private static let grace = Duration.milliseconds(100)

  /// Lets the engine work, and ends it when it takes too long: what is on the wire then is in doubt,
  /// and the lock is free.
  ///
  /// - Parameters:
  ///   - limit: the most time; nil for as long as its requests may take.
  ///   - work: the run.
  /// - Returns: what it came to.
  func run(
    within limit: Duration?,
    _ work: @escaping @Sendable (SyncEngine) async -> SyncReport
  ) async -> LimitedRun {
    guard let limit else { return LimitedRun(report: await work(engine)) }
    let run = Task { [engine] in await work(engine) }
    if let report = await run.value(within: limit) { return LimitedRun(report: report) }
    await engine.cancel()
    return LimitedRun(report: await run.value(within: OpenAccount.grace), overrun: limit)
  }

  /// How sentences call the task server.
  var host: String { (try? workspace.tasksBase().label) ?? "The server" }

  /// What stopped a run, as a failure; nil when it was complete.
  func failure(_ run: LimitedRun) -> Failure? {
    guard let limit = run.overrun else { return run.report.flatMap(failure) }
    switch run.report?.outcome {
    case .complete: return nil
    case .signedOut, .store: return run.report.flatMap(failure)
    case .busy, .stopped, nil:
      return .noAnswer(of: host, within: limit)
    }
  }
}

extension Failure {
  /// The server let a command wait for too long.
  static func noAnswer(of host: String, within limit: Duration) -> Failure {
    let milliseconds = Int((limit / .milliseconds(1)).rounded())
    let words =
      milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
    return Failure(.unreachable, "no_answer", "\(host) did not answer within \(words).")
  }
}
