import ArgumentParser
import LocalStore
import TodoKit

/// `sync`: send what waits, read what is new.
struct SyncCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Send what waits and read what is new."
  )

  @OptionGroup var global: GlobalOptions
  @Flag(
    name: .customLong("wait"),
    help: "Go on until everything is sent or refused, or until --timeout is over."
  )
  var waits = false

  var isTalking: Bool { true }

  func run(in context: Context) async throws(Failure) {
    let account = try await context.account()
    let report =
      waits
      ? try await untilSent(account, global.timeout == nil ? nil : context.settings.timeout)
      : try await once(account, nil)
    print(report, context.output)
    let undecided = try account.stored { () throws(StoreError) in
      Set(try account.store.conflicts().map(\.key))
    }
    if let first = report.failures.first(where: { !undecided.contains($0.key) }) {
      throw Failure.refused(first, worked: report.sent)
    }
    if !undecided.isEmpty { throw Failure.undecided(undecided.count) }
  }

  private func once(
    _ account: OpenAccount,
    _ limit: Duration?
  ) async throws(Failure) -> SyncReport {
    let lockWait = account.workspace.settings.timeout
    let run = await account.run(within: limit) { await $0.sync(lockWait: lockWait) }
    if let failure = account.failure(run) { throw failure }
    return run.report ?? SyncReport()
  }

  /// Tries again, less and less often, while anything is unsent.
  ///
  /// - Parameters:
  ///   - account: whose changes.
  ///   - limit: the most time for all tries; nil for no end.
  /// - Throws: ``Failure``: the last one when the time is over, and at once what no try can mend.
  /// - Returns: the last run, with what all of them sent and had refused.
  private func untilSent(
    _ account: OpenAccount,
    _ limit: Duration?
  ) async throws(Failure) -> SyncReport {
    let clock = ContinuousClock()
    let end = limit.map { clock.now + $0 }
    var pause = Duration.milliseconds(500)
    var sent = 0
    var failures: [SyncReport.Failure] = []
    while true {
      let rest = end.map { max(.zero, $0 - clock.now) }
      let lockWait = account.workspace.settings.timeout
      var run = await account.run(within: rest) { await $0.sync(lockWait: lockWait) }
      if run.overrun != nil { run.overrun = limit }
      let failure = account.failure(run)
      sent += run.report?.sent ?? 0
      failures += run.report?.failures ?? []
      if failure == nil, var report = run.report, report.status.queued == 0 {
        report.sent = sent
        report.failures = failures
        return report
      }
      if let failure, !run.mayPass(failure) { throw failure }
      pause = min(pause * 2, .seconds(30))
      if let end, clock.now + pause >= end {
        let queued = try account.stored { () throws(StoreError) in
          try account.store.status().queued
        }
        throw Failure.stillUnsent(queued, failure)
      }
      do {
        try await Task.pause(for: pause)
      } catch {
        throw Failure(.cancelled, "cancelled", "Cancelled.")
      }
    }
  }

  private func print(_ report: SyncReport, _ output: Output) {
    let status = report.status
    if global.isJSON {
      output.json(
        .object([
          .init("sent", .number(Int64(report.sent))),
          .init("queued", .number(Int64(status.queued))),
          .init("failed", .number(Int64(status.failed))),
          .init("conflicts", .number(Int64(status.conflicts))),
          .init("lastSync", .optional(status.lastSync?.iso8601)),
        ])
      )
      return
    }
    var line = "Synced"
    if report.sent > 0 { line += ", \(report.sent) sent" }
    if status.queued > 0 { line += ", \(status.queued) queued" }
    if status.failed > 0 { line += ", \(status.failed) refused" }
    if status.conflicts > 0 { line += ", \(status.conflicts) in conflict" }
    output.line(line + ".")
  }
}

extension LimitedRun {
  /// Whether the same may work a little later without anybody doing anything.
  fileprivate func mayPass(_ failure: Failure) -> Bool {
    switch report?.outcome {
    case nil, .busy: true
    case .stopped(.notSent), .stopped(.later):
      failure.status == .unreachable || failure.status == .temporary
    case .stopped(.unknown): true
    case .complete, .stopped, .signedOut, .store: false
    }
  }
}

extension Failure {
  /// Waiting for the outbox to be empty took too long.
  fileprivate static func stillUnsent(_ count: Int, _ last: Failure?) -> Failure {
    let words = "\(count) change\(count == 1 ? " is" : "s are") still unsent."
    guard var failure = last else { return Failure(.temporary, "still_unsent", words) }
    failure.message += " " + words
    return failure
  }
}
