import Foundation
import Testing

/// Terminals, locales and sizes that are not the usual ones.
///
/// | place | what happens | exit |
/// |---|---|---|
/// | TERM of alacritty, foot, kitty, ghostty without a description | the screen, with one note | 0 |
/// | TERM empty, unset or `dumb` | a sentence that names `--accessible` | 69 |
/// | `LANG=C`, no locale, a locale that is not installed | the screen with its glyphs | 0 |
/// | a locale with another codeset | the screen in ASCII | 0 |
/// | a terminal of 1x1, 20x5, 500x200 | the screen, or a sentence in its place; then as before | 0 |
@Suite(.timeLimit(.minutes(2)), .takingTurns, .enabled(if: Terminal.isHere))
struct `Places with a terminal` {
  private func withScreen(
    _ home: Home,
    _ variables: String,
    _ body: (Terminal) async throws -> Void
  ) async throws {
    try await withTerminal(home) { terminal in
      try await terminal.command("cd; env \(variables) todotui; echo $? > status")
      try await terminal.wait("Kept")
      try await body(terminal)
      try await terminal.key("q")
      #expect(try await terminal.file("status") == "0", "\(variables)")
      try FileManager.default.removeItem(at: home.folder.appending(path: "status"))
    }
  }

  private func withTask(_ body: (Home) async throws -> Void) async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Kept")
      try await body(home)
    }
  }

  @Test func `a terminal type without a description is shown as xterm, and said once`()
    async throws
  {
    try await withTask { home in
      for type in ["alacritty", "foot", "xterm-kitty", "xterm-ghostty", "of-a-test"] {
        let infocmp = Programs.tool("infocmp") ?? "/bin/false"
        let known = try await run(infocmp, [type], environment: home.environment).status == 0
        if known {
          print("\(type) has a description on this machine, so nothing need be said of it")
        }
        try await withScreen(home, "TERM=\(type)") { terminal in
          if known { return }
          try await terminal.wait("does not know the terminal type in TERM", "○ Kept")
          try await terminal.key("j")
          try await terminal.waitGone("does not know the terminal type")
        }
      }
    }
  }

  @Test(arguments: ["TERM=dumb", "TERM=", "-u TERM"])
  func `a terminal that can show nothing is 69, and what can be done is said`(
    variable: String
  ) async throws {
    try await withTask { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("cd; env \(variable) todotui 2> said; echo $? > status")
        #expect(try await terminal.file("status") == "69")
        let said = try await terminal.file("said")
        #expect(said.hasPrefix("todotui: The terminal type in TERM "))
        #expect(said.contains("TERM=xterm-256color"))
        #expect(said.contains("--accessible"))
      }
    }
  }

  @Test(arguments: ["LANG=C LC_ALL=C", "-u LANG -u LC_ALL", "LC_ALL=xx_YY.UTF-8"])
  func `without a usable locale the glyphs are shown all the same`(locale: String) async throws {
    try await withTask { home in
      try await withScreen(home, locale) { try await $0.wait("▸ ○ Kept", "│ Done 0") }
    }
  }

  @Test func `a locale with another codeset gets ASCII`() async throws {
    let charmaps = "/usr/share/i18n/charmaps"
    guard Programs.have("localedef"), FileManager.default.fileExists(atPath: charmaps) else {
      print("not tested here, needs localedef and /usr/share/i18n: a locale that is not UTF-8")
      return
    }
    try await withTask { home in
      let locales = home.folder.appending(path: "locales")
      try FileManager.default.createDirectory(at: locales, withIntermediateDirectories: false)
      let made = locales.appending(path: "en_US.ISO-8859-1").path
      let localedef = Programs.tool("localedef") ?? ""
      let words = ["-c", "--no-archive", "-i", "en_US", "-f", "ISO-8859-1", made]
      _ = try await run(localedef, words, environment: home.environment)
      try await withScreen(home, "LOCPATH=\(locales.path) LC_ALL=en_US.ISO-8859-1") { terminal in
        let picture = try await terminal.picture()
        #expect(picture.unicodeScalars.allSatisfy { $0.isASCII }, "\(picture)")
      }
    }
  }

  @Test func `any size of the terminal is lived through`() async throws {
    try await withTask { home in
      try await withScreen(home, "LANG=C.UTF-8") { terminal in
        let pid = try await terminal.process()
        for (columns, rows) in [(1, 1), (20, 5), (500, 200), (2, 40), (80, 1), (80, 24)] {
          try await terminal.resize(columns: columns, rows: rows)
          try await terminal.key("j", "k")
          #expect(ProcessTable.isAlive(pid), "\(columns)x\(rows)")
          if columns == 20 { try await terminal.wait("Kept") }
          if columns == 2 { try await terminal.waitGone("Kept") }
          if columns == 500 { try await terminal.wait("newest first", "○ Kept") }
        }
        try await terminal.wait("▸ ○ Kept", "? help")
      }
    }
  }

  @Test(arguments: [(20, 5), (500, 200)])
  func `any size of the terminal may be the first`(columns: Int, rows: Int) async throws {
    try await withTask { home in
      try await withTerminal(home, columns: columns, rows: rows) { terminal in
        try await terminal.command("cd; todotui; echo $? > status")
        _ = try await terminal.process()
        _ = try await eventually { try await terminal.fact("alternate_on") == "1" }
        try await terminal.resize(columns: 80, rows: 24)
        try await terminal.wait("○ Kept")
        try await terminal.key("q")
        #expect(try await terminal.file("status") == "0")
      }
    }
  }
}
