import TerminalKit
import Testing
import TodoTUI
import TodoUI

@Suite struct `The configuration of the screen` {
  private static let text = """
    theme = "dusk"   # calm

    [keys]
    "g g" = "top"
    'C-n' = "down"
    "=" = "sync"

    [profiles.work]
    theme = "x"

    [views.home]
    tab = "open"
    filter = "#home"
    sort = "due"

    [views."this week"]
    filter = "week"
    """

  @Test func `names keys with their lines, the theme and tabs in their order`() throws {
    let file = try ConfigurationFile(text: Self.text)
    #expect(file.theme == "dusk")
    #expect(
      file.keys == [
        UserBinding(keys: "g g", action: "top", line: 4),
        UserBinding(keys: "C-n", action: "down", line: 5),
        UserBinding(keys: "=", action: "sync", line: 6),
      ]
    )
    #expect(
      file.views == [
        SavedView(name: "home", base: .open, search: "#home", order: .due),
        SavedView(name: "this week", search: "week"),
      ]
    )
    #expect(file.complaints == ["config.toml, line 9: unknown key theme in profiles.work."])
  }

  @Test func `names every bad line with its number, and the rest works`() throws {
    let file = try ConfigurationFile(
      text: """
        [keys]
        j = 7
        k = "up"
        [views.one]
        tab = "tomorrow"
        sort = "size"
        colour = "red"
        filter = "kept"
        """
    )
    #expect(file.keys == [UserBinding(keys: "k", action: "up", line: 3)])
    #expect(file.views == [SavedView(name: "one", search: "kept")])
    #expect(
      file.complaints == [
        "config.toml, line 2: j is not a string in quotes.",
        "config.toml, line 5: there is no tab tomorrow: open, done, all, today, overdue are.",
        "config.toml, line 6: there is no order size: created, title, due, priority are.",
        "config.toml, line 7: unknown key colour in views.one.",
      ]
    )
  }

  @Test func `names what is wrong in the order of lines`() throws {
    let file = try ConfigurationFile(
      text: """
        zebra = 1
        timeout = "soon"
        [views.b]
        tab = "never"
        [keys]
        j = 7
        [profiles.work]
        servr = "x"
        [backend]
        """
    )
    let lines = file.complaints.map { $0.prefix { $0 != ":" } }
    #expect(lines == [1, 2, 4, 6, 8, 9].map { "config.toml, line \($0)" })
    #expect(file.themeLine == nil)
    #expect(try ConfigurationFile(text: "\ntheme = \"nope\"").themeLine == 2)
  }

  @Test func `gives complaints of keys the line they stand on`() throws {
    let file = try ConfigurationFile(text: "\n[keys]\n\"no key\" = \"top\"\n\"z\" = \"fly\"\n")
    var complaints = file.complaints
    _ = Keymap(file.keys, complaints: &complaints)
    #expect(
      complaints == [
        "config.toml, line 3: there is no key called \"no key\".",
        "config.toml, line 4: there is no action called fly.",
      ]
    )
  }

  @Test func `prints the key table with a person's own keys, in 80 columns`() throws {
    var complaints: [String] = []
    let keymap = Keymap(
      [UserBinding(keys: "C-x s", action: "sync", line: 1)],
      complaints: &complaints
    )
    let lines = KeyTableText(keymap).lines
    #expect(lines.first == "List")
    #expect(lines.contains { $0.contains("^X s") && $0.hasSuffix("sync now") })
    #expect(lines.allSatisfy { $0.count <= 80 && $0.unicodeScalars.allSatisfy(\.isASCII) })
  }
}

@Suite struct `A theme's file` {
  @Test func `gives styles to names; a typo is named by its line, and the rest works`() {
    let file = ThemeFile(
      text: """
        # a comment
        accent = "bold cyan"  # behind a value too
        colour = "red"
        dim = "bolt"

        strong = 'italic'
        plain
        """,
      file: "mine.toml"
    )
    #expect(file.theme.accent.text == "bold cyan")
    #expect(file.theme.strong.text == "italic")
    #expect(file.theme.dim == Theme.standard.dim)
    #expect(
      file.complaints == [
        "mine.toml, line 3: a theme has nothing called colour.",
        "mine.toml, line 4: \"bolt\" is no style.",
        "mine.toml, line 7: a line is like accent = \"bold cyan\".",
      ]
    )
  }

  @Test func `of nothing is the default`() {
    #expect(ThemeFile(text: "", file: "x").theme == .standard)
  }
}
