import ArgumentParser
import LocalStore
import TodoKit

/// `list`: the tasks, fresh when the server answers, else as the mirror has them.
struct ListCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print tasks; open ones unless said otherwise.",
    aliases: ["ls"]
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Words that must all occur.") var query: [String] = []
  @Flag(name: .customLong("open"), help: "Open tasks (default).") var isOpen = false
  @Flag(name: .customLong("done"), help: "Completed tasks.") var isDone = false
  @Flag(name: .customLong("all"), help: "Both.") var isAll = false
  @Option(help: "The same as QUERY.") var search: String?
  @Option(help: "created, title, updated, due or priority.") var sort: String?
  @Option(help: "At most this many.") var limit: Int?
  @Option(help: "Fields of each object, in order: id,title (implies --json).") var fields: String?
  @Flag(name: .customLong("ndjson"), help: "One object a line.") var isNDJSON = false
  @Flag(
    name: .customLong("plain"),
    help: "Tab-separated: id, done or open, title, priority, due, tags."
  )
  var isPlain = false
  @Flag(name: .customLong("offline"), help: "The mirror only; no request.") var isOffline = false

  var isTalking: Bool { !isOffline }

  func run(in context: Context) async throws(Failure) {
    var query = TodoQuery(search: (self.query + [search ?? ""]).joined(separator: " "))
    switch (isOpen, isDone, isAll) {
    case (_, false, false): query.status = .open
    case (false, true, false): query.status = .done
    case (false, false, true): query.status = .all
    default: throw .usage("Say one of --open, --done and --all.")
    }
    if let sort {
      guard let order = TodoQuery.Sort(rawValue: sort) else {
        throw .usage("--sort takes created, title, updated, due or priority, not \(sort).")
      }
      query.sort = order
    }
    if let limit, limit < 0 { throw .usage("--limit takes a number from 0.") }
    let chosen = try fields.map { list throws(Failure) in try TodoFields(list) } ?? .standard

    let account = try await context.account()
    if !isOffline { try await account.refresh(for: context.output) }
    let items = Array(
      query.apply(to: try account.stored { () throws(StoreError) in try account.store.items() })
        .prefix(limit ?? .max)
    )
    try account.stored { () throws(StoreError) in
      try account.store.rememberList(items.map(\.key))
    }
    print(items, chosen, context.output)
    if items.isEmpty, !query.search.isEmpty { context.output.note("No task matches.") }
  }

  private func print(_ items: [TodoItem], _ fields: TodoFields, _ output: Output) {
    if isNDJSON {
      printLines(items, output) { _, item, lines in
        fields.json(of: item).write(to: &lines)
        lines.append(UInt8(ascii: "\n"))
      }
    } else if global.isJSON || self.fields != nil {
      output.json(.array(items.map(fields.json(of:))))
    } else if isPlain {
      printLines(items, output) { _, item, lines in
        // A tab of the title's own is shown as a picture, so the columns stay six.
        let line =
          [
            item.todo.id, item.todo.isCompleted ? "done" : "open", item.todo.title,
            item.todo.priority?.rawValue ?? "", item.todo.due?.typed ?? "",
            item.todo.tags.joined(separator: ","),
          ].map(harmless).joined(separator: "\t") + "\n"
        lines.append(contentsOf: line.utf8)
      }
    } else {
      let width = String(items.count).utf8.count
      printLines(items, output) { row, item, lines in
        let number = String(row + 1)
        lines.append(contentsOf: repeatElement(UInt8(ascii: " "), count: width - number.utf8.count))
        lines.append(contentsOf: number.utf8)
        lines.append(contentsOf: "  ".utf8)
        lines.append(contentsOf: item.marker.utf8)
        lines.append(UInt8(ascii: " "))
        output.add(
          item.todo.title,
          aside: item.todo.fieldWords,
          remark: item.remark,
          to: &lines
        )
      }
    }
  }

  /// Writes a line for each row, many at once: a write each would take longer than making them.
  ///
  /// They are bytes because putting strings together takes several times as long.
  private func printLines(
    _ items: [TodoItem],
    _ output: Output,
    add: (Int, TodoItem, inout [UInt8]) -> Void
  ) {
    var lines: [UInt8] = []
    for row in items.indices {
      add(row, items[row], &lines)
      if lines.count >= 1 << 16 {
        output.raw(lines)
        lines.removeAll(keepingCapacity: true)
      }
    }
    if !lines.isEmpty { output.raw(lines) }
  }
}
