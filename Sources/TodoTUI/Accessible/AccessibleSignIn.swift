import TerminalKit
import TodoUI

/// Signing in and up by questions.
extension AccessibleClient {
  /// What was answered so far; it is offered again after a failure.
  private struct Answers {
    var isNew = false
    var server = ""
    var tasks = ""
    var name = ""
    var email = ""
  }

  /// Asks until somebody is signed in.
  ///
  /// - Throws: ``Failure`` when the profile cannot be read.
  /// - Returns: false when input ended first.
  func signIn() async throws(Failure) -> Bool {
    let start = try context.workspace.start(
      account: nil,
      size: Size(rows: 24, columns: 80),
      glyphs: .ascii,
      notices: []
    )
    output.line("Nobody is signed in on \(start.isLocal ? "this machine" : start.profile).")
    var answers = Answers(
      isNew: start.isLocal && !start.knowsAccount,
      server: start.server,
      name: start.suggestedName,
      email: start.suggestedEmail
    )
    while account == nil {
      do throws(Conversation.Silence) {
        let password = try ask(&answers, isLocal: start.isLocal)
        try await submit(&answers, Masked(password), isLocal: start.isLocal)
      } catch .interrupted {
        output.line("From the start; ^D quits.")
      } catch {
        return false
      }
    }
    return true
  }

  private func ask(
    _ answers: inout Answers,
    isLocal: Bool
  ) throws(Conversation.Silence) -> String {
    let usual = answers.isNew ? "new" : "sign in"
    let choice = try talk.text("Sign in, or make a new account? sign in or new", usual: usual)
    answers.isNew = choice.lowercased().hasPrefix("n")
    if answers.isNew, isLocal {
      output.line("Choose a password of at least 8 characters. It stays on this machine.")
    }
    if !isLocal { answers.server = try talk.text("Server", usual: answers.server) }
    if answers.isNew { answers.name = try talk.text("Name", usual: answers.name) }
    answers.email = try talk.text("E-mail", usual: answers.email)
    return try talk.secret("Password")
  }

  private func submit(
    _ answers: inout Answers,
    _ password: Masked,
    isLocal: Bool
  ) async throws(Conversation.Silence) {
    let announcements = announcements
    let world = World(workspace: context.workspace)
    while true {
      let form = SignInForm.Submission(
        server: isLocal ? "" : answers.server,
        tasks: answers.tasks,
        name: answers.isNew ? answers.name : "",
        email: answers.email,
        password: password
      )
      do throws(Failure) {
        switch try await world.signIn(form, answers.isNew, { announcements.hear($0) }) {
        case .account(let opened, let said):
          for sentence in said { output.line(sentence) }
          account = opened
        case .verifyEmail(let email):
          answers.isNew = false
          output.line("The account is made. Open the mail sent to \(email), then sign in.")
        }
        return
      } catch {
        output.fail(error)
        switch error.code {
        case Failure.noTaskAPI: answers.tasks = try talk.text("Tasks at", usual: answers.tasks)
        case Failure.unconfirmedOrigin:
          if try !talk.agrees("Send your password there?") { return }
        default: return
        }
      }
    }
  }
}
