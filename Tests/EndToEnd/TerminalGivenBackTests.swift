import Foundation
import Testing

/// Whatever ends or stops the program, the shell finds its terminal as it was.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `The terminal is given back` {
  /// The shell writes its settings before and after, and the status, into files of the home.
  private static let line =
    "stty -g > before; todotui; echo $? > status; stty -g > after; cat -v > pasted"

  private func check(_ terminal: Terminal) async throws {
    #expect(try await terminal.file("after") == terminal.file("before"))
    #expect(try await terminal.fact("alternate_on") == "0")
    #expect(try await terminal.fact("cursor_flag") == "1")
    #expect(try await terminal.fact("keypad_flag") == "0")
    #expect(try await terminal.fact("keypad_cursor_flag") == "0")
    #expect(try await terminal.fact("wrap_flag") == "1")
    // tmux marks a paste only for a program that still asks for marks.
    try await terminal.paste("a paste")
    try await terminal.type("\r")
    try await terminal.key("C-d")
    #expect(try await terminal.file("pasted") == "a paste")
  }

  @Test func `after q, with status 0`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("cd; " + Self.line)
        try await terminal.wait("No tasks yet")
        #expect(try await terminal.fact("alternate_on") == "1")
        #expect(try await terminal.fact("cursor_flag") == "0")
        try await terminal.key("q")
        #expect(try await terminal.file("status") == "0")
        try await check(terminal)
      }
    }
  }

  @Test func `after ^C in the form, with status 0`() async throws {
    try await withHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("cd; " + Self.line)
        try await terminal.wait("Password")
        try await terminal.key("C-c")
        #expect(try await terminal.file("status") == "0")
        try await check(terminal)
      }
    }
  }

  @Test(arguments: [
    (SIGTERM, "143"), (SIGHUP, "129"), (SIGINT, "130"), (SIGQUIT, "131"), (SIGSEGV, "139"),
    (SIGABRT, "134"),
  ])
  func `after a signal that ends it`(number: Int32, status: String) async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("cd; " + Self.line)
        try await terminal.wait("No tasks yet")
        kill(try await terminal.process(), number)
        #expect(try await terminal.file("status") == status)
        try await check(terminal)
      }
    }
  }

  @Test func `a kill that nobody can catch shows that the rig would see a mess`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("cd; " + Self.line)
        try await terminal.wait("No tasks yet")
        kill(try await terminal.process(), SIGKILL)
        #expect(try await terminal.file("status") == "137")
        #expect(try await terminal.file("after") != terminal.file("before"))
        #expect(try await terminal.fact("alternate_on") == "1")
        #expect(try await terminal.fact("cursor_flag") == "0")
      }
    }
  }

  @Test func `while it is suspended by ^Z, and taken again by fg`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Still shown")
      try await withTerminal(home) { terminal in
        try await terminal.command("cd; stty -g > before; todotui")
        try await terminal.wait("Still shown")
        let pid = try await terminal.process()
        try await terminal.key("C-z")
        try #require(
          await eventually { ProcessTable.status(pid, "State")?.hasPrefix("T") ?? false }
        )
        try await terminal.command("stty -g > after; cat -v > pasted")
        try await check(terminal)
        try await terminal.resize(columns: 60, rows: 16)
        try await terminal.command("fg")
        try await terminal.wait("Still shown", "Open 1")
        #expect(try await terminal.fact("alternate_on") == "1")
        try await terminal.type("aAfter fg\r\u{1b}")
        try await terminal.wait("Open 2")
        try await terminal.key("q")
        try await terminal.wait("fg")
        try await terminal.command("stty -g > after2")
        #expect(try await terminal.file("after2") == terminal.file("before"))
        #expect(try await terminal.fact("alternate_on") == "0")
      }
    }
  }

  @Test func `the program ends when its terminal goes away`() async throws {
    try await withSignedInHome { home in
      let pid = try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("No tasks yet")
        return try await terminal.process()
      }
      #expect(await eventually { !ProcessTable.isAlive(pid) })
    }
  }
}
