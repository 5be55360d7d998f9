import APIClient
import ArgumentParser
import Glibc
import LocalStore
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
    let keeper = try context.workspace.keeper(of: credential.user.id)
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
  @Flag(name: .customLong("wipe"), help: "Delete the tasks and unsent changes kept here, too.")
  var isWiping = false
  @Flag(name: .customLong("yes"), help: "Do not ask.") var isSure = false

  func run(in context: Context) async throws(Failure) {
    try context.settings.requireVault()
    let user = try context.workspace.credential()?.user.id
    if isWiping, let user { try agree(user, context) }
    try await signOut(context)
    if isWiping, let user {
      do throws(StoreError) {
        try await TodoStore.wipe(file: context.mirrorFile(of: user))
      } catch {
        throw Failure(error)
      }
      context.settings.forgetTyped()
      context.output.note("The tasks kept here are deleted.")
    }
  }

  /// Unsent changes go only when somebody said so.
  private func agree(_ user: String, _ context: Context) throws(Failure) {
    let file = context.mirrorFile(of: user)
    let queue = try? TodoStore(file: file, server: context.workspace.mirrorOwner).queue()
    let count = queue?.count ?? 0
    if isSure || count == 0 { return }
    let changes = count == 1 ? "1 change that was" : "\(count) changes that were"
    guard try Prompt(settings: context.settings).agrees("Give up \(changes) never sent?") else {
      throw Failure(.cancelled, "cancelled", "Nothing was deleted, and you are still signed in.")
    }
  }

  private func signOut(_ context: Context) async throws(Failure) {
    switch try await context.workspace.signOut() {
    case .nobodyWas: context.output.note("Nobody was signed in.")
    case .everywhere: context.output.note("Signed out.")
    case .here(let until, let why):
      let end = until.map { " until \($0.iso8601)" } ?? ""
      context.output.note("Signed out here. \(why) At the server the session may live\(end).")
    }
  }
}

extension Settings {
  /// Deletes what was typed on the screen's lines: titles are in it, too.
  fileprivate func forgetTyped() {
    for file in [paths.history(profile: profile), paths.screen(profile: profile)] {
      unsafe unlink(file)
    }
  }
}

extension Context {
  fileprivate func mirrorFile(of user: String) -> String {
    settings.paths.mirror(profile: settings.profile, user: user)
  }
}
