import ArgumentParser
import LocalStore
import TodoKit
import TodoUI

/// `conflicts …`: tasks changed here and elsewhere in ways that do not go together.
struct ConflictsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conflicts",
    abstract: "Tasks changed here and elsewhere in ways that do not go together.",
    subcommands: [ConflictsShowCommand.self, ConflictsResolveCommand.self],
    defaultSubcommand: ConflictsShowCommand.self
  )
}

/// `conflicts show`: each with what it was, is here and is there.
struct ConflictsShowCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print conflicts; makes no request."
  )

  @OptionGroup var global: GlobalOptions

  func run(in context: Context) async throws(Failure) {
    let account = try await context.account()
    let conflicts = try account.stored { () throws(StoreError) in try account.store.conflicts() }
    if global.isJSON {
      context.output.json(.array(conflicts.map(\.json)))
      return
    }
    if conflicts.isEmpty { context.output.note("No task is in conflict.") }
    for conflict in conflicts {
      context.output.line(conflict.title)
      for line in conflict.lines { context.output.line("  " + line) }
    }
  }
}

/// `conflicts resolve`: which side counts, or other values.
struct ConflictsResolveCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Settle a conflict: with your version, theirs, or other values."
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Row of the last list, id or title.") var reference: String
  @Flag(name: .customLong("mine"), help: "What was done here counts.") var isMine = false
  @Flag(name: .customLong("theirs"), help: "What the server has counts.") var isTheirs = false
  @Option(help: "This title.") var title: String?
  @Option(help: "This description; an empty one removes it.") var description: String?
  @Option(help: "low, medium, high or none.") var priority: String?
  @Option(help: "today, tomorrow, mon to sun, +3d, +2w, 2026-12-01 or none.") var due: String?
  @Option(help: "All its tags, with commas between them, or none.") var tag: String?
  @Option(help: "true for done, false for open.") var completed: Bool?

  func run(in context: Context) async throws(Failure) {
    let resolution = try resolution()
    let account = try await context.account()
    let item = try await account.find(reference)
    let conflicts = try account.stored { () throws(StoreError) in try account.store.conflicts() }
    guard let conflict = conflicts.first(where: { $0.key == item.key }) else {
      throw Failure(.notFound, "no_conflict", "“\(item.todo.title)” is in no conflict.")
    }
    let change = try account.stored { () throws(StoreError) in
      try account.store.resolve(
        item.key,
        resolution,
        action: ConflictCard(conflict).action(ConflictChoice(resolution), .unicode),
        newKey: Workspace.newKey,
        at: Workspace.now()
      )
    }
    if let stopped = await account.sendNow() {
      if stopped.status == .notSignedIn { throw stopped }
      context.output.note("\(stopped.message) \(OpenAccount.willBeSent)")
    }
    let row = change.changed.last
    // What the server has may have changed again since.
    if let row, let undecided = try account.undecided(row.key) { throw undecided }
    let now = try account.stored { () throws(StoreError) in
      try row.flatMap { row throws(StoreError) in try account.store.item(key: row.key) }
    }
    if global.isJSON {
      context.output.json(now.map(TodoFields.written.json(of:)) ?? .null)
    } else if let now {
      context.output.line("Settled: \(now.todo.title)\(now.remark)")
    } else {
      context.output.line("Settled, deleted: \(item.todo.title)")
    }
  }

  private func resolution() throws(Failure) -> Resolution {
    var edits: [TodoEdit] = []
    if let title { edits.append(.title(try checkedTitle(title, "").text)) }
    if let description { edits.append(.description(try checkedDescription(description)?.text)) }
    if let priority { edits.append(.priority(try checkedPriority(priority))) }
    if let due { edits.append(.due(try checkedDue(due))) }
    if let tag { edits.append(.tags(try checkedTags(tag))) }
    if let completed { edits.append(.completed(completed)) }
    switch (isMine, isTheirs, edits.isEmpty) {
    case (true, false, true): return .mine
    case (false, true, true): return .theirs
    case (false, false, false): return .edited(edits)
    default: throw .usage("Say one of --mine and --theirs, or other values such as --title.")
    }
  }
}
