import ArgumentParser
import Foundation
import TodoServer

/// Copies the database while a server may be using it.
struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a consistent copy of the database.",
    discussion: """
      The signing keys in a copy open only with the secret of the original: keep DATABASE.secret \
      with it, as COPY.secret, unless BETTER_AUTH_SECRET is set.
      """
  )

  @Argument(help: "The copy; an older one is replaced.")
  var file: String

  @Option(help: ArgumentHelp("The SQLite file to copy.", valueName: "file"))
  var database: String

  func run() async throws {
    do throws(ServerError) {
      try ServerDatabase.backUp(database, to: file)
      print("Wrote \(file).")
      let secret = database + ".secret"
      guard FileManager.default.fileExists(atPath: secret) else { return }
      print("The secret is not in it: keep \(secret) as \(file).secret, or nobody can sign in.")
    } catch {
      throw fail(error)
    }
  }
}
