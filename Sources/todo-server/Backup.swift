import ArgumentParser
import TodoServer

/// Copies the database while a server may be using it.
struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a consistent copy of the database."
  )

  @Argument(help: "The copy; an older one is replaced.")
  var file: String

  @Option(help: ArgumentHelp("The SQLite file to copy.", valueName: "file"))
  var database: String

  func run() async throws {
    do throws(ServerError) {
      try ServerDatabase.backUp(database, to: file)
    } catch {
      throw fail(error)
    }
  }
}
