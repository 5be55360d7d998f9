import ArgumentParser
import LocalStore
import TodoKit

/// `queue …`: changes that the server does not have yet.
struct QueueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue",
    abstract: "Changes that wait for the server, or were refused.",
    subcommands: [QueueListCommand.self, QueueRetryCommand.self, QueueDropCommand.self],
    defaultSubcommand: QueueListCommand.self
  )
}

/// `queue list`: every unsent change, first come first.
struct QueueListCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print unsent changes; makes no request."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var records: RecordOptions

  func run(in context: Context) async throws(Failure) {
    let form = try records.form(of: UnsentChange.fieldNames, isJSON: global.isJSON)
    let queue = try await context.account().unsentChanges()
    if let form { return form.print(queue.map(\.json), context.output) }
    if queue.isEmpty { context.output.note("Nothing waits: the server has every change.") }
    for change in queue { context.output.line("\(change.number)  \(change.words)\(change.remark)") }
  }
}

/// `queue retry`: ask once more for what was refused.
struct QueueRetryCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Send refused changes once more."
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Number in queue list, id or title.") var reference: [String]

  func run(in context: Context) async throws(Failure) {
    let account = try await context.account()
    let changes = try account.find(unsent: reference)
    for change in changes {
      _ = try account.stored { () throws(StoreError) in
        try account.store.retry(key: change.entry.key, at: Workspace.now())
      }
    }
    let stopped = await account.sendNow()
    if let stopped { throw stopped }
    let left = try account.unsentChanges()
    for change in changes {
      guard let same = left.first(where: { $0.number == change.number }) else {
        context.output.line("Sent: \(change.words)")
        continue
      }
      context.output.fail(same.refusal)
    }
    let unsent = left.filter { same in changes.contains { $0.number == same.number } }
    if unsent.count == changes.count, unsent.contains(where: { $0.refusal.status == .conflict }) {
      throw Failure(.conflict, Failure.inConflict, "Nothing was sent.", hint: Failure.decide)
    }
    if !unsent.isEmpty { throw Failure(.partlyDone, "partly_done", "Not everything was sent.") }
  }
}

/// `queue drop`: give an unsent change up.
struct QueueDropCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "drop",
    abstract: "Give unsent changes up for good."
  )

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Number in queue list, id or title.") var reference: [String]
  @Flag(name: .customLong("yes"), help: "Do not ask.") var isSure = false

  func run(in context: Context) async throws(Failure) {
    let account = try await context.account()
    let changes = try account.find(unsent: reference)
    let words = changes.map(\.words).joined(separator: ", ")
    if !isSure, !(try Prompt(settings: context.settings).agrees("Give up \(words)?")) {
      throw Failure(.cancelled, "cancelled", "Nothing was given up.")
    }
    for change in changes {
      do throws(StoreError) {
        _ = try account.store.drop(key: change.entry.key, sequence: change.number)
      } catch {
        // A change before it took it along.
        guard case .noSuchChange = error, changes.count > 1 else { throw Failure(error) }
      }
      if !global.isJSON { context.output.line("Given up: \(change.words)") }
    }
    if global.isJSON { context.output.json(.array(changes.map(\.json))) }
  }
}

extension OpenAccount {
  fileprivate func unsentChanges() throws(Failure) -> [UnsentChange] {
    try stored { () throws(StoreError) in try store.unsent() }
  }

  /// The changes that references name, in the queue's order.
  fileprivate func find(unsent references: [String]) throws(Failure) -> [UnsentChange] {
    let queue = try unsentChanges()
    var found: [UnsentChange] = []
    for text in references {
      if let number = Int64(text) {
        found += queue.filter { $0.number == number }
        if queue.contains(where: { $0.number == number }) { continue }
        throw Failure(.notFound, "not_found", "No unsent change has the number \(text).")
      }
      let rows = Dictionary(grouping: queue) { $0.entry.key }.values.compactMap(\.first?.item)
      do throws(TodoReference.Failure) {
        let row = try TodoReference(text).resolve(in: rows, lastList: [])
        found += queue.filter { $0.entry.key == row.key }
      } catch {
        throw Failure(error, reference: text)
      }
    }
    let numbers = Set(found.map(\.number))
    return queue.filter { numbers.contains($0.number) }
  }
}
