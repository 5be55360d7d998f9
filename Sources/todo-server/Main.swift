import ArgumentParser
import Foundation
import TodoServer

/// The `todo-server` program.
@main
struct Main: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "todo-server",
    abstract: "Serves Better Auth sign-in and the task API from one SQLite file.",
    version: serverVersion,
    subcommands: [Serve.self, Backup.self, SetPassword.self],
    defaultSubcommand: Serve.self
  )

  static func main() async {
    umask(0o077)
    signal(SIGPIPE, SIG_IGN)
    await main(nil)
  }
}

/// Ends the process with one sentence on stderr.
func fail(_ error: ServerError) -> ExitCode {
  try? FileHandle.standardError.write(contentsOf: Data("todo-server: \(error.sentence)\n".utf8))
  return ExitCode(error.exitStatus)
}
