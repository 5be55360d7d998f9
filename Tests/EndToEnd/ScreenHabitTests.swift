import Foundation
import Testing

/// What a person has made of the screen, and what it does for them outside of itself.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `A person's own screen` {
  private func configure(_ home: Home, _ file: String, _ text: String) throws {
    let url = home.folder.appending(path: ".config/todotui").appending(path: file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: url)
  }

  /// A program of a home, as a shell script.
  private func program(_ home: Home, _ script: String) throws -> String {
    let url = home.folder.appending(path: "program")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    return url.path
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func `comes back with its tab and its order after a signal ended it`(_ number: Int32) async throws
  {
    try await withSignedInHome { home in
      for title in ["Cherries", "Apples"] { try await home.must("add", title) }
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("Apples", "synced")
        try await terminal.key("Tab", "Tab", "s", "t", "g", "j")
        try await terminal.wait("by title", "▸ ○ Cherries")
        kill(try await terminal.process(), number)
        try await terminal.waitForShell()
        try await terminal.command("clear")
        try await terminal.waitGone("by title")
        try await terminal.command("todotui")
        // The cursor alone is not written at every step, so only an orderly end keeps it for certain.
        try await terminal.wait("by title", number == SIGHUP ? "▸ ○ Cherries" : "○ Cherries")
        try await terminal.key("q")
        try await terminal.waitForShell()
      }
      let file = home.state.appending(path: "local.screen")
      let kept = try String(contentsOf: file, encoding: .utf8)
      #expect(kept.contains("\ntab all\n") && kept.contains("\norder title\n"), "\(kept)")
    }
  }

  @Test func `goes to another profile and back; one that is signed out shows its form`()
    async throws
  {
    try await withServer { server, _ in
      try await withSignedInHome { home in
        try await home.must("add", "Apples")
        try configure(home, "config.toml", "[profiles.work]\nserver = \"\(server.address)\"\n")
        let signedUp = try await home.todotui(
          [
            "auth", "signup", "--profile", "garden", "--server", server.address, "--email",
            "eve@example.com", "--name", "Eve", "--password-stdin",
          ],
          input: Home.password + "\n"
        )
        try #require(signedUp.status == 0, "\(signedUp.errors)")
        try await home.must("add", "--profile", "garden", "Rake leaves")
        try await withTerminal(home) { terminal in
          try await terminal.command("todotui")
          try await terminal.wait("Apples", "synced")
          try await terminal.key("P")
          try await terminal.wait("Profiles", "garden", "work")
          try await terminal.key("g", "Enter")
          try await terminal.wait("Rake leaves")
          try await terminal.waitGone("Apples")
          try await terminal.key("P")
          try await terminal.wait("Profiles")
          try await terminal.key("G", "Enter")
          try await terminal.wait("E-mail", "Password")
          try await terminal.waitGone("Rake leaves")
          try await terminal.key("C-c")
          try await terminal.waitForShell()
        }
        #expect(try await home.titles() == ["Apples"])

        // Opened once: a second time nothing would be known of the damage. A script follows too.
        let garden = home.data.appending(path: "garden")
        for name in try FileManager.default.contentsOfDirectory(atPath: garden.path)
        where name.contains(".sqlite") {
          let file = garden.appending(path: name)
          if name.hasSuffix(".sqlite") { try Data("no database".utf8).write(to: file) }
          if name.hasSuffix("-wal") { try FileManager.default.removeItem(at: file) }
        }
        let played = try await home.todotui(
          ["ui", "--script", "-"],
          input: """
            size 200x24   wait "Apples"
            key P   wait "Profiles"   key g   key Enter
            expect "local copy of the tasks was damaged"
            wait "Rake leaves"   expect-not "Apples"
            key q   exit 0
            """
        )
        #expect(played.status == 0, "\(played.errors)")
      }
    }
  }

  @Test func `names every slip of theme and keys with file and line, on screen and in doctor`()
    async throws
  {
    try await withSignedInHome { home in
      try configure(home, "themes/mine.toml", "accent = \"bold 208\"\naccnt = \"red\"\n")
      try configure(
        home,
        "config.toml",
        "theme = \"mine\"\n[keys]\n\"Z\" = \"add\"\n\"C-n\" = \"down\"\n\"Z z\" = \"sync\"\n"
      )
      let sentences = [
        "config.toml, line 5: Z z", "mine.toml, line 2: a theme has nothing called accnt.",
      ]
      let done = try await home.todotui(
        ["ui", "--script", "-", "--dump", "ansi"],
        input: """
          size 200x24   wait "No tasks yet"
          expect "\(sentences[0])"   expect "\(sentences[1])"
          key a   type "x"   key Enter   key Esc   wait "Open 1"
          key q   exit 0
          """
      )
      #expect(done.status == 0, "\(done.errors)")
      #expect(done.output.contains("38;5;208"), "no colour of the theme")
      let doctor = try await home.todotui("doctor", "--offline")
      let keys = try await home.must("help", "keys")
      for sentence in sentences {
        #expect(doctor.output.contains(sentence), "\(doctor.output)")
        #expect(keys.errors.contains(sentence), "\(keys.errors)")
      }
      #expect(doctor.output.contains("? configuration"))
    }
  }

  @Test func `has its browser asked for a link; one that fails is told, one that ends is gone`()
    async throws
  {
    try await withSignedInHome { home in
      try await home.must("add", "Read https://example.org/$(touch%20gone);x")
      let browser = try program(
        home,
        "printf '%s\\n' \"$1\" > \"$HOME/seen\"; read x < \"$HOME/end\""
      )
      try await withTerminal(home, columns: 120) { terminal in
        try await terminal.command("mkfifo end; BROWSER=\(browser) todotui")
        try await terminal.wait("Read https", "synced")
        try await terminal.key("o")
        #expect(try await terminal.file("seen") == "https://example.org/$(touch%20gone);x")
        let screen = try await terminal.process()
        // As long as a failure would be waited for.
        let isRefused = try await eventually(within: 3.5) {
          try await terminal.picture().contains("No browser")
        }
        #expect(!isRefused)
        try Data("\n".utf8).write(to: home.folder.appending(path: "end"))
        let isGone = try await eventually {
          try await run("/usr/bin/pgrep", ["-P", String(screen)], environment: home.environment)
            .status == 1
        }
        #expect(isGone, "a zombie")
        try await terminal.key("q")
        try await terminal.waitForShell()
        try await terminal.command("clear; BROWSER='sleep 1; false' todotui")
        try await terminal.wait("Read https", "synced")
        try await terminal.key("o")
        try await terminal.wait("No browser could show https://example.org/")
        try await terminal.key("q")
        try await terminal.waitForShell()
      }
    }
  }
}
