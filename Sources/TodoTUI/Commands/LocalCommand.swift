import ArgumentParser

/// `local …`: the embedded server.
struct LocalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "local",
    abstract: "The server of this machine.",
    subcommands: [LocalStatusCommand.self, LocalStopCommand.self]
  )
}

/// `local status`: whether it runs.
struct LocalStatusCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Whether the local server runs."
  )

  @OptionGroup var global: GlobalOptions

  func run(in context: Context) async throws(Failure) {
    let server = try context.localServer()
    let version = try await server.version()
    if global.isJSON {
      context.output.json(
        .object([
          .init("running", .bool(version != nil)),
          .init("version", .optional(version)),
          .init("process", server.process().map { .number(Int64($0)) } ?? .null),
          .init("socket", .string(server.socket)),
          .init("database", .string(context.settings.paths.localDatabase)),
        ])
      )
    } else if version == "" {
      context.output.line("Running, but it gives no answer; end it with: todotui local stop")
    } else if let version {
      context.output.line("Running, version \(version), on \(server.socket)")
    } else {
      context.output.line("Not running; it starts by itself when it is needed.")
    }
  }
}

/// `local stop`: end it now; the next command starts it again.
struct LocalStopCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "End the local server."
  )

  @OptionGroup var global: GlobalOptions

  func run(in context: Context) async throws(Failure) {
    try await context.localServer().stop()
    context.output.note("The local server does not run.")
  }
}

extension Context {
  fileprivate func localServer() throws(Failure) -> LocalServer {
    try LocalServer(settings: settings, client: workspace.client, log: workspace.log)
  }
}
