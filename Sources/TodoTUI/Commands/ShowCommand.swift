import ArgumentParser
import TodoKit

/// `show`: everything about one or more tasks.
struct ShowCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print everything about tasks."
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Row of the last list, id or title.") var reference: [String]

  func run(in context: Context) async throws(Failure) {
    let account = try await context.account()
    try await account.refresh(for: context.output)
    let (items, failures) = try await account.find(reference, context.output)
    if global.isJSON {
      let objects = items.map(TodoFields.written.json(of:))
      context.output.json(reference.count == 1 && objects.count == 1 ? objects[0] : .array(objects))
    } else {
      for (index, item) in items.enumerated() {
        if index > 0 { context.output.raw("\n") }
        show(item, context.output)
      }
    }
    if let failure = Failure.summary(of: failures, worked: items.count) { throw failure }
  }

  private func show(_ item: TodoItem, _ output: Output) {
    output.linkedLine("\(item.marker) \(item.todo.title)\(item.remark)")
    for line in (item.todo.description ?? "").split(separator: "\n") {
      output.linkedLine("    " + line)
    }
    output.line("  id       \(item.todo.id)")
    if let priority = item.todo.priority { output.line("  priority \(priority.rawValue)") }
    if let due = item.todo.due { output.line("  due      \(LocalTime.text(due))") }
    if !item.todo.tags.isEmpty {
      output.line("  tags     \(item.todo.tags.joined(separator: ", "))")
    }
    output.line("  created  \(item.todo.createdAt.iso8601)")
    output.line("  updated  \(item.todo.updatedAt.iso8601)")
  }
}
