import Foundation
import Testing

/// Terminals as they come: tiny, half configured, resized while typed into, gone.
@Suite(
  .timeLimit(.minutes(5)),
  .takingTurns,
  .enabled(if: Window.isHere && Terminal.isHere)
)
struct `An odd terminal` {
  /// Starts the program in a shell by this line, and waits for the list.
  private func start(_ line: String) -> [Step] {
    [
      .type("clear\r"), .hear("ready>"), .settle(milliseconds: 20), .type(line + "\r"),
      .wait(ScreenVisit.listShows),
    ]
  }

  private let quit: [Step] = [
    .type("q"), .hear("ready>"), .type("echo status=$?\r"), .hear("status=0"),
  ]

  @Test func `that is resized all the time while somebody types loses no key`() async throws {
    try await withSignedInHome { home in
      let title = "The quick brown fox jumps over the lazy dog and 日本語 too"
      var steps = start("todotui") + [.type("a")]
      for (number, letter) in title.enumerated() {
        steps += [
          .resize(rows: 1 + number * 7 % 50, columns: 1 + number * 31 % 150), .type(String(letter)),
          .resize(rows: 12, columns: 40 + number % 3),
        ]
      }
      steps += [.resize(rows: 24, columns: 80), .settle(milliseconds: 200), .type("\r\u{1b}")]
      try await Window.play(home, steps + [.wait(title), .gone("Enter add")] + quit)
      #expect(try await home.tasks().compactMap { $0["title"] as? String } == [title])
    }
  }

  @Test(arguments: [(1, 1), (1, 200), (60, 1)])
  func `whose first size is tiny is used once it is larger`(rows: Int, columns: Int) async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Small beginnings")
      try await Window.play(
        home,
        rows: rows,
        columns: columns,
        [
          .type("todotui\r"), .hear("\u{1b}[?1049h"), .settle(milliseconds: 300),
          .resize(rows: 24, columns: 80), .wait("Small beginnings"), .wait(ScreenVisit.listShows),
        ] + quit
      )
    }
  }

  @Test func `without a locale shows Unicode all the same`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "日本語 📬")
      let line = "env -u LANG -u LC_ALL -u LC_CTYPE todotui"
      try await Window.play(home, start(line) + [.hear("日本語"), .wait("○")] + quit)
    }
  }

  @Test func `that is not stdin is the keyboard all the same`() async throws {
    try await withSignedInHome { home in
      let steps: [Step] =
        start("echo qqq | todotui") + [.type("aTyped\r"), .settle(milliseconds: 50)]
        + [.type("\u{1b}"), .gone("Enter add"), .wait("Typed"), .wait("Open 1")]
      try await Window.play(home, steps + quit)
      #expect(try await home.tasks().compactMap { $0["title"] as? String } == ["Typed"])
    }
  }

  @Test func `gets a title for its clipboard by y, and nothing more`() async throws {
    try await withSignedInHome { home in
      let title = "Ünïcode 日本語 and a ; or two"
      try await home.must("add", title)
      let sequence = "\u{1b}]52;c;\(Data(title.utf8).base64EncodedString())\u{7}"
      let file = home.folder.appending(path: "bytes")
      let steps: [Step] = start("todotui") + [.type("y"), .hear(sequence), .save(file)]
      try await Window.play(home, steps + quit)
      let written = try Data(contentsOf: file)
      #expect(String(decoding: written, as: UTF8.self).split(separator: "\u{1b}]52").count == 2)
    }
  }

  @Test func `that reports the mouse lets a click select and complete`() async throws {
    try await withSignedInHome { home in
      try await home.must(["add", "-"], input: "First\nSecond\nThird\n")
      // Rows and columns from 1 (xterm, SGR 1006): two lines above the list, newest first.
      func click(_ row: Int, _ column: Int) -> Step {
        .type("\u{1b}[<0;\(column);\(row)M\u{1b}[<0;\(column);\(row)m")
      }
      let steps: [Step] =
        start("todotui") + [.settle(milliseconds: 200), click(5, 12), .wait("▸ ○ First")]
        + [click(4, 12), .wait("▸ ○ Second"), click(4, 4), .wait("Done 1"), .wait("Open 2")]
      try await Window.play(home, steps + quit)
      let done = try await home.tasks().filter { $0["completed"] as? Bool == true }
      #expect(done.compactMap { $0["title"] as? String } == ["Second"])
    }
  }

  @Test(arguments: ["", "trap '' HUP; "])
  func `that goes away ends the program, which does not spin`(before: String) async throws {
    try await withSignedInHome { home in
      var taken = 0.0
      let (pid, started) = try await withTerminal(home) { terminal in
        try await terminal.command("\(before)todotui")
        try await terminal.wait("No tasks yet")
        let pid = try await terminal.process()
        return (pid, try #require(ProcessTable.processorSeconds(pid)))
      }
      let isGone = await eventually(within: 5) {
        taken = ProcessTable.processorSeconds(pid) ?? taken
        return !ProcessTable.isAlive(pid)
      }
      #expect(isGone)
      #expect(taken - started < 0.5)
    }
  }
}
