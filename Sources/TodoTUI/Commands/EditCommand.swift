import ArgumentParser
import TodoKit

/// `edit`: other values for one or more fields.
struct EditCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change a task's title, description, priority, due date or tags."
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Row of the last list, id or title.") var reference: String
  @Option(help: "The new title.") var title: String?
  @Option(help: "The new description; an empty one removes it.") var description: String?
  @Option(help: "low, medium, high or none.") var priority: String?
  @Option(help: "today, tomorrow, mon to sun, +3d, +2w, 2026-12-01 or none.") var due: String?
  @Option(help: "All its tags, with commas between them, or none.") var tag: String?
  @OptionGroup var writing: WriteOptions

  var isTalking: Bool { true }

  func run(in context: Context) async throws(Failure) {
    var changes: [TodoChange] = []
    if let title { changes.append(.retitle(try checkedTitle(title, ""))) }
    if let description { changes.append(.describe(try checkedDescription(description))) }
    var fields: TaskFields = []
    if let priority {
      changes.append(.prioritize(try checkedPriority(priority)))
      fields.insert(.priority)
    }
    if let due {
      changes.append(.schedule(try checkedDue(due)))
      fields.insert(.due)
    }
    if let tag {
      changes.append(.tag(try checkedTags(tag)))
      fields.insert(.tags)
    }
    if changes.isEmpty {
      throw .usage("Say what to change: --title, --description, --priority, --due or --tag.")
    }
    let account = try await context.account()
    if !fields.isEmpty {
      let missing = fields.subtracting(await account.fields())
      if !missing.isEmpty { throw .notKept(missing) }
    }
    let item = try await account.find(reference)
    try await account.write(
      changes.map { ($0, item) },
      "Changed",
      context.output,
      requiresOnline: writing.requiresOnline
    )
  }
}

extension Failure {
  /// Asked for a field that the server has not.
  static func notKept(_ fields: TaskFields) -> Failure {
    .invalid("This server keeps no \(fields.nouns): nothing was changed.")
  }
}
