import ArgumentParser
import Glibc
import LocalStore
import TodoKit

/// `add`: one task of the words given, or one a line of stdin, each read as quick-add.
struct AddCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a task; \"-\" adds one for every line of stdin.",
    discussion: """
      Words like !high, #home and due:fri (today, tomorrow, mon to sun, +3d, +2w, 2026-12-01) set \
      priority, tags and due date where the server keeps them. A backslash before such a word \
      leaves it in the title.
      """
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The title with quick-add words, or -.") var text: [String]
  @Option(help: "What belongs to it.") var description: String?
  @OptionGroup var writing: WriteOptions

  var isTalking: Bool { true }

  func run(in context: Context) async throws(Failure) {
    let lines = text == ["-"] ? try linesOfInput() : [text.joined(separator: " ")]
    let description = try description.flatMap { text throws(Failure) in
      try checkedDescription(text)
    }
    let today = LocalTime.today()
    // A title that is none is told before anything is asked.
    try check(lines.map { QuickAdd($0, today: today, fields: .all) })
    let account = try await context.account()
    let added = await read(lines, today, account, context.output)
    try check(added)
    var changes: [(TodoChange, TodoItem?)] = []
    for line in added {
      let draft = TodoDraft(
        title: try checkedTitle(line.title, ""),
        description: description,
        priority: line.priority,
        due: line.due,
        tags: line.tags
      )
      changes.append((.create(draft), nil))
    }
    try await account.write(
      changes,
      "Added",
      context.output,
      requiresOnline: writing.requiresOnline
    )
  }

  /// The lines as the account's server can keep them; what it cannot stays in the title, said once.
  private func read(
    _ lines: [String],
    _ today: CalendarDay,
    _ account: OpenAccount,
    _ output: Output
  ) async -> [QuickAdd] {
    let plain = lines.map { QuickAdd($0, today: today, fields: []) }
    // Most lines say nothing of the kind, and then the server need not be asked.
    if plain.allSatisfy({ $0.unsupported.isEmpty }) { return plain }
    let fields = await account.fields()
    let added = lines.map { QuickAdd($0, today: today, fields: fields) }
    let unsupported = added.reduce(into: TaskFields()) { $0.formUnion($1.unsupported) }
    if !unsupported.isEmpty {
      output.note(
        "This server keeps no \(unsupported.nouns): what says so stays in the title."
      )
    }
    return added
  }

  private func check(_ lines: [QuickAdd]) throws(Failure) {
    for (number, line) in lines.enumerated() {
      _ = try checkedTitle(line.title, lines.count > 1 ? "Line \(number + 1): " : "")
    }
  }

  private func linesOfInput() throws(Failure) -> [String] {
    let text = try readText(of: 0, limit: 16 << 20, "What is on stdin")
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
      .filter { !$0.allSatisfy(\.isWhitespace) }
    if lines.isEmpty { throw .invalid("Nothing to add: stdin has no line with text.") }
    return lines
  }
}
