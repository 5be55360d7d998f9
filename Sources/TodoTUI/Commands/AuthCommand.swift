import APIClient
import ArgumentParser
import Glibc
import TodoKit
import TodoUI
import TokenVault

/// `auth …`: who is signed in.
struct AuthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "auth",
    abstract: "Sign in, sign out, and what the session is.",
    subcommands: [
      SignUpCommand.self, LogInCommand.self, StatusCommand.self, TokenCommand.self,
      RefreshCommand.self, LogOutCommand.self, ResetLocalCommand.self,
    ]
  )
}

/// Where the password comes from; never from the command line itself.
struct PasswordOptions: ParsableArguments {
  @Option(help: "The account's e-mail address.") var email: String?
  @Flag(name: .customLong("password-stdin"), help: "Read the password from stdin.")
  var isOnStdin = false
  @Option(name: .customLong("password-file"), help: "Read the password from a file.")
  var file: String?

  func person(newName: String?, _ settings: Settings) throws(Failure) -> Workspace.Person {
    let prompt = Prompt(settings: settings)
    let address =
      if let email = email ?? settings.email { email } else {
        try prompt.text("E-mail", option: "--email")
      }
    return Workspace.Person(newName: newName, email: address, password: try given(prompt))
  }

  /// The password itself, asked for where no option says where it is.
  func given(_ prompt: Prompt) throws(Failure) -> Masked {
    if isOnStdin, file != nil { throw .usage("Say one of --password-stdin and --password-file.") }
    if isOnStdin { return try PasswordOptions.secret(from: 0, "The password") }
    guard let file else { return Masked(try prompt.secret("Password")) }
    let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .usage("The password file \(file) cannot be read: \(systemMessage(errno)).")
    }
    defer { close(descriptor) }
    return try PasswordOptions.secret(from: descriptor, "The password")
  }

  /// All of it but one trailing newline.
  static func secret(from descriptor: Int32, _ noun: String) throws(Failure) -> Masked {
    var text = try readText(of: descriptor, limit: 16_384, noun)
    if text.unicodeScalars.last == "\n" { text.unicodeScalars.removeLast() }
    if text.isEmpty { throw .invalid("\(noun) is empty.") }
    return Masked(text)
  }
}

/// `auth signup`: make an account and sign in.
struct SignUpCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "signup",
    abstract: "Make an account and sign in."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var password: PasswordOptions
  @Option(help: "The name shown.") var name: String?

  func run(in context: Context) async throws(Failure) {
    try context.settings.requireVault()
    let workspace = try await context.located()
    let prompt = Prompt(settings: context.settings)
    let name = if let name { name } else { try prompt.text("Name", option: "--name") }
    let person = try password.person(newName: name, context.settings)
    guard let account = try await workspace.signIn(person) else {
      throw Failure(
        .notSignedIn,
        "verify_email",
        "The account is made; its address has to be confirmed first.",
        hint: "Open the mail sent to \(person.email), then: todotui auth login"
      )
    }
    context.report(account, workspace)
  }
}

/// `auth login`: sign in.
struct LogInCommand: Command {
  static let configuration = CommandConfiguration(commandName: "login", abstract: "Sign in.")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var password: PasswordOptions
  @Flag(
    name: .customLong("with-token"),
    help: "Read a session token or a JWT from stdin instead of asking for a password."
  )
  var isWithToken = false

  func validate() throws {
    if isWithToken, password.email != nil || password.isOnStdin || password.file != nil {
      throw ValidationError("--with-token takes no e-mail address and no password.")
    }
  }

  func run(in context: Context) async throws(Failure) {
    try context.settings.requireVault()
    if isWithToken {
      let token = try PasswordOptions.secret(from: 0, "The token")
      // A JWT is not shown to who signs people in, so it matters little where that is.
      let isJWT = (try? JWT(token.revealed)) != nil
      let workspace = try await context.located(needsAuth: false, confirms: !isJWT)
      return context.report(try await workspace.signIn(token: token), workspace)
    }
    let workspace = try await context.located()
    let person = try password.person(newName: nil, context.settings)
    if let account = try await workspace.signIn(person) { context.report(account, workspace) }
  }
}

extension Context {
  /// The workspace with its servers found; what was found is said, and what is missing asked for.
  fileprivate func located(
    needsAuth: Bool = true,
    confirms: Bool = true
  ) async throws(Failure) -> Workspace {
    var place = workspace
    while true {
      do throws(Failure) {
        let found = try await place.located(needsAuth: needsAuth)
        for sentence in found.said { output.note(sentence) }
        if confirms, let surprise = found.surprise { try confirm(surprise, found.workspace) }
        return found.workspace
      } catch {
        let prompt = Prompt(settings: settings)
        guard error.code == Failure.noTaskAPI, prompt.isAllowed else { throw error }
        output.note(error.message)
        place = try place.with(tasksAt: try prompt.text("Task API", option: "--api-url"))
      }
    }
  }

  /// The password is for the address that was given; another origin gets it only when asked for.
  private func confirm(_ origin: String, _ place: Workspace) throws(Failure) {
    let prompt = Prompt(settings: settings)
    if prompt.isAllowed, try prompt.agrees("Sign in at \(origin)?") { return }
    let isOwn = place.ownSignIn != nil
    throw Failure(
      .cancelled,
      Failure.unconfirmedOrigin,
      "Signing in would happen at \(origin), which is not the address given.",
      hint: "If that is right, say so: \(isOwn ? "--server" : "--auth-url") \(place.origins.auth)"
    )
  }

  func report(_ account: Account, _ workspace: Workspace) {
    if output.isJSON {
      output.json(StatusCommand.json(workspace, (try? workspace.credential()) ?? nil))
    } else {
      let name = account.email.isEmpty ? account.id : account.email
      output.line("Signed in as \(name) on \(workspace.address.label).")
    }
    if let left = workspace.unsent(besides: account.id) { output.note(left) }
  }
}
