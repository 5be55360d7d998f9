import ArgumentParser
import LocalStore
import TodoKit

/// `undo`: take back what was done last, by any todotui of this account.
struct UndoCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take back what was done last, also when it was sent long ago."
  )

  @OptionGroup var global: GlobalOptions

  func run(in context: Context) async throws(Failure) {
    try await context.account().step(.undo, context.output)
  }
}

/// `redo`: do again what was undone last.
struct RedoCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "redo",
    abstract: "Do again what was undone last."
  )

  @OptionGroup var global: GlobalOptions

  func run(in context: Context) async throws(Failure) {
    try await context.account().step(.redo, context.output)
  }
}

/// `log`: what was done, newest first.
struct LogCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Print what was done, newest first; undo takes the first that is not undone."
  )

  @OptionGroup var global: GlobalOptions
  @Option(help: "At most this many; 20 unless said.") var limit: Int = 20
  @OptionGroup var records: RecordOptions

  func run(in context: Context) async throws(Failure) {
    if limit < 0 { throw .usage("--limit takes a number from 0.") }
    let form = try records.form(of: LoggedAction.fieldNames, isJSON: global.isJSON)
    let account = try await context.account()
    let actions = try account.stored { () throws(StoreError) in
      try account.store.actions(limit: limit)
    }
    if let form {
      form.print(actions.map(\.json), context.output)
    } else {
      if actions.isEmpty, limit > 0 { context.output.note("Nothing was done yet.") }
      for action in actions {
        let mark = action.isUndone ? "  (undone)" : ""
        context.output.line("\(LocalTime.text(.moment(action.at)))  \(action.words)\(mark)")
      }
    }
  }
}

extension LoggedAction {
  fileprivate static let fieldNames = ["id", "action", "at", "undone", "tasks"]

  fileprivate var json: JSONValue {
    .object([
      .init("id", .number(id)), .init("action", .string(words)), .init("at", .string(at.iso8601)),
      .init("undone", .bool(isUndone)), .init("tasks", .number(Int64(rows))),
    ])
  }
}

extension Failure {
  /// Nothing was done, or all of it was undone.
  static var nothingToUndo: Failure {
    Failure(.notFound, "nothing_to_undo", "There is nothing to undo.")
  }

  /// Nothing was undone, or something was done since.
  static var nothingToRedo: Failure {
    Failure(.notFound, "nothing_to_redo", "There is nothing to redo.")
  }
}

extension OpenAccount {
  /// Goes one step along the log, sends what that changed, and says what it came to.
  fileprivate func step(_ direction: LogDirection, _ output: Output) async throws(Failure) {
    let step = try stored { () throws(StoreError) in
      try store.step(direction, count: 1, newKey: Workspace.newKey, at: Workspace.now()).first
    }
    guard let step else { throw direction == .undo ? .nothingToUndo : .nothingToRedo }
    let stopped = await sendNow()
    if output.isJSON {
      output.json(
        .object([
          .init("id", .number(step.id)), .init("action", .string(step.words)),
          .init("undone", .bool(direction == .undo)),
          .init("tasks", .number(Int64(step.change.changed.count + step.change.removed.count))),
          .init("recreated", .number(Int64(step.recreated.count))),
          .init("skipped", .number(Int64(step.skipped))),
          .init("sync", .string(stopped == nil ? "synced" : "queued")),
        ])
      )
    } else {
      output.line("\(direction == .undo ? "Undone" : "Again"): \(step.words)")
    }
    if !step.recreated.isEmpty {
      output.note("\(counted(step.recreated.count)) made again.")
    }
    if step.skipped > 0 {
      output.note("\(counted(step.skipped)) left alone: gone, or changed elsewhere since.")
    }
    if let stopped {
      if stopped.status == .notSignedIn { throw stopped }
      output.note("\(stopped.message) \(OpenAccount.willBeSent)")
    }
    for row in step.change.changed {
      if let undecided = try undecided(row.key) { throw undecided }
    }
  }

  /// Sends what waits, within the time a command has; gives what stopped that.
  func sendNow() async -> Failure? {
    failure(await run(within: patience) { await $0.push() })
  }

  private func counted(_ count: Int) -> String { count == 1 ? "1 task" : "\(count) tasks" }
}
