import APIClient
import ArgumentParser
import LocalStore

/// A command of the grammar, run with everything it may use in its context.
protocol Command: ParsableCommand {
  var global: GlobalOptions { get }
  /// Whether it will ask a server, unless something is wrong before.
  var isTalking: Bool { get }

  /// Does the work.
  func run(in context: Context) async throws(Failure)
}

extension Command {
  var isTalking: Bool { false }
}

/// What one headless run works with.
struct Context: Sendable {
  let settings: Settings
  var output: Output
  let workspace: Workspace
  /// The account on screen, where a line of its command line runs.
  var opened: OpenAccount?

  /// The signed-in account with its mirror.
  ///
  /// - Throws: ``Failure`` when nobody is signed in, or vault or mirror cannot be used.
  /// - Returns: the account.
  func account() async throws(Failure) -> OpenAccount {
    if let opened { return opened }
    guard !CommandRunner.isRunning, var account = try await workspace.open(report: { _ in }) else {
      throw workspace.signedOutFailure()
    }
    account.patience = settings.patience
    if let recovered = account.store.recovered { output.note(recovered) }
    return account
  }
}

/// The grammar's root.
struct Root: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "todotui",
    abstract: "Your tasks, by keyboard and by script.",
    discussion: "Without a command it opens the screen.",
    version: programVersion,
    subcommands: [
      ScreenCommand.self, ListCommand.self, ShowCommand.self, AddCommand.self, DoneCommand.self,
      UndoneCommand.self, EditCommand.self, RemoveCommand.self, UndoCommand.self,
      RedoCommand.self, LogCommand.self, SyncCommand.self, QueueCommand.self, ConflictsCommand.self,
      CountsCommand.self, AuthCommand.self, UICommand.self, DemoCommand.self, DoctorCommand.self,
      BackendCommand.self,
      LocalCommand.self,
    ],
    defaultSubcommand: ScreenCommand.self
  )

  /// Reads a command line.
  ///
  /// On its way from the root the parser looks into the types of root and screen too, and each type costs
  /// it a search through everything the program is linked with. So a command that stands right below the
  /// root, with none below itself, is read by its own type. What that does not take, help among it, is
  /// read from the root: so answers and slips tell of the whole line.
  ///
  /// - Parameter arguments: as typed, without the program's name; global options behind the command.
  /// - Throws: the parser's errors, help and version among them.
  /// - Returns: the command, or the parser's own for help.
  static func read(_ arguments: [String]) throws -> any ParsableCommand {
    let named = configuration.subcommands.first { $0.isNamed(arguments.first) }
    if let named, named.configuration.subcommands.isEmpty,
      let command = try? named.parseAsRoot(Array(arguments.dropFirst())) as? any Command
    {
      return command
    }
    return try parseAsRoot(arguments)
  }

  /// What may stand first on the command line.
  static var commandNames: [String] {
    configuration.subcommands.flatMap { command in
      [command.configuration.commandName ?? ""] + command.configuration.aliases
    } + ["help"]
  }
}

extension ParsableCommand {
  /// Whether a word on the command line means this command.
  fileprivate static func isNamed(_ word: String?) -> Bool {
    guard let word else { return false }
    return configuration.commandName == word || configuration.aliases.contains(word)
  }
}
