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
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
    ]
    all.merge(extra) { $1 }
    return all
  }

  /// Runs `todotui`.
  func todotui(_ arguments: String..., input: String = "") async throws -> Finished {
    try await run(Programs.todotui, arguments, environment: environment, input: input)
  }

  /// Makes an account by the headless command.
  func signUp(_ email: String = "ada@example.com", _ more: String...) async throws {
    let done = try await run(
      Programs.todotui,
      ["auth", "signup", "--email", email, "--name", "Ada", "--password-stdin"] + more,
      environment: environment,
      input: Home.password + "\n"
    )
    if done.status != 0 { throw Trouble("sign-up: \(done.errors)") }
  }

  /// Titles of all tasks, newest first.
  func titles(_ arguments: String...) async throws -> [String] {
    let done = try await run(
      Programs.todotui,
      ["list", "--all", "--json"] + arguments,
      environment: environment
    )
    if done.status != 0 { throw Trouble("list: \(done.errors)") }
    let tasks = try done.json() as? [[String: Any]] ?? []
    return tasks.compactMap { $0["title"] as? String }
  }

  /// Ends the server of this home and removes everything.
  func remove() async {
    _ = try? await todotui("-q", "local", "stop")
    try? FileManager.default.removeItem(at: folder)
  }
}

/// Why a test cannot go on.
struct Trouble: Error, CustomStringConvertible {
  var description: String

  init(_ text: String) { description = text }
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
