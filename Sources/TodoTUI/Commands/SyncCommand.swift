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

  func run(in context: Context) async throws(Failure) {
    let account = try await context.account()
    let report = await account.engine.sync(lockWait: context.settings.timeout)
    if let failure = account.failure(report) { throw failure }
    let status = report.status
    if global.isJSON {
      context.output.json(
        .object([
          .init("sent", .number(Int64(report.sent))),
          .init("queued", .number(Int64(status.queued))),
          .init("failed", .number(Int64(status.failed))),
          .init("lastSync", .optional(status.lastSync?.iso8601)),
        ])
      )
    } else {
      var line = "Synced"
      if report.sent > 0 { line += ", \(report.sent) sent" }
      if status.queued > 0 { line += ", \(status.queued) queued" }
      if status.failed > 0 { line += ", \(status.failed) refused" }
      context.output.line(line + ".")
    }
    if let first = report.failures.first {
      throw Failure.refused(first, worked: report.sent)
    }
  }
}
