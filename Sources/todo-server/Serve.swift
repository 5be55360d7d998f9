import ArgumentParser
import Foundation
import TodoServer

/// The default command: serves until it is told to stop.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve until SIGTERM (the default command).",
    discussion: """
      Environment: BETTER_AUTH_URL is the public address (default: where it listens), \
      BETTER_AUTH_SECRET the signing secret (default: kept in DATABASE.secret), \
      BETTER_AUTH_TRUSTED_ORIGINS a comma-separated list.
      """
  )

  @Option(help: "Host to listen on.")
  var host = "127.0.0.1"

  @Option(help: "Port to listen on; 0 takes a free one.")
  var port = 8080

  @Option(help: ArgumentHelp("Listen on a Unix socket instead.", valueName: "path"))
  var socket: String?

  @Option(help: ArgumentHelp("SQLite file, made when missing.", valueName: "file"))
  var database = "todo-server.sqlite"

  @Option(help: ArgumentHelp("Lifetime of a JWT.", valueName: "duration"), transform: lifetime)
  var jwtTTL: Duration = .seconds(900)

  @Option(help: ArgumentHelp("Lifetime of a session.", valueName: "duration"), transform: lifetime)
  var sessionTTL: Duration = .seconds(604_800)

  @Option(help: ArgumentHelp("Limit requests: on or off.", valueName: "on|off"))
  var rateLimit = Switch.on

  @Option(
    help: ArgumentHelp("Believe X-Forwarded-For from this address.", valueName: "address"),
    transform: address
  )
  var trustedProxy: [String] = []

  @Option(
    help: ArgumentHelp("End after this long without a request.", valueName: "duration"),
    transform: lifetime
  )
  var exitWhenIdle: Duration?

  enum Switch: String, ExpressibleByArgument, CaseIterable {
    case on, off
  }

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535.") }
    if let url = environment("BETTER_AUTH_URL"), Origin.of(url) == nil {
      throw ValidationError("BETTER_AUTH_URL must be an http or https URL.")
    }
  }

  func run() async throws {
    var configuration = ServerConfiguration(
      address: socket.map { .unixSocket(path: $0) } ?? .tcp(host: host, port: port),
      databasePath: database
    )
    configuration.baseURL = environment("BETTER_AUTH_URL")
    configuration.secret = environment("BETTER_AUTH_SECRET")
    configuration.trustedOrigins = (environment("BETTER_AUTH_TRUSTED_ORIGINS") ?? "")
      .split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    configuration.tokenLifetime = jwtTTL
    configuration.sessionLifetime = sessionTTL
    configuration.isRateLimited = rateLimit == .on
    configuration.trustedProxies = trustedProxy
    configuration.exitWhenIdle = exitWhenIdle
    raiseDescriptorLimit()
    do throws(ServerError) {
      try await ServerProgram(configuration).run(stopsOnSignals: true) { address in
        // Unbuffered: whoever started us waits for exactly this line.
        try? FileHandle.standardOutput.write(contentsOf: Data("listening on \(address)\n".utf8))
      }
    } catch {
      throw fail(error)
    }
  }

  private func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Sockets that only wait must not use up what the working ones need.
  private func raiseDescriptorLimit() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, 65_536)
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}

/// Reads an IP address.
@Sendable
func address(_ text: String) throws -> String {
  guard let address = ClientAddress.canonical(text) else {
    throw ValidationError("'\(text)' is no IP address.")
  }
  return address
}

/// Reads a lifetime such as `90s`, `15m`, `12h` or `7d`.
@Sendable
func lifetime(_ text: String) throws -> Duration {
  guard let duration = duration(fromText: text) else {
    throw ValidationError("'\(text)' is no duration; write 90s, 15m, 12h or 7d.")
  }
  return duration
}
