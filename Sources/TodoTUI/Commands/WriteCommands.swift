import ArgumentParser
import TodoKit

/// `done`: complete.
struct DoneCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "done",
    abstract: "Complete tasks."
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Row of the last list, id or title.") var reference: [String]
  @OptionGroup var writing: WriteOptions

  var isTalking: Bool { true }

  func run(in context: Context) async throws(Failure) {
    try await change(reference, .setCompleted(true), "Done", writing, context)
  }
}

/// `undone`: reopen.
struct UndoneCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "undone",
    abstract: "Reopen tasks."
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Row of the last list, id or title.") var reference: [String]
  @OptionGroup var writing: WriteOptions

  var isTalking: Bool { true }

  func run(in context: Context) async throws(Failure) {
    try await change(reference, .setCompleted(false), "Open again", writing, context)
  }
}

/// `rm`: delete, after asking.
struct RemoveCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "rm",
    abstract: "Delete tasks."
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Row of the last list, id or title.") var reference: [String]
  @OptionGroup var writing: WriteOptions
  @Flag(name: .customLong("yes"), help: "Do not ask.") var isSure = false

  var isTalking: Bool { true }

  func run(in context: Context) async throws(Failure) {
    let account = try await context.account()
    let (items, failures) = try await account.find(reference, context.output)
    if !isSure, !items.isEmpty {
      let titles = items.map { "“\($0.todo.title)”" }.joined(separator: ", ")
      guard try Prompt(settings: context.settings).agrees("Delete \(titles)?") else {
        throw Failure(.cancelled, "cancelled", "Nothing was deleted.")
      }
    }
    try await account.write(
      items.map { (.delete, $0) },
      "Deleted",
      context.output,
      after: failures,
      requiresOnline: writing.requiresOnline
    )
  }
}

private func change(
  _ references: [String],
  _ change: TodoChange,
  _ done: String,
  _ writing: WriteOptions,
  _ context: Context
) async throws(Failure) {
  let account = try await context.account()
  let (items, failures) = try await account.find(references, context.output)
  try await account.write(
    items.map { (change, $0) },
    done,
    context.output,
    after: failures,
    requiresOnline: writing.requiresOnline
  )
}
