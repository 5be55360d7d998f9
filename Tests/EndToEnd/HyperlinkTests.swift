import Foundation
import Testing

/// Web addresses in what `show` and `list` print: links in a terminal, text everywhere else.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Programs.have("script")))
struct `Addresses in a terminal` {
  private static let address = "https://example.org/a?b=1"
  private static let link = "\u{1B}]8;;\(address)\u{1B}\\\(address)\u{1B}]8;;\u{1B}\\"

  private func withTask(_ body: (Home) async throws -> Void) async throws {
    try await withSignedInHome { home in
      try await home.must(
        "add",
        "Read (\(Self.address)). http:// is none",
        "--description",
        "see \u{202E}here \(Self.address)"
      )
      try await home.must("list")
      try await body(home)
    }
  }

  /// What `todotui` writes to a terminal of its own, from script(1).
  private func written(
    _ home: Home,
    _ command: String,
    _ variables: [String: String] = [:]
  ) async throws -> String {
    let done = try await run(
      "/usr/bin/script",
      ["-qec", "todotui \(command)", "/dev/null"],
      environment: home.environment.merging(variables) { $1 }
    )
    #expect(done.status == 0, "\(done.output)")
    return done.output
  }

  @Test func `are links around the address alone, also without colours`() async throws {
    try await withTask { home in
      let shown = try await written(home, "show 1", ["NO_COLOR": "1"])
      #expect(shown.contains("Read (\(Self.link)). http:// is none"), "\(shown.debugDescription)")
      #expect(shown.contains("here \(Self.link)"), "\(shown.debugDescription)")
      #expect(!shown.unicodeScalars.contains("\u{202E}"))
      let list = try await written(home, "list")
      #expect(list.contains("Read (\(Self.link))."), "\(list.debugDescription)")
    }
  }

  @Test(arguments: [
    ("show 1", "dumb"), ("show 1", ""), ("list", "dumb"), ("list --plain", "xterm"),
    ("list --json", "xterm"), ("show 1 --json", "xterm"), ("list --ndjson", "xterm"),
    ("show 1 --accessible", "xterm"), ("list --accessible", "xterm"),
  ])
  func `are text for a terminal of lines, for programs and for screen readers`(
    command: String,
    terminal: String
  ) async throws {
    try await withTask { home in
      let shown = try await written(home, command, ["TERM": terminal])
      #expect(shown.contains("example.org"), "\(shown)")
      #expect(!shown.contains("\u{1B}]8"), "\(shown.debugDescription)")
    }
  }

  @Test func `are text in a pipe`() async throws {
    try await withTask { home in
      for command in [["show", "1"], ["list"]] {
        let shown = try await home.must(command).output
        #expect(shown.contains(Self.address))
        #expect(!shown.contains("\u{1B}"))
      }
    }
  }
}
