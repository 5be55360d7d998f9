import ArgumentParser
import TodoKit
import TokenVault

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
      context.output.json(StatusCommand.json(workspace, credential))
    } else if let credential {
      let name = credential.user.email.isEmpty ? credential.user.id : credential.user.email
      context.output.line("\(name) on \(workspace.address.label)")
      context.output.line("  profile  \(context.settings.profile)")
      context.output.line("  user id  \(credential.user.id)")
      context.output.line("  auth     \(credential.server.auth)")
      context.output.line("  tasks    \(credential.server.api)")
      context.output.line("  session  \(StatusCommand.session(credential.session))")
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

  private static func session(_ session: StoredSession?) -> String {
    guard let session else { return "none: the sign-in is the JWT alone" }
    let form =
      switch session.form {
      case .bearer: "bearer token"
      case .cookie: "cookie"
      }
    return "\(until(session.expiresAt)), as \(form)"
  }

  private static func until(_ milliseconds: Int64?) -> String {
    milliseconds.map { "until \(Timestamp(milliseconds: $0).iso8601)" } ?? "no end known"
  }

  static func json(_ workspace: Workspace, _ credential: Credential?) -> JSONValue {
    func moment(_ milliseconds: Int64?) -> JSONValue {
      .optional(milliseconds.map { Timestamp(milliseconds: $0).iso8601 })
    }
    let user = credential?.user
    return .object([
      .init("profile", .string(workspace.settings.profile)),
      .init("server", .string(workspace.origins.api)),
      .init("authServer", .string(workspace.origins.auth)),
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
      .init("vault", .string(workspace.vault.source.label)),
      .init("sessionExpiresAt", moment(credential?.session?.expiresAt)),
      .init("jwtExpiresAt", moment(credential?.jwt.map { $0.expiresAt * 1000 })),
    ])
  }
}
