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
      RefreshCommand.self, LogOutCommand.self,
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
    try settings.requireVault()
    let prompt = Prompt(settings: settings)
    let address = if let email { email } else { try prompt.text("E-mail", option: "--email") }
    return Workspace.Person(newName: newName, email: address, password: try password(prompt))
  }

  private func password(_ prompt: Prompt) throws(Failure) -> Masked {
    if isOnStdin, file != nil { throw .usage("Say one of --password-stdin and --password-file.") }
    if isOnStdin { return try PasswordOptions.password(from: 0) }
    guard let file else { return Masked(try prompt.secret("Password")) }
    let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .usage("The password file \(file) cannot be read: \(systemMessage(errno)).")
    }
    defer { close(descriptor) }
    return try PasswordOptions.password(from: descriptor)
  }

  /// All of it but one trailing newline.
  private static func password(from descriptor: Int32) throws(Failure) -> Masked {
    var text = try readText(of: descriptor, limit: 4096, "The password")
    if text.unicodeScalars.last == "\n" { text.unicodeScalars.removeLast() }
    if text.isEmpty { throw .invalid("The password is empty.") }
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
    let prompt = Prompt(settings: context.settings)
    let name = if let name { name } else { try prompt.text("Name", option: "--name") }
    let person = try password.person(newName: name, context.settings)
    guard let account = try await context.workspace.signIn(person) else {
      throw Failure(
        .notSignedIn,
        "verify_email",
        "The account is made; its address has to be confirmed first.",
        hint: "Open the mail sent to \(person.email), then: todotui auth login"
      )
    }
    context.report(account)
  }
}

/// `auth login`: sign in.
struct LogInCommand: Command {
  static let configuration = CommandConfiguration(commandName: "login", abstract: "Sign in.")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var password: PasswordOptions

  func run(in context: Context) async throws(Failure) {
    let person = try password.person(newName: nil, context.settings)
    if let account = try await context.workspace.signIn(person) { context.report(account) }
  }
}

extension Context {
  fileprivate func report(_ account: Account) {
    if output.isJSON {
      output.json(StatusCommand.json(self, (try? workspace.credential()) ?? nil))
    } else {
      output.line("Signed in as \(account.email) on \(workspace.address.label).")
    }
  }
}

/// `auth status`: what the vault says; no request.
struct StatusCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Who is signed in, and until when; makes no request."
  )

  @OptionGroup var global: GlobalOptions

  func run(in context: Context) async throws(Failure) {
    let workspace = context.workspace
    try context.settings.requireVault()
    let credential = try workspace.credential()
    if global.isJSON {
      context.output.json(StatusCommand.json(context, credential))
    } else if let credential {
      context.output.line("\(credential.user.email) on \(workspace.address.label)")
      context.output.line("  profile  \(context.settings.profile)")
      context.output.line("  user id  \(credential.user.id)")
      context.output.line("  session  \(StatusCommand.until(credential.session.expiresAt))")
      context.output.line(
        "  jwt      \(StatusCommand.until(credential.jwt.map { $0.expiresAt * 1000 }))"
      )
      context.output.line("  vault    \(workspace.vault.source.label)")
    }
    if credential == nil {
      var failure = workspace.signedOutFailure()
      // With --json the object on stdout says it already.
      if global.isJSON { failure.hint = nil }
      throw failure
    }
  }

  private static func until(_ milliseconds: Int64?) -> String {
    milliseconds.map { "until \(Timestamp(milliseconds: $0).iso8601)" } ?? "no end known"
  }

  static func json(_ context: Context, _ credential: Credential?) -> JSONValue {
    func moment(_ milliseconds: Int64?) -> JSONValue {
      .optional(milliseconds.map { Timestamp(milliseconds: $0).iso8601 })
    }
    let user = credential?.user
    return .object([
      .init("profile", .string(context.settings.profile)),
      .init("server", .string(context.workspace.origins.api)),
      .init(
        "user",
        user.map {
          .object([
            .init("id", .string($0.id)), .init("email", .string($0.email)),
            .init("name", .string($0.name)),
          ])
        } ?? .null
      ),
      .init("signedIn", .bool(credential != nil)),
      .init("vault", .string(context.workspace.vault.source.label)),
      .init("sessionExpiresAt", moment(credential?.session.expiresAt)),
      .init("jwtExpiresAt", moment(credential?.jwt.map { $0.expiresAt * 1000 })),
    ])
  }
}

/// `auth token`: a valid JWT, alone on stdout.
struct TokenCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Print a valid JWT, refreshed when due."
  )

  @OptionGroup var global: GlobalOptions

  func run(in context: Context) async throws(Failure) {
    let account = try await context.account()
    do {
      context.output.line(try await account.session.current().text)
    } catch {
      throw Failure(renewal: error, context.workspace)
    }
  }
}

/// `auth refresh`: a new JWT now, whatever the old one's age.
struct RefreshCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "refresh",
    abstract: "Get a new JWT and print when it expires."
  )

  @OptionGroup var global: GlobalOptions

  func run(in context: Context) async throws(Failure) {
    try context.settings.requireVault()
    guard try context.workspace.credential() != nil else {
      throw context.workspace.signedOutFailure()
    }
    let keeper = try context.workspace.keeper()
    do {
      try await context.workspace.started()
      let jwt = try await keeper.renew(after: keeper.kept())
      if global.isJSON {
        context.output.json(.object([.init("jwtExpiresAt", .string(jwt.expiresAt.iso8601))]))
      } else {
        context.output.line(jwt.expiresAt.iso8601)
      }
    } catch {
      throw Failure(renewal: error, context.workspace)
    }
  }
}

/// `auth logout`: forget the credential and end the session.
struct LogOutCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "logout",
    abstract: "Sign out here and at the server."
  )

  @OptionGroup var global: GlobalOptions

  func run(in context: Context) async throws(Failure) {
    try context.settings.requireVault()
    switch try await context.workspace.signOut() {
    case .nobodyWas: context.output.note("Nobody was signed in.")
    case .everywhere: context.output.note("Signed out.")
    case .here(let until, let why):
      let end = until.map { " until \($0.iso8601)" } ?? ""
      context.output.note("Signed out here. \(why) At the server the session may live\(end).")
    }
  }
}

extension Failure {
  /// Why there is no JWT.
  init(renewal error: any Error, _ workspace: Workspace) {
    switch error {
    case let failure as Failure: self = failure
    case RenewalError.signedOut(let sentence):
      self.init(
        .notSignedIn,
        "signed_out",
        sentence,
        hint: Failure.signedOut(workspace.settings.profile).hint
      )
    case RenewalError.auth(let error): self.init(error)
    case RenewalError.vault(let error): self.init(error)
    case RenewalError.notYet(let sentence): self.init(.temporary, "not_yet", sentence)
    default: self.init(.cancelled, "cancelled", "Cancelled.")
    }
  }
}
