import Foundation

/// One account on two machines, each of which changes tasks without the other.
final class TwoDevices {
  /// The machine whose `todotui` a test is about.
  let here: Home
  /// Another one, which is always in step with the server.
  let there: Home
  private(set) var server: TestServer
  private let folder: URL
  private let me: (user: String, jwt: String)

  fileprivate init(_ here: Home, _ there: Home, _ server: TestServer, _ folder: URL) async throws {
    (self.here, self.there, self.server, self.folder) = (here, there, server, folder)
    try await here.signUp(server: server.address)
    me = try await here.credentials()
    let done = try await there.todotui(
      ["auth", "login", "--email", "ada@example.com", "--password-stdin"]
        + ["--server", server.address],
      input: Home.password
    )
    if done.status != 0 { throw Trouble("the second machine: \(done.errors)") }
  }

  /// Does something here, and to the server's files, while the server is away, which then comes back.
  func apart(
    _ work: () async throws -> Void,
    mishap: (_ database: URL) throws -> Void = { _ in }
  ) async throws {
    await server.stop()
    try await work()
    try mishap(folder.appending(path: "server.sqlite"))
    server = try await server.again(folder: folder)
  }

  /// What the server has, asked without a client: `Bread (done)`, `Milk`, by title.
  func served() async throws -> [String] {
    let reply = try await Wire(server.address).send(
      "GET",
      "/api/\(me.user)/tasks",
      ["Authorization": "Bearer \(me.jwt)"]
    )
    guard reply.status == 200 else { throw Trouble("the server answered \(reply.status)") }
    let tasks = try reply.json() as? [[String: Any]] ?? []
    return tasks.map {
      "\($0["title"] as? String ?? "")\($0["completed"] as? Bool == true ? " (done)" : "")"
    }.sorted()
  }
}

/// Lends two machines, in step with each other, that have these tasks; the last one is the newest.
func withTwoDevices<R>(
  _ titles: String...,
  body: (TwoDevices) async throws -> R
) async throws -> R {
  try await withServer { server, folder in
    try await withHome { here in
      try await withHome { there in
        let devices = try await TwoDevices(here, there, server, folder)
        try await here.must(["add", "-"], input: titles.joined(separator: "\n") + "\n")
        try await there.must("sync")
        do {
          let result = try await body(devices)
          await devices.server.stop()
          return result
        } catch {
          await devices.server.stop()
          throw error
        }
      }
    }
  }
}

extension Home {
  /// The conflicts that wait here.
  func conflicts() async throws -> [[String: Any]] {
    try await must("conflicts", "show", "--json").json() as? [[String: Any]] ?? []
  }

  /// The unsent changes that wait here.
  func unsent() async throws -> [[String: Any]] {
    try await must("queue", "list", "--json").json() as? [[String: Any]] ?? []
  }
}
