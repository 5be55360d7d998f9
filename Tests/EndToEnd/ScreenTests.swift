import Foundation
import Testing

/// The program in a real terminal, on the server of its own machine.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `On screen` {
  @Test(arguments: [(80, 24), (40, 12)])
  func `a person signs up, adds, completes, quits, and finds the tasks the next time`(
    columns: Int,
    rows: Int
  ) async throws {
    try await withHome { home in
      try await withTerminal(home, columns: columns, rows: rows) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("Name", "E-mail", "Password", ".local")
        let form = try await terminal.picture()
        #expect(form.contains(/E-mail +\S+@\S+\.local/))
        #expect(form.contains(/Name +\S+/))
        try await terminal.type(Home.password)
        try await terminal.wait(String(repeating: "•", count: min(8, Home.password.count)))
        #expect(try await !terminal.picture().contains(Home.password))
        try await terminal.key("Enter")
        try await terminal.wait("No tasks yet")

        try await terminal.key("a")
        try await terminal.type("Water the plants\r")
        try await terminal.wait("Water the plants")
        try await terminal.type("Call 日本語 school 📬\r")
        try await terminal.wait("Call 日本語 school 📬")
        try await terminal.key("Escape")
        try await terminal.wait("Open 2", "All 2")
        try await terminal.key("x")
        try await terminal.wait("Open 1", "Done 1")
        try await terminal.key("q")
        try await terminal.waitForShell()

        try await terminal.command("clear; todotui")
        try await terminal.wait("Open 1", "Water the plants")
        let again = try await terminal.picture()
        #expect(!again.contains("Password") && !again.contains("school"))
        try await terminal.key("Tab")
        try await terminal.wait("✓ Call 日本語 school 📬")
        try await terminal.key("q")
        try await terminal.waitForShell()
      }
      #expect(try await home.titles() == ["Call 日本語 school 📬", "Water the plants"])
    }
  }

  @Test func `a window of another size is filled at once, and one too small says so`() async throws
  {
    try await withSignedInHome { home in
      for title in ["First", "Second", "Third"] { try await home.must("add", title) }
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("Third", "synced")
        try await terminal.resize(columns: 40, rows: 12)
        try await terminal.wait("Open 3", "First")
        try await terminal.resize(columns: 120, rows: 40)
        let isFilled = try await eventually {
          let rows = try await terminal.picture().split(
            separator: "\n",
            omittingEmptySubsequences: false
          )
          // The footer, which now has room for all of its words, is the last row of forty.
          return rows.count >= 40 && rows[39].contains("quit")
        }
        #expect(isFilled)
        try await terminal.resize(columns: 15, rows: 4)
        try await terminal.waitGone("Third")
        #expect(try await !terminal.picture().split(separator: "\n").isEmpty)
        try await terminal.resize(columns: 80, rows: 24)
        try await terminal.wait("Third", "Open 3")
      }
    }
  }

  @Test func `keys typed all at once do what each was meant for`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("No tasks yet")
        try await terminal.type("aOne\rTwo\rThree\r\u{1b}xjdyaFour\r\u{1b}q")
        try await terminal.waitForShell()
      }
      let tasks = try await home.tasks()
      // Three is completed, then One below Two is deleted, then Four is added.
      #expect(tasks.compactMap { $0["title"] as? String } == ["Four", "Three", "Two"])
      #expect(tasks.compactMap { $0["completed"] as? Bool } == [false, true, false])
    }
  }

  @Test func `keys typed before the program took the terminal count too`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.type("todotui\raTyped ahead\r\u{1b}")
        try await terminal.wait("Typed ahead", "Open 1")
        try await terminal.key("q")
        try await terminal.waitForShell()
      }
      #expect(try await home.titles() == ["Typed ahead"])
    }
  }

  @Test func `lines and descriptions are edited, and a deletion is undone`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Book the trian")
      try await home.must("add", "Keep me")
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("Open 2")
        try await terminal.key("j", "e", "BSpace", "BSpace", "BSpace", "BSpace")
        try await terminal.type("rain\r")
        try await terminal.wait("Book the train")
        try await terminal.key("E")
        try await terminal.type("Window seat\u{a}before noon\r")
        try await terminal.waitGone("before noon")
        try await terminal.key("Enter")
        try await terminal.wait("Window seat", "before noon")
        try await terminal.key("Escape", "d")
        try await terminal.wait("Deleted “Book the train”", "Open 1")
        try await terminal.key("u")
        try await terminal.wait("Took back: deleted “Book the train”", "Open 2")
        try await terminal.key("C-r")
        try await terminal.wait("Again: deleted “Book the train”", "Open 1")
        try await terminal.key("q")
        try await terminal.waitForShell()
      }
      #expect(try await home.titles() == ["Keep me"])
    }
  }

  @Test func `an edited title and description reach the server`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Old title")
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("Old title")
        try await terminal.key("e", "C-u")
        try await terminal.type("New title\r")
        try await terminal.key("E")
        try await terminal.type("Line one\u{a}line two\r")
        try await terminal.key("q")
        try await terminal.waitForShell()
      }
      // Quitting waits a second at most; what was still unsent goes now.
      try await home.must("sync")
      // A second home's mirror has nothing of it: what it shows comes from the server.
      try FileManager.default.removeItem(at: home.data.appending(path: "local"))
      let task = try await home.tasks().first
      #expect(task?["title"] as? String == "New title")
      #expect(task?["description"] as? String == "Line one\nline two")
    }
  }

  @Test func `the filter narrows while it is typed, and the help names the keys`() async throws {
    try await withSignedInHome { home in
      for title in ["Buy oat milk", "Water the plants", "Call 日本語 school"] {
        try await home.must("add", title)
      }
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("Open 3")
        try await terminal.type("/oat")
        try await terminal.wait("1 of 3")
        #expect(try await !terminal.picture().contains("plants"))
        try await terminal.key("BSpace", "BSpace", "BSpace")
        try await terminal.type("日本")
        try await terminal.wait("Call 日本語 school", "1 of 3")
        try await terminal.key("Enter")
        try await terminal.wait("/日本")
        try await terminal.key("Escape")
        try await terminal.wait("Buy oat milk", "newest first")
        try await terminal.key("?")
        try await terminal.wait("Keys", "complete or reopen", "add a task")
        try await terminal.key("Escape")
        try await terminal.wait("Buy oat milk")
      }
    }
  }

  @Test func `what is pasted is text, never keys`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Stays")
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("Stays")
        try await terminal.paste("dyq\nxx")
        try await terminal.wait("Add 2 tasks, one a line")
        try await terminal.key("n")
        try await terminal.waitGone("Add 2 tasks")
        try await terminal.paste("pasted title")
        try await terminal.wait("pasted title")
        try await terminal.key("Enter", "Escape")
        try await terminal.wait("Open 2", "Stays")
      }
    }
  }
}
