import ArgumentParser
import Foundation
import TodoServer

/// Sets a forgotten password while no server runs.
struct SetPassword: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Set the password of an account and end its sessions.",
    discussion: """
      No server may be running on the database. The password is what stands on standard input, \
      without one newline at its end.
      """
  )

  /// More than any password may have, so that a wrong file is not read to its end.
  private static let longestInput = 4096

  @Option(help: ArgumentHelp("The SQLite file.", valueName: "file"))
  var database: String

  @Option(help: ArgumentHelp("The e-mail address of the account.", valueName: "address"))
  var email: String

  @Flag(name: .customLong("password-stdin"), help: "Read the password from standard input.")
  var isOnStdin = false

  func validate() throws {
    guard isOnStdin else { throw ValidationError("Say --password-stdin, and write it there.") }
  }

  func run() async throws {
    do throws(ServerError) {
      let ended = try ServerDatabase.setPassword(try password(), ofAccount: email, in: database)
      print("The password is set; \(ended) \(ended == 1 ? "session is" : "sessions are") ended.")
    } catch {
      throw fail(error)
    }
  }

  private func password() throws(ServerError) -> String {
    let bytes: Data
    do {
      bytes = try FileHandle.standardInput.read(upToCount: Self.longestInput + 1) ?? Data()
    } catch {
      throw .passwordRefused(reason: "standard input cannot be read")
    }
    guard bytes.count <= Self.longestInput, let text = String(validating: bytes, as: UTF8.self)
    else { throw .passwordRefused(reason: "standard input is no line of text") }
    return text.utf8.last == UInt8(ascii: "\n") ? String(text.unicodeScalars.dropLast()) : text
  }
}
