import Foundation

/// A user of their own: an empty home, nothing of the environment but what is given.
final class Home: Sendable {
  static let password = "correct horse battery"

  let folder: URL
  let extra: [String: String]

  init(_ extra: [String: String] = [:]) throws {
    folder = try temporaryFolder()
    self.extra = extra
  }

  var environment: [String: String] {
    var all = [
      "HOME": folder.path, "TMPDIR": folder.path, "LANG": "C.UTF-8", "TERM": "screen-256color",
      "PATH": Programs.folder.path + ":/usr/bin:/bin",
    ]
    all.merge(extra) { $1 }
    return all
  }

  var data: URL { folder.appending(path: ".local/share/todotui") }
  var state: URL { folder.appending(path: ".local/state/todotui") }
  func vault(_ profile: String = "local") -> URL { data.appending(path: profile + ".vault") }

  /// Runs `todotui`.
  func todotui(_ arguments: String..., input: String = "") async throws -> Finished {
    try await todotui(arguments, input: input)
  }

  /// Runs `todotui` as it is, which may give up on a server that a busy machine makes slow.
  func hurried(_ arguments: String...) async throws -> Finished {
    try await run(Programs.todotui, arguments, environment: environment, input: "")
  }

  /// The same with all the time for a server that one request may take.
  private func patient(_ arguments: [String]) -> [String] {
    let hasten = [
      "add", "done", "undone", "edit", "rm", "list", "ls", "show", "undo", "redo", "queue",
    ]
    guard let first = arguments.first, hasten.contains(first), !arguments.contains("--timeout")
    else { return arguments }
    return ["--timeout", "30s"] + arguments
  }

  func todotui(
    _ arguments: [String],
    input: String = "",
    variables: [String: String] = [:]
  ) async throws -> Finished {
    try await run(
      Programs.todotui,
      patient(arguments),
      environment: environment.merging(variables) { $1 },
      input: input
    )
  }

  /// Starts `todotui` and does not wait for it.
  func start(_ arguments: String..., input: String = "") throws -> Child {
    try Child(Programs.todotui, arguments, environment: environment, input: input)
  }

  /// Runs `todotui` and insists on success.
  @discardableResult
  func must(_ arguments: String..., input: String = "") async throws -> Finished {
    try await must(arguments, input: input)
  }

  @discardableResult
  func must(_ arguments: [String], input: String = "") async throws -> Finished {
    let done = try await todotui(arguments, input: input)
    guard done.status == 0 else {
      throw Trouble("\(arguments.joined(separator: " ")): \(done.status) \(done.errors)")
    }
    return done
  }

  /// Makes an account by the headless command.
  func signUp(_ email: String = "ada@example.com", server: String? = nil) async throws {
    let place = server.map { ["--server", $0] } ?? []
    let done = try await todotui(
      ["auth", "signup", "--email", email, "--name", "Ada", "--password-stdin"] + place,
      input: Home.password + "\n"
    )
    if done.status != 0 { throw Trouble("sign-up: \(done.errors)") }
  }

  /// All tasks as `list --json` prints them, newest first.
  func tasks(_ more: String...) async throws -> [[String: Any]] {
    let done = try await todotui(["list", "--all", "--json"] + more)
    if done.status != 0 { throw Trouble("list: \(done.errors)") }
    return try done.json() as? [[String: Any]] ?? []
  }

  func titles() async throws -> [String] { try await tasks().compactMap { $0["title"] as? String } }

  /// The user's id and a valid JWT.
  func credentials() async throws -> (user: String, jwt: String) {
    let user = try await must("auth", "status", "--json").object()["user"] as? [String: Any]
    let jwt = try await must("auth", "token").output.trimmingCharacters(in: .newlines)
    return (user?["id"] as? String ?? "", jwt)
  }

  /// Waits until the JWT in the vault has expired, also for a client that counts its life from
  /// receipt, which may be a second later than the issuer's whole second.
  func untilTokenExpires() async throws {
    let end = try await must("auth", "status", "--json").object()["jwtExpiresAt"] as? String
    let date = try Date(end ?? "", strategy: .iso8601WithFraction)
    if await !eventually({ Date.now > date.addingTimeInterval(1) }) {
      throw Trouble("the token lives until \(date)")
    }
  }

  /// What `local status --json` says.
  func localServer() async throws -> LocalServerFacts {
    let facts = try await must("local", "status", "--json").object()
    return LocalServerFacts(
      isRunning: facts["running"] as? Bool ?? false,
      version: facts["version"] as? String,
      process: (facts["process"] as? Int).map(Int32.init),
      socket: facts["socket"] as? String ?? ""
    )
  }

  /// Ends the server of this home and removes everything.
  func remove() async {
    _ = try? await todotui("-q", "local", "stop")
    // Something that is just ending may still write a file meanwhile.
    _ = await eventually(within: 5) {
      try? FileManager.default.removeItem(at: folder)
      return !FileManager.default.fileExists(atPath: folder.path)
    }
  }
}

extension ParseStrategy where Self == Date.ISO8601FormatStyle {
  /// Timestamps with fractions of a second.
  static var iso8601WithFraction: Date.ISO8601FormatStyle {
    .init(includingFractionalSeconds: true)
  }
}

/// The embedded server as a client sees it.
struct LocalServerFacts {
  var isRunning: Bool
  var version: String?
  var process: Int32?
  var socket: String
}

/// Lends a home to a test and cleans up behind it.
func withHome<R>(
  _ extra: [String: String] = [:],
  _ body: (Home) async throws -> R
) async throws -> R {
  let home = try Home(extra)
  do {
    let result = try await body(home)
    await home.remove()
    return result
  } catch {
    await home.remove()
    throw error
  }
}

/// Lends a home that is signed in to the server of its machine.
func withSignedInHome<R>(_ body: (Home) async throws -> R) async throws -> R {
  try await withHome { home in
    try await home.signUp()
    return try await body(home)
  }
}
