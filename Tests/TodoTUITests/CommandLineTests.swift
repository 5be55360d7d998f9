import Testing
import TodoTUI

@Suite struct `Global options` {
  @Test(arguments: [
    (["list"], ["list"]),
    (["--json", "list"], ["list", "--json"]),
    (
      ["--profile", "work", "-q", "auth", "status"], ["auth", "status", "--profile", "work", "-q"]
    ),
    (
      ["--server=http://x", "add", "a", "--", "-b"], ["add", "a", "--server=http://x", "--", "-b"]
    ),
    (["-qv", "list"], ["list", "-qv"]),
    (["--profile", "list"], ["--profile", "list"]),
    (["--help"], ["--help"]),
    (["--no-such", "list"], ["--no-such", "list"]),
    ([], []),
  ])
  func `before the command mean the same as behind it`(_ typed: [String], _ parsed: [String]) {
    #expect(GlobalOptions.hoisted(typed) == parsed)
  }
}

@Suite struct `An option that there is not` {
  private let options = [
    "--profile", "--server", "--json", "--quiet", "--no-input", "--timeout", "--open", "--done",
    "--all", "--search", "--sort", "--limit", "--fields", "--ndjson", "--plain", "--offline",
  ]

  @Test(arguments: [
    ("--ov", "--open"), ("--off", "--offline"), ("--o", "--open"), ("--so", "--sort"),
    ("--js", "--json"), ("--jsno", "--json"), ("--odne", "--done"), ("--serch", "--search"),
    ("--limits", "--limit"), ("--nd", "--ndjson"),
  ])
  func `is answered with the nearest, one that begins so first`(_ typed: String, _ meant: String) {
    #expect(OptionSuggestion.nearest(to: typed, of: options) == meant)
  }

  @Test(arguments: ["--colours", "--", "--xxxxxx", "--yesterday"])
  func `is answered with none where none is near`(_ typed: String) {
    #expect(OptionSuggestion.nearest(to: typed, of: options) == nil)
  }
}

@Suite struct `A duration` {
  @Test(arguments: [
    ("90s", 90), ("15m", 900), ("12h", 43_200), ("7d", 604_800), ("45", 45), ("0", 0),
  ])
  func `has a unit, or is in seconds`(_ text: String, _ seconds: Int64) {
    #expect(Duration(text: text) == .seconds(seconds))
  }

  @Test(arguments: ["", "s", "m5", "-5s", "1.5h", "5 s", "9999999999", "5w", "٣s"])
  func `is nothing else`(_ text: String) {
    #expect(Duration(text: text) == nil)
  }
}

@Suite struct `A version` {
  @Test(arguments: [
    ("0.1.0", "0.1.1", true), ("0.1.9", "0.1.10", true), ("0.9.9", "1.0.0", true),
    ("1.0.0", "1.0.0", false), ("1.0.0", "0.9.0", false), ("", "0.1.0", true),
  ])
  func `is compared by its numbers`(_ left: String, _ right: String, _ isEarlier: Bool) {
    #expect(isOlder(left, than: right) == isEarlier)
  }
}

@Suite struct `A server's address` {
  @Test(arguments: [
    ("https://todo.example.org", "https://todo.example.org"),
    ("https://todo.example.org/", "https://todo.example.org"),
    ("todo.example.org", "https://todo.example.org"),
    (" todo.example.org\n", "https://todo.example.org"),
    ("localhost:8080", "http://localhost:8080"),
    ("127.0.0.1:8080", "http://127.0.0.1:8080"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ("http://0.0.0.0:8000", "http://127.0.0.1:8000"), ("0.0.0.0:8000", "http://127.0.0.1:8000"),
  ])
  func `is where looking for both servers begins`(_ typed: String, _ base: String) {
    #expect(ServerAddress.server(typed) == .typed(base, auth: nil, api: nil))
  }

  @Test func `may be this machine`() {
    #expect(ServerAddress.server("local") == .local)
    #expect(ServerAddress.local.label == "this machine")
    #expect(ServerAddress.server("https://todo.example.org").label == "todo.example.org")
  }
}
