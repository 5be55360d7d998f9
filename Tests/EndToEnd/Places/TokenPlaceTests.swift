import Foundation
import Testing

/// A token of the environment where nothing can be written, as in a pipeline.
///
/// | place | what happens | exit |
/// |---|---|---|
/// | TODOTUI_TOKEN, no HOME, `list` | works from memory, and leaves nothing | 0 |
/// | TODOTUI_TOKEN, a read-only file system, `list` | the same | 0 |
/// | the same, `add` | nothing is sent, because nothing could be kept; the variable is named | 73 |
@Suite(.timeLimit(.minutes(2)), .takingTurns)
struct `A token where nothing can be written` {
  private func withToken(
    _ body: (_ home: Home, _ server: TestServer, _ variables: [String: String]) async throws -> Void
  ) async throws {
    try await withServer { server, _ in
      try await withHome { home in
        try await home.signUp(server: server.address)
        try await home.must("add", "From elsewhere")
        let (_, jwt) = try await home.credentials()
        try await body(
          home,
          server,
          ["TODOTUI_TOKEN": jwt, "TODOTUI_SERVER": server.address, "PATH": "/usr/bin:/bin"]
        )
      }
    }
  }

  @Test func `lists without any home`() async throws {
    try await withToken { home, server, variables in
      let done = try await run(Programs.todotui, ["list"], environment: variables)
      #expect(done.status == 0, "\(done.errors)")
      #expect(done.output == "1  ○ From elsewhere\n")
      let shown = try await run(
        Programs.todotui,
        ["show", "From elsewhere", "--json"],
        environment: variables
      )
      #expect(shown.status == 0, "\(shown.errors)")
      let added = try await run(Programs.todotui, ["add", "Lost"], environment: variables)
      #expect(added.status == 73, "\(added.errors)")
      #expect(added.errors.contains("Neither XDG_DATA_HOME nor HOME"))
      let (user, jwt) = try await home.credentials()
      #expect(try await server.titles(user, jwt) == ["From elsewhere"])
    }
  }

  @Test func `lists where the whole file system is read-only`() async throws {
    try await withToken { home, server, variables in
      var variables = variables
      let list: Finished
      let add: Finished
      let place: String
      if Place.hasMounts {
        let folder = home.folder.appending(path: "home").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        place = folder
        variables["HOME"] = folder
        let everything = ["/", FileManager.default.temporaryDirectory.path]
        list = try await Place.readOnly(everything, [Programs.todotui, "list"], variables)
        add = try await Place.readOnly(everything, [Programs.todotui, "add", "Lost"], variables)
      } else {
        place = "/proc"
        variables["HOME"] = place
        list = try await run(Programs.todotui, ["list"], environment: variables)
        add = try await run(Programs.todotui, ["add", "Lost"], environment: variables)
      }
      #expect(list.status == 0, "\(list.errors)")
      #expect(list.output == "1  ○ From elsewhere\n")
      #expect(add.status == 73, "\(add.errors)")
      #expect(add.errors.contains(place + "/.local/share/todotui"))
      #expect(entries(below: URL(filePath: place)).isEmpty || place == "/proc")
      let (user, jwt) = try await home.credentials()
      #expect(try await server.titles(user, jwt) == ["From elsewhere"])
    }
  }
}
