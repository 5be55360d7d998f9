import Foundation
import Testing

/// `todotui --record FILE`: what a person does becomes a script that does it again.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `A recorded session` {
  /// A first day by hand in a real terminal, with pauses where a person looks.
  private func live(_ home: Home) async throws -> String {
    try await withTerminal(home) { terminal in
      try await terminal.command("cd; todotui --record first-day.todotui")
      try await terminal.wait("Password", ".local")
      try await terminal.type("wrong start")
      try await terminal.key("C-u")
      try await terminal.type(Home.password)
      try await terminal.wait("••••••")
      try await terminal.key("Enter")
      try await terminal.wait("No tasks yet")
      try await pause()
      try await terminal.key("a")
      try await terminal.type("Buy \"oat\" milk #1\rCall 日本語 school\r")
      try await terminal.wait("Call 日本語 school")
      try await terminal.paste("a pasted title")
      try await terminal.key("Enter", "Escape")
      try await terminal.wait("Open 3")
      try await terminal.resize(columns: 60, rows: 16)
      try await terminal.wait("Open 3")
      try await pause()
      try await terminal.key("j", "x")
      try await terminal.wait("Done 1")
      try await pause()
      try await terminal.key("q")
      try await terminal.waitForShell()
    }
    let file = home.folder.appending(path: "first-day.todotui")
    #expect(permissions(file) == 0o600)
    return try String(contentsOf: file, encoding: .utf8)
  }

  /// Longer than the time after which a recording takes it for a pause.
  private func pause() async throws { try await Task.sleep(for: .milliseconds(500)) }

  @Test func `passes when it is replayed on the same state`() async throws {
    let (script, titles) = try await withHome { home in
      (try await live(home), try await home.titles())
    }
    #expect(titles == ["a pasted title", "Call 日本語 school", "Buy \"oat\" milk #1"])
    #expect(!script.contains("correct") && !script.contains("horse") && !script.contains("wrong"))
    #expect(script.hasPrefix("size 80x24\n"))
    #expect(script.contains("\ntype-env TODOTUI_PASSWORD\nkey Enter\nwait \"No tasks yet"))
    #expect(script.contains("\npaste \"a pasted title\"\n"))
    #expect(script.contains("\nresize 60x16\n"))
    #expect(script.hasSuffix("\nkey q\nexit 0\n"))

    try await withHome { home in
      try Data(script.utf8).write(to: home.folder.appending(path: "again.todotui"))
      let done = try await home.todotui(
        ["ui", "--script", home.folder.appending(path: "again.todotui").path],
        variables: ["TODOTUI_PASSWORD": Home.password]
      )
      #expect(done.status == 0, "\(done.errors)\n\(script)")
      #expect(try await home.titles() == titles)
      #expect(try await home.tasks().filter { $0["completed"] as? Bool == true }.count == 1)
    }
  }

  @Test func `is written over no file, and needs a folder`() async throws {
    try await withSignedInHome { home in
      try Data("mine\n".utf8).write(to: home.folder.appending(path: "mine"))
      try await withTerminal(home) { terminal in
        try await terminal.command("cd; todotui --record mine; echo \"status $?\"")
        try await terminal.wait("mine cannot be recorded to: it exists already", "status 73")
        try await terminal.command("cd; clear; todotui --record no/such/folder; echo \"status $?\"")
        try await terminal.wait("No such file or directory", "status 73")
      }
      #expect(
        try String(contentsOf: home.folder.appending(path: "mine"), encoding: .utf8) == "mine\n"
      )
    }
  }

  @Test func `has all that was done when the program was ended from outside`() async throws {
    try await withSignedInHome { home in
      let script = try await withTerminal(home) { terminal in
        try await terminal.command("cd; todotui --record cut.todotui")
        try await terminal.wait("No tasks yet")
        try await terminal.key("a")
        try await terminal.type("Kept\r")
        try await terminal.key("Escape")
        try await terminal.wait("Open 1")
        // An Escape is one only when nothing follows it.
        try await terminal.waitGone("Enter add")
        kill(try await terminal.process(), SIGTERM)
        try await terminal.waitForShell()
        return try await terminal.file("cut.todotui")
      }
      #expect(script.hasSuffix("type \"aKept\"\nkey Enter\nkey Esc"), "\(script)")
    }
  }
}
