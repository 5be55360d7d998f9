import ArgumentParser
import Glibc
import LocalStore
import TodoKit

/// `add`: one task of the words given, or one a line of stdin.
struct AddCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a task; \"-\" adds one for every line of stdin."
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The title, or -.") var text: [String]
  @Option(help: "What belongs to it.") var description: String?

  func run(in context: Context) async throws(Failure) {
    let lines = text == ["-"] ? try linesOfInput() : [text.joined(separator: " ")]
    var drafts: [TodoDraft] = []
    for (number, line) in lines.enumerated() {
      let place = lines.count > 1 ? "Line \(number + 1): " : ""
      drafts.append(
        TodoDraft(
          title: try checkedTitle(line, place),
          description: try description.flatMap { text throws(Failure) in
            try checkedDescription(text)
          }
        )
      )
    }
    let account = try await context.account()
    var changes: [(TodoChange, TodoItem?)] = []
    for draft in drafts { changes.append((.create(draft), nil)) }
    try await account.write(changes, context.output) { "Added: \($0.todo.title)" }
  }

  private func linesOfInput() throws(Failure) -> [String] {
    let text = try readText(of: 0, limit: 16 << 20, "What is on stdin")
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
      .filter { !$0.allSatisfy(\.isWhitespace) }
    if lines.isEmpty { throw .invalid("Nothing to add: stdin has no line with text.") }
    return lines
  }
}

/// `done`: complete.
struct DoneCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "done",
    abstract: "Complete tasks."
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Row of the last list, id or title.") var reference: [String]

  func run(in context: Context) async throws(Failure) {
    try await change(reference, .setCompleted(true), context) { "Done: \($0.todo.title)" }
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

  func run(in context: Context) async throws(Failure) {
    try await change(reference, .setCompleted(false), context) { "Open again: \($0.todo.title)" }
  }
}

/// `edit`: another title, another description, or both.
struct EditCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change a task's title or description."
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Row of the last list, id or title.") var reference: String
  @Option(help: "The new title.") var title: String?
  @Option(help: "The new description; an empty one removes it.") var description: String?

  func run(in context: Context) async throws(Failure) {
    var changes: [TodoChange] = []
    if let title { changes.append(.retitle(try checkedTitle(title, ""))) }
    if let description { changes.append(.describe(try checkedDescription(description))) }
    if changes.isEmpty { throw .usage("Say what to change: --title or --description.") }
    let account = try await context.account()
    let item = try await account.find(reference)
    try await account.write(changes.map { ($0, item) }, context.output) {
      "Changed: \($0.todo.title)"
    }
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
  @Flag(name: .customLong("yes"), help: "Do not ask.") var isSure = false

  func run(in context: Context) async throws(Failure) {
    let account = try await context.account()
    let (items, failures) = try await account.find(reference, context.output)
    if !isSure, !items.isEmpty {
      let titles = items.map { "“\($0.todo.title)”" }.joined(separator: ", ")
      guard try Prompt(settings: context.settings).agrees("Delete \(titles)?") else {
        throw Failure(.cancelled, "cancelled", "Nothing was deleted.")
      }
    }
    try await account.write(items.map { (.delete, $0) }, context.output, after: failures) {
      "Deleted: \($0.todo.title)"
    }
  }
}

private func change(
  _ references: [String],
  _ change: TodoChange,
  _ context: Context,
  _ said: @escaping (TodoItem) -> String
) async throws(Failure) {
  let account = try await context.account()
  let (items, failures) = try await account.find(references, context.output)
  try await account.write(
    items.map { (change, $0) },
    context.output,
    after: failures,
    said
  )
}

private func checkedTitle(_ text: String, _ place: String) throws(Failure) -> TodoTitle {
  do throws(TodoTextError) {
    return try TodoTitle(text)
  } catch {
    throw .invalid(place + error.sentence("title"))
  }
}

/// nil for an empty text: the description is removed.
private func checkedDescription(_ text: String) throws(Failure) -> TodoDescription? {
  do throws(TodoTextError) {
    return try TodoDescription(text)
  } catch .empty {
    return nil
  } catch {
    throw .invalid(error.sentence("description"))
  }
}
