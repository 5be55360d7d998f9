import APIClient
import ArgumentParser
import LocalStore

/// A command of the grammar, run with everything it may use in its context.
protocol Command: ParsableCommand {
  var global: GlobalOptions { get }

  /// Does the work.
  func run(in context: Context) async throws(Failure)
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
  /// - Parameter isTalking: whether the server will be asked.
  /// - Throws: ``Failure`` when nobody is signed in, or vault or mirror cannot be used.
  /// - Returns: the account.
  func account(isTalking: Bool = false) async throws(Failure) -> OpenAccount {
    if let opened { return opened }
    // A quarter of the time of a short command goes into loading it: meanwhile the mirror is opened.
    if isTalking { workspace.client.prepare() }
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

  /// What may stand first on the command line.
  static var commandNames: [String] {
    configuration.subcommands.flatMap { command in
      [command.configuration.commandName ?? ""] + command.configuration.aliases
    } + ["help"]
  }
}
