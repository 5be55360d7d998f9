import ArgumentParser
import TodoUI
import TokenVault

/// `auth reset-local`: a new password for the account of this machine, the old one not asked for.
struct ResetLocalCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "reset-local",
    abstract: "Set a new password for the account of this machine.",
    discussion: "For a forgotten password: whoever may write the database may do this."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var password: PasswordOptions

  func run(in context: Context) async throws(Failure) {
    try context.settings.requireVault()
    try context.workspace.requireThisMachine()
    let prompt = Prompt(settings: context.settings)
    let known = (try? context.workspace.credential())?.user.email
    let address = password.email ?? known ?? context.settings.email
    let email =
      if let address { address } else { try prompt.text("E-mail", option: "--email") }
    let person = try newPassword(of: email, prompt)
    try await context.workspace.resetLocalPassword(of: person.email, to: person.password)
    guard let account = try await context.workspace.signIn(person) else { return }
    context.report(account, context.workspace)
  }

  /// What is typed without being seen is asked for twice.
  private func newPassword(
    of email: String,
    _ prompt: Prompt
  ) throws(Failure) -> Workspace.Person {
    var person = Workspace.Person(newName: nil, email: email, password: Masked(""))
    if password.isOnStdin || password.file != nil {
      person.password = try password.given(prompt)
      return person
    }
    let first = try prompt.secret("New password")
    guard try prompt.secret("The same again") == first else {
      throw .invalid("The two passwords are not the same; nothing was changed.")
    }
    person.password = Masked(first)
    return person
  }
}
