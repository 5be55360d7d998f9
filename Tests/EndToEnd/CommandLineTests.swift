import Foundation
import Testing

/// `:` takes the headless grammar, on the account that is on screen.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `The command line of the screen` {
  private func play(_ home: Home, _ script: String) async throws -> Finished {
    try await home.todotui(["ui", "--script", "-"], input: script)
  }

  @Test func `runs commands of the grammar, and the list shows at once what they changed`()
    async throws
  {
    try await withSignedInHome { home in
      try await home.must("add", "Water the plants")
      let done = try await play(
        home,
        """
        size 80x24   wait "Water the plants"
        type ":add 'Buy  milk'"   key Enter
        wait "Added: Buy  milk"   expect "Open 2"
        type ":done 'Water the plants'"   key Enter
        wait "Done 1"
        type ":rm 'Buy  milk'"   key Enter
        wait "Say --yes"   expect "Buy  milk"
        key Esc
        type ":rm --yes 'Buy  milk'"   key Enter
        wait "All 1"
        key q   exit 0
        """
      )
      #expect(done.status == 0, "\(done.errors)")
      #expect(try await home.titles() == ["Water the plants"])
      let history = try String(
        contentsOf: home.state.appending(path: "local.history"),
        encoding: .utf8
      )
      #expect(history.split(separator: "\n").count == 4)
      #expect(history.hasPrefix("add 'Buy  milk'\n"))
    }
  }

  @Test(arguments: [
    ("add -", "stdin is the screen"), ("ui --script -", "in a shell"),
    ("auth login --password-stdin", "in a shell"), ("frobnicate", "no command frobnicate"),
    ("list --server https://x.example", "profile on screen"), ("add 'open", "not closed"),
  ])
  func `refuses what needs the terminal, and names slips, in a sentence`(
    line: String,
    sentence: String
  ) async throws {
    try await withSignedInHome { home in
      let done = try await play(
        home,
        """
        size 80x24   wait "No tasks yet"
        type ":\(line)"   key Enter
        wait "\(sentence)"
        key Esc   key Esc   key q   exit 0
        """
      )
      #expect(done.status == 0, "\(done.errors)")
    }
  }

  @Test func `shows what a command prints, the help and the keys`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Water the plants")
      let done = try await play(
        home,
        """
        size 80x40   wait "Water the plants"
        type ":help keys"   key Enter   wait "Several tasks"
        key Esc
        type ":list --help"   key Enter   wait "USAGE"
        key Esc   key q   exit 0
        """
      )
      #expect(done.status == 0, "\(done.errors)")
    }
  }
}

/// What a screen was like, and what the configuration makes of it.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `A screen that comes back` {
  private func play(_ home: Home, _ script: String, _ more: [String] = []) async throws -> Finished
  {
    try await home.todotui(["ui", "--script", "-"] + more, input: script)
  }

  private func configure(_ home: Home, _ text: String) throws {
    let folder = home.folder.appending(path: ".config/todotui")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "config.toml"))
  }

  @Test func `has the tab, the filter and the cursor it was left with`() async throws {
    try await withSignedInHome { home in
      for title in ["Apples", "Bread", "Butter"] { try await home.must("add", title) }
      let first = try await play(
        home,
        """
        size 80x24   wait "Butter"
        key Tab   key Tab
        key /   type "b"   key Enter
        expect-not "Apples"
        key j   key q   exit 0
        """
      )
      #expect(first.status == 0, "\(first.errors)")
      let second = try await play(
        home,
        """
        size 80x24   wait "Bread"
        expect-not "Apples"   expect "▸ ○ Bread"
        key q   exit 0
        """
      )
      #expect(second.status == 0, "\(second.errors)")
      // A file that is none is as good as no file.
      try Data("garbage".utf8).write(to: home.state.appending(path: "local.screen"))
      let third = try await play(home, "size 80x24 wait \"Apples\" key q exit 0")
      #expect(third.status == 0, "\(third.errors)")
    }
  }

  @Test(.enabled(if: Terminal.isHere))
  func `comes back also when its terminal went away`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Apples")
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("Apples", "synced")
        try await terminal.key("Tab", "Tab")
        try await terminal.wait("All 1")
        _ = try await terminal.process()
      }
      let file = home.state.appending(path: "local.screen")
      let isKept = await eventually {
        (try? String(contentsOf: file, encoding: .utf8))?.contains("\ntab all\n") == true
      }
      #expect(isKept)
    }
  }

  @Test func `has the keys, the tabs and the theme of the configuration, and names its slips`()
    async throws
  {
    try await withSignedInHome { home in
      try await home.must("add", "Water the plants")
      try configure(
        home,
        """
        theme = "paper"
        [keys]
        "Z" = "add"
        "C-x" = "fly"
        [views.garden]
        filter = "plants"
        """
      )
      let done = try await play(
        home,
        """
        size 80x24   wait "garden"
        expect "line 4: there is no action called fly"
        key Z   type "Mow"   key Enter   key Esc
        wait "Open 2"   key q   exit 0
        """,
        ["--dump", "ansi"]
      )
      #expect(done.status == 0, "\(done.errors)")
      #expect(done.output.contains("38;5;25"), "no colour of the theme")
      let keys = try await home.must("help", "keys")
      #expect(keys.output.contains(/Z +a?.*add a task|Z  a .*add/))
      #expect(keys.errors.contains("line 4"))
      #expect(keys.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
  }

  @Test func `has the default look, and a notice, for a theme that is not there`() async throws {
    try await withSignedInHome { home in
      try configure(home, "theme = \"nope\"\n")
      let done = try await play(
        home,
        "size 80x24 wait \"line 1: there is no theme called nope\" key q exit 0"
      )
      #expect(done.status == 0, "\(done.errors)")
    }
  }
}
