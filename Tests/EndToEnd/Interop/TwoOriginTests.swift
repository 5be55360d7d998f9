import Foundation
import Testing

/// Better Auth on port 3000, tasks on port 8000, one address typed: the usual two neighbours.
@Suite(.timeLimit(.minutes(2)), .takingTurns)
struct `Two origins behind one address` {
  /// Runs `body` with the two servers on their usual ports; says so when a port is taken here.
  private func withNeighbours(
    _ body: (_ home: Home, _ auth: ForeignServer, _ tasks: ForeignServer) async throws -> Void
  ) async throws {
    for port in [3000, 8000] where isTaken(port) {
      print("not tested here: port \(port) is taken")
      return
    }
    try await withServers { rack, home in
      let auth = await rack.keep(
        try await ForeignServer.recorded("no-bearer-plugin", port: 3000, in: rack.folder)
      )
      let tasks = await rack.keep(
        try await ForeignServer.dialect("tasks-envelope", tasks: 12, port: 8000, in: rack.folder)
      )
      try await body(home, auth, tasks)
    }
  }

  private func isTaken(_ port: Int) -> Bool {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe connect(socket, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  private func logIn(_ home: Home, _ place: [String]) async throws -> Finished {
    try await home.todotui(
      ["auth", "login", "--email", "ada@example.com", "--password-stdin"] + place,
      input: Home.password
    )
  }

  @Test func `are found from where users start, said, and kept`() async throws {
    try await withNeighbours { home, auth, tasks in
      let done = try await logIn(home, ["--server", "localhost:3000"])
      #expect(done.status == 0, "\(done.errors)")
      #expect(done.errors.contains("Better Auth answers at http://localhost:3000/api/auth."))
      #expect(done.errors.contains("Tasks are at http://localhost:8000 (/api/tasks)."))
      #expect(try await home.titles().count == 12)
      let before = auth.seen.count + tasks.seen.count
      try await home.must("list", "--server", "localhost:3000")
      #expect(auth.seen.count + tasks.seen.count == before + 1, "a list, and no search")
      #expect(tasks.seen.allSatisfy { $0.cookies.isEmpty && $0.authorization != "Bearer opaque" })
    }
  }

  @Test func `do not get a password that was typed for the other one, unless somebody says so`()
    async throws
  {
    try await withNeighbours { home, auth, _ in
      let refused = try await logIn(home, ["--server", "localhost:8000"])
      #expect(refused.status == 2)
      #expect(refused.errors.contains("http://localhost:3000"), "\(refused.errors)")
      #expect(refused.errors.contains("--auth-url"), "\(refused.errors)")
      #expect(!auth.seen.contains { $0.method == "POST" })
      let named = ["--server", "localhost:8000", "--auth-url", "http://localhost:3000/api/auth"]
      #expect(try await logIn(home, named).status == 0)
    }
  }

  @Test func `are asked for on the form, where Enter again sends the password`() async throws {
    try await withNeighbours { home, auth, _ in
      let script = home.folder.appending(path: "form")
      try Data(
        """
        wait "Password"
        type "ada@example.com" key Enter
        type-env PASSWORD key Enter
        wait "Press Enter again"
        expect "http://localhost:3000"
        key Enter
        wait "Open 8"
        key q exit 0
        """.utf8
      ).write(to: script)
      let done = try await home.todotui(
        ["ui", "--script", script.path, "--server", "localhost:8000"],
        variables: ["PASSWORD": Home.password]
      )
      #expect(done.status == 0, "\(done.errors)")
      #expect(auth.seen.count { $0.path.hasSuffix("/sign-in/email") } == 1)
    }
  }
}
