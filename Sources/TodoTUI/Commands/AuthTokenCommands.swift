import APIClient
import ArgumentParser
import TodoKit
import TokenVault

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
      throw Failure(renewal: error, profile: context.settings.profile)
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
    guard let credential = try context.workspace.credential() else {
      throw context.workspace.signedOutFailure()
    }
    guard credential.session != nil else {
      throw Failure(
        .failed,
        "no_session",
        "This sign-in is a token alone, and there is no session to get another.",
        hint: "It is used until it ends; then: todotui auth login"
      )
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
      throw Failure(renewal: error, profile: context.settings.profile)
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
