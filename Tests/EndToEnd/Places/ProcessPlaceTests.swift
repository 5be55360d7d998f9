import Foundation
import Testing

/// Process 1, servers of other versions, and what a person finds the next day.
///
/// | place | what happens | exit |
/// |---|---|---|
/// | process 1 of a container, a command | works, starts its server | 0 |
/// | process 1, the screen, SIGTERM | the terminal is given back; 128 + 15 | 143 |
/// | process 1, the server dies | it is started again; no zombie is left | 0 |
/// | a local server of an older version | replaced, with one note on stderr | 0 |
/// | the screen was left for the first time | once it is said how to open it again | 0 |
/// | the next day on the local profile | a session of 365 days: nobody is asked for a password | 0 |
@Suite(.timeLimit(.minutes(2)), .takingTurns)
struct `Places of processes` {
  /// The words that make a program process 1, or nothing where that is refused.
  private var asFirst: [String] {
    Place.hasProcesses
      ? ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child", "todotui"] : ["todotui"]
  }

  @Test func `process 1 may be a command that starts its server`() async throws {
    try await withHome { home in
      let words = asFirst.map { $0 == "todotui" ? Programs.todotui : $0 }
      let done = try await run(
        "/usr/bin/env",
        words + [
          "auth", "signup", "--email", "ada@example.com", "--name", "Ada", "--password-stdin",
        ],
        environment: home.environment,
        input: Home.password
      )
      #expect(done.status == 0, "\(done.errors)")
      let missing = try await run(
        "/usr/bin/env",
        words + ["done", "nothing"],
        environment: home.environment
      )
      #expect(missing.status == 5, "its own status, not that of process 1")
    }
  }

  /// The screen's process inside: a child of process 1, or of the shell.
  private func inner(_ terminal: Terminal) async throws -> Int32 {
    guard Place.hasProcesses else { return try await terminal.process() }
    let outer = try await terminal.process("unshare")
    var first: Int32?
    _ = await eventually {
      first = ProcessTable.all.first {
        ProcessTable.status($0, "PPid") == String(outer)
          && ProcessTable.status($0, "NSpid")?.hasSuffix("\t1") ?? false
      }
      return first != nil
    }
    return try #require(first)
  }

  private func zombies(below pid: Int32) -> [Int32] {
    ProcessTable.all.filter {
      ProcessTable.status($0, "PPid") == String(pid)
        && ProcessTable.status($0, "State")?.hasPrefix("Z") ?? false
    }
  }

  @Test(.enabled(if: Terminal.isHere))
  func `process 1 may be the screen, which signals end, and nothing stays dead beside it`()
    async throws
  {
    try await withSignedInHome { home in
      try await home.must("local", "stop")
      // A browser that leaves a child behind, which becomes a child of process 1.
      let browser = home.folder.appending(path: "browser")
      try Data("#!/bin/sh\n(sleep 0.1; echo gone > \"$HOME/orphan\") &\n".utf8).write(to: browser)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755],
        ofItemAtPath: browser.path
      )
      try await withTerminal(home) { terminal in
        let line = "BROWSER=\(browser.path) " + asFirst.joined(separator: " ")
        try await terminal.command("cd; stty -g > before; \(line); echo $? > status")
        try await terminal.wait("No tasks yet", "synced")
        let pid = try await inner(terminal)
        let server = try #require(
          ProcessTable.running(home.folder.path).first {
            ProcessTable.text($0, "comm")?.hasPrefix("todo-server") ?? false
          }
        )
        let ours =
          [pid]
          + ProcessTable.all.filter {
            ProcessTable.status($0, "PPid") == String(pid)
          }
        let parent = try #require(ProcessTable.status(server, "PPid").flatMap(Int32.init))
        try #require(ours.contains(parent), "a server that is nobody's child leaves no zombie here")
        kill(server, SIGKILL)
        #expect(await eventually { !ProcessTable.isAlive(server) })
        try await terminal.type("aAfter https://x.test\r\u{1b}")
        try await terminal.wait("○ After")
        try await terminal.key("R")
        try await terminal.key("o")
        #expect(try await terminal.file("orphan") == "gone")
        #expect(await eventually { ours.allSatisfy { zombies(below: $0).isEmpty } })
        kill(pid, SIGTERM)
        #expect(try await terminal.file("status") == "143")
        try await terminal.command("stty -g > after")
        #expect(try await terminal.file("after") == terminal.file("before"))
        #expect(try await terminal.fact("alternate_on") == "0")
      }
    }
  }

  @Test func `an older server is replaced by this version's, with one note`() async throws {
    try await withSignedInHome { home in
      let socket = try await home.localServer().socket
      try await home.must("local", "stop")
      let old = try await Child.peer("older_server.py", [socket])
      let done = try await home.must("list")
      #expect(done.errors == "todotui: The local server was of version 0.0.1 and was replaced.\n")
      let again = try await home.must("list")
      #expect(again.errors.isEmpty)
      await old.end()
    }
  }

  @Test func `the local session lives for a year, so nobody is asked again`() async throws {
    try await withSignedInHome { home in
      let status = try await home.must("auth", "status", "--json").object()
      let text = status["sessionExpiresAt"] as? String ?? ""
      let end = try Date(text, strategy: .iso8601WithFraction)
      #expect(end.timeIntervalSinceNow > 364 * 86_400)
      try await home.must("local", "stop")
      try await home.must("list", "--no-input")
    }
  }

  @Test(.enabled(if: Terminal.isHere))
  func `leaving the screen says once how to open it again`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        for number in 1...2 {
          try await terminal.command("cd; todotui 2> said\(number); echo $? > status\(number)")
          try await terminal.wait("No tasks yet")
          try await terminal.key("q")
          #expect(try await terminal.file("status\(number)") == "0")
        }
        let first = try await terminal.file("said1")
        #expect(first.hasPrefix("todotui: Open it again with: "), "\(first)")
        let second = home.folder.appending(path: "said2")
        #expect(try Data(contentsOf: second).isEmpty)
      }
    }
  }
}
