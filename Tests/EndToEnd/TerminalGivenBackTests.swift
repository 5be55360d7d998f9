import Foundation
import Testing

/// Whatever ends or stops the program, the shell finds its terminal as it was.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `The terminal is given back` {
  /// Starts the program from a shell that has written down its settings.
  private func open(_ terminal: Terminal, until text: String = "No tasks yet") async throws -> Int32
  {
    try await terminal.command("cd; stty -g > before; todotui")
    try await terminal.wait(text)
    return try await terminal.process()
  }

  /// Waits for the end and has the shell write down its status and settings.
  private func close(_ terminal: Terminal, _ pid: Int32) async throws {
    try #require(await eventually { !ProcessTable.isAlive(pid) })
    try await terminal.command("echo $? > status; stty -g > after; cat -v > pasted")
  }

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
        let pid = try await open(terminal)
        #expect(try await terminal.fact("alternate_on") == "1")
        #expect(try await terminal.fact("cursor_flag") == "0")
        try await terminal.key("q")
        try await close(terminal, pid)
        #expect(try await terminal.file("status") == "0")
        try await check(terminal)
      }
    }
  }

  @Test func `after ^C in the form, with status 0`() async throws {
    try await withHome { home in
      try await withTerminal(home) { terminal in
        let pid = try await open(terminal, until: "Password")
        try await terminal.key("C-c")
        try await close(terminal, pid)
        #expect(try await terminal.file("status") == "0")
        try await check(terminal)
      }
    }
  }

  /// Every signal on every screen is TerminalStateTests' part; here it is a real terminal's view.
  @Test(arguments: [(SIGTERM, "143"), (SIGSEGV, "139")])
  func `after a signal that ends it`(number: Int32, status: String) async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        let pid = try await open(terminal)
        kill(pid, number)
        try await close(terminal, pid)
        #expect(try await terminal.file("status") == status)
        try await check(terminal)
      }
    }
  }

  @Test func `a kill that nobody can catch shows that the rig would see a mess`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        let pid = try await open(terminal)
        kill(pid, SIGKILL)
        try #require(await eventually { !ProcessTable.isAlive(pid) })
        // Enter is no end of line in the mess that is left; a line feed is.
        try await terminal.type("echo $? > status; stty -g > after\n")
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
        let pid = try await open(terminal, until: "Still shown")
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
        try #require(await eventually { !ProcessTable.isAlive(pid) })
        try await terminal.command("stty -g > after2")
        #expect(try await terminal.file("after2") == terminal.file("before"))
        #expect(try await terminal.fact("alternate_on") == "0")
      }
    }
  }

  @Test func `as often as ^Z is pressed`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        let pid = try await open(terminal)
        for round in 1...8 {
          try await terminal.key("C-z")
          try #require(
            await eventually { ProcessTable.status(pid, "State")?.hasPrefix("T") ?? false },
            "round \(round)"
          )
          #expect(try await terminal.fact("alternate_on") == "0", "round \(round)")
          try await terminal.command("fg")
          try await terminal.wait("No tasks yet")
          #expect(try await terminal.fact("alternate_on") == "1", "round \(round)")
        }
      }
    }
  }

  @Test func `but kept where nobody could continue the program`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("exec todotui")
        try await terminal.wait("No tasks yet")
        try await terminal.key("C-z")
        try await terminal.wait("No tasks yet")
        try await terminal.type("aStill at work\r\u{1b}")
        try await terminal.wait("Still at work", "Open 1")
      }
    }
  }

  @Test func `the program ends when its terminal goes away`() async throws {
    try await withSignedInHome { home in
      let pid = try await withTerminal(home) { terminal in try await open(terminal) }
      #expect(await eventually { !ProcessTable.isAlive(pid) })
    }
  }
}
