import APIClient
import Glibc
import TodoUI

/// A password that was forgotten.
extension Workspace {
  /// Asks the auth server for a mail with a link, and says what became of that.
  ///
  /// - Parameter email: the account's address.
  /// - Throws: ``Failure`` when the server could not be asked, or took the address for none.
  /// - Returns: one sentence.
  func requestPasswordReset(of email: String) async throws(Failure) -> String {
    if address == .local {
      return "This machine sends no mail: set a new password with todotui auth reset-local."
    }
    guard !email.isEmpty else { throw .invalid("Type the e-mail address of the account first.") }
    let place = try await located().workspace
    let server = place.address.label
    if place.ownSignIn != nil {
      return "\(server) has a sign-in of its own, which sends no mail for a new password."
    }
    let auth = try place.authAPI()
    do throws(APIError) {
      switch try await auth.requestPasswordReset(email: email) {
      case .requested:
        return "If \(server) knows \(email), a mail with a link for a new password is on its way."
      case .notOffered:
        return "\(server) sends no mail for a new password: ask who runs it."
      }
    } catch {
      throw Failure(error)
    }
  }

  /// Sets a new password for an account of the embedded server, which is stopped for that.
  ///
  /// - Parameters:
  ///   - email: the account's address.
  ///   - password: the new one.
  /// - Throws: ``Failure`` when there is no such account, or the password is not taken.
  func resetLocalPassword(of email: String, to password: Masked) async throws(Failure) {
    try await requireThisMachine().setPassword(of: email, to: password)
  }

  /// The server whose passwords are set here, before anything is asked for.
  ///
  /// - Returns: the server of this machine.
  /// - Throws: ``Failure`` 64 for a profile of another one.
  @discardableResult
  func requireThisMachine() throws(Failure) -> LocalServer {
    if let local { return local }
    throw .usage("\(address.label) is not this machine: its password is set there.")
  }
}

extension LocalServer {
  /// Runs `todo-server set-password` while no server runs.
  fileprivate func setPassword(of email: String, to password: Masked) async throws(Failure) {
    guard unsafe access(database, F_OK) == 0 else {
      throw Failure(
        .notFound,
        "no_local_account",
        "There is no account on this machine yet.",
        hint: "Make one with: todotui auth signup"
      )
    }
    try await stop()
    let program = try requiredProgram()
    let ended = try run(
      [
        program, "set-password", "--database", database, "--email", email, "--password-stdin",
      ],
      input: password.revealed
    )
    if ended.status == 0 { return }
    let sentence = ended.said.split(separator: "\n").last.map(String.init) ?? ""
    let mark = "todo-server: "
    throw Failure(
      ExitStatus(rawValue: ended.status) ?? .failed,
      "set_password",
      sentence.hasPrefix(mark)
        ? String(sentence.dropFirst(mark.count)) : "The password was not set: \(sentence)"
    )
  }
}
