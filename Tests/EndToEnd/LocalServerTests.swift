import Foundation
import Testing

/// The server a client starts for itself: one for all, replaced when it is old, gone when unused.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `The server of this machine` {
  private func servers(_ home: Home) -> [Int32] {
    ProcessTable.running(home.folder.path).filter {
      ProcessTable.text($0, "comm")?.hasPrefix("todo-server") ?? false
    }
  }

  @Test func `is one, also when eight clients start at once and none runs`() async throws {
    try await withSignedInHome { home in
      try await home.must("local", "stop")
      #expect(await eventually { servers(home).isEmpty })
      let children = try (1...8).map { try home.start("add", "From client \($0)") }
      for child in children {
        let done = await child.finish()
        #expect(done.status == 0 && done.errors.isEmpty, "\(done.errors)")
      }
      #expect(servers(home).count == 1)
      let titles = try await home.titles()
      #expect(titles.sorted() == (1...8).map { "From client \($0)" })
    }
  }

  @Test func `is the same for every client, and is found again`() async throws {
    try await withSignedInHome { home in
      let first = try await home.localServer()
      #expect(first.isRunning && first.version == "0.1.0")
      async let one = home.must("add", "One")
      async let two = home.must("list")
      _ = try await (one, two)
      #expect(try await home.localServer().process == first.process)
      #expect(servers(home) == [first.process])
      try await home.must("local", "stop")
      let stopped = try await home.localServer()
      #expect(!stopped.isRunning && stopped.process == nil && stopped.socket == first.socket)
      try await home.must("list")
      #expect(try await home.localServer().process != first.process)
    }
  }

  @Test(.enabled(if: Terminal.isHere))
  func `shows on a screen what a command did beside it`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("No tasks yet", "synced")
        try await home.must("add", "From the command")
        try await terminal.key("R")
        try await terminal.wait("From the command", "Open 1")
        #expect(servers(home).count == 1)
      }
    }
  }

  @Test func `is replaced when it is of an older version`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Kept")
      let socket = try await home.localServer().socket
      try await home.must("local", "stop")
      let old = try await Child.peer("older_server.py", [socket])
      #expect(try await home.localServer().version == "0.0.1")
      #expect(try await home.titles() == ["Kept"])
      #expect(await eventually { !old.isRunning })
      #expect(try await home.localServer().version == "0.1.0")
      #expect(servers(home).count == 1)
      await old.end()
    }
  }

  @Test func `says why when it cannot be started`() async throws {
    try await withHome { home in
      let folder = home.data.appending(path: "server")
      try FileManager.default.createDirectory(
        at: home.data,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
      try Data("no folder".utf8).write(to: folder)
      let done = try await home.todotui(
        "auth",
        "signup",
        "--email",
        "a@example.com",
        "--name",
        "A",
        "--password-stdin",
        "--json",
        input: Home.password
      )
      #expect([69, 73].contains(done.status), "\(done.errors)")
      #expect(try done.error()["message"] as? String != nil)
    }
  }

  @Test func `keeps its files to its user, in a directory of its own`() async throws {
    try await withSignedInHome { home in
      let socket = URL(filePath: try await home.localServer().socket)
      #expect(permissions(socket.deletingLastPathComponent()) == 0o700)
      #expect(permissions(socket) & 0o077 == 0)
      #expect(socket.path.utf8.count <= 100)
    }
  }
}

/// `todo-server` as a process.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `The server as a process` {
  private func start(_ folder: URL, _ more: [String] = []) async throws -> Child {
    let child = try Child(
      Programs.server,
      [
        "--socket", folder.appending(path: "s").path, "--database",
        folder.appending(path: "server.sqlite").path,
      ] + more,
      environment: ["PATH": "/usr/bin:/bin"]
    )
    guard await eventually({ child.said.contains("\n") || !child.isRunning }) else {
      throw Trouble("no server: \(child.complained)")
    }
    return child
  }

  private func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  @Test func `ends with 0 on SIGTERM, and takes its socket along`() async throws {
    try await withFolder { folder in
      let server = try await start(folder)
      let socket = folder.appending(path: "s").path
      #expect(server.said == "listening on unix:\(socket)\n")
      let health = try await Wire(socket: socket).send("GET", "/health")
      #expect(health.status == 200)
      #expect(try health.object()["version"] as? String == "0.1.0")
      #expect(await server.end(SIGTERM).status == 0)
      #expect(!FileManager.default.fileExists(atPath: socket))
    }
  }

  @Test func `ends by itself when nobody asks it anything`() async throws {
    try await withFolder { folder in
      let server = try await start(folder, ["--exit-when-idle", "1s"])
      #expect(server.isRunning)
      #expect(await server.finish().status == 0)
    }
  }

  @Test func `ends when its directory vanishes`() async throws {
    try await withFolder { folder in
      let server = try await start(folder)
      try FileManager.default.removeItem(at: folder)
      #expect(await server.finish().status == 0)
    }
  }

  @Test func `does not take a socket that is served, and exits with 75`() async throws {
    try await withFolder { folder in
      let first = try await start(folder)
      let second = try await start(folder)
      let end = await second.finish()
      #expect(end.status == 75)
      #expect(end.errors.contains(folder.appending(path: "s").path))
      let health = try await Wire(socket: folder.appending(path: "s").path).send("GET", "/health")
      #expect(health.status == 200, "the first one still serves")
      await first.end(SIGKILL)
      let third = try await start(folder)
      #expect(third.said.hasPrefix("listening"), "what a killed one left is no hindrance")
      await third.end()
    }
  }

  @Test(.enabled(if: mayMakePIDNamespaces))
  func `ends with 0 on SIGTERM as process 1 too`() async throws {
    try await withFolder { folder in
      let unshare = try #require(Programs.tool("unshare"))
      let socket = folder.appending(path: "s").path
      let outer = try Child(
        unshare,
        [
          "--pid", "--fork", "--kill-child", Programs.server, "--socket", socket, "--database",
          folder.appending(path: "server.sqlite").path,
        ],
        environment: ["PATH": "/usr/bin:/bin"]
      )
      #expect(await eventually { outer.said.contains("listening") || !outer.isRunning })
      let inner = ProcessTable.running(socket).filter { $0 != outer.pid }
      try #require(inner.count == 1, "\(outer.complained)")
      #expect(ProcessTable.status(inner[0], "NSpid")?.hasSuffix("\t1") == true)
      kill(inner[0], SIGTERM)
      #expect(await outer.finish().status == 0)
    }
  }

  /// Only root may make a namespace for processes, and not in every container.
  private static let mayMakePIDNamespaces: Bool = {
    guard geteuid() == 0, Programs.have("unshare") else {
      print("not tested here, needs root: the server as process 1")
      return false
    }
    let probe = try? Child("/usr/bin/unshare", ["--pid", "--fork", "/bin/true"], environment: [:])
    while let probe, probe.isRunning { usleep(5000) }
    if probe?.status == 0 { return true }
    print("not tested here, no namespaces allowed: the server as process 1")
    return false
  }()
}
