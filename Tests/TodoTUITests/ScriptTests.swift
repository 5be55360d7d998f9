import TerminalKit
import Testing
import TodoTUI

@Suite struct `A script` {
  private func actions(_ text: String) throws -> [Script.Action] {
    try Script(text: text, file: "here").statements.map(\.action)
  }

  @Test func `reads statements separated by any white space`() throws {
    let script = try Script(
      text: """
        size 100x30   # wide
        wait "Sign in"
        type "say \\"hi\\" \\\\ there" key C-d
        expect "a" expect-not b snapshot tour-1
        type-env SECRET exit 3
        """,
      file: "tour.todotui"
    )
    let expected: [(Int, Script.Action)] = [
      (1, .size(Size(rows: 30, columns: 100))),
      (2, .wait("Sign in")),
      (3, .type(#"say "hi" \ there"#)),
      (3, .key(Key("d", .control))),
      (4, .expect("a")),
      (4, .expectNot("b")),
      (4, .snapshot("tour-1")),
      (5, .typeEnvironment("SECRET")),
      (5, .exit(3)),
    ]
    #expect(script.statements.map(\.place.line) == expected.map(\.0))
    #expect(script.statements.map(\.action) == expected.map(\.1))
    #expect(script.statements.last?.place.description == "tour.todotui:5")
  }

  @Test func `resizes, pastes, clicks, looks at a row, sleeps and includes`() throws {
    let text = #"""
      resize 40x12  expect-row 3 "Buy milk"
      paste "two\nlines\tand \u{1B}[31m"
      mouse click 5 3 mouse wheel-up 1 1 mouse wheel-down 24 80
      sleep-until 23:59 sleep-until 07:08:09 include "parts/sign in.todotui"
      """#
    let times = [TimeOfDay(text: "23:59"), TimeOfDay(text: "07:08:09")].compactMap(\.self)
    #expect(times.map(\.seconds) == [86_340, 25_689])
    #expect(
      try actions(text) == [
        .size(Size(rows: 12, columns: 40)),
        .expectRow(3, "Buy milk"),
        .paste("two\nlines\tand \u{1B}[31m"),
        .mouse(MouseEvent(.press, at: Position(row: 4, column: 2))),
        .mouse(MouseEvent(.wheelUp, at: Position(row: 0, column: 0))),
        .mouse(MouseEvent(.wheelDown, at: Position(row: 23, column: 79))),
        .sleepUntil(times[0]), .sleepUntil(times[1]),
        .include("parts/sign in.todotui"),
      ]
    )
  }

  @Test func `may be empty`() throws {
    #expect(try actions("  # nothing\n\n").isEmpty)
  }

  @Test(arguments: [
    ("key", 1), ("\nkey NoSuchKey", 2), ("size 80", 1), ("size 0x24", 1), ("size 80x24x2", 1),
    ("exit many", 1), ("exit 256", 1), ("frobnicate now", 1), ("\n\ntype \"no end\nkey a", 3),
    ("snapshot ../evil", 1), ("snapshot .hidden", 1), ("resize 40", 1), ("expect-row 0 x", 1),
    ("expect-row \"Buy\" 3", 1), ("\nexpect-row 3", 2), ("mouse drag 1 1", 1), ("mouse click 1", 1),
    ("mouse click 0 1", 1), ("paste \"\\q\"", 1), ("paste \"\\u{110000}\"", 1),
    ("paste \"\\u{41\"", 1), ("paste \"a\\", 1), ("type \"a\\nb\"", 1), ("sleep-until 24:00", 1),
    ("sleep-until 7:00", 1), ("sleep-until 07:00:60", 1), ("sleep-until +5", 1), ("include", 1),
    ("include \"\"", 1), ("\"key\" a", 1),
  ])
  func `names the place of what it does not understand`(_ text: String, _ line: Int) {
    #expect {
      try Script(text: text, file: "f")
    } throws: { error in
      (error as? Script.SyntaxError)?.place == Script.Place(file: "f", line: line)
    }
  }

  @Test(arguments: [
    ("12:00:05", 43_200_000, 5000), ("12:00", 43_200_001, 0), ("11:51", 43_200_000, 0),
    ("12:10", 43_200_000, 600_000), ("00:00:01", 86_399_000, 2000), ("23:59:59", 500, 0),
  ])
  func `waits for a time within ten minutes, also across midnight`(
    _ text: String,
    _ now: Int,
    _ wait: Int
  ) throws {
    #expect(try #require(TimeOfDay(text: text)).wait(at: now) == wait)
  }

  @Test(arguments: ["12:10:01", "11:49:59", "00:00"])
  func `waits for no other time`(_ text: String) throws {
    #expect(try #require(TimeOfDay(text: text)).wait(at: 43_200_000) == nil)
  }
}

@Suite struct `The difference of screens` {
  @Test func `names the row that comes nearest`() {
    let screen = "todotui\n  ○ Buy oat mlik\n  ○ Call"
    #expect(
      ScreenDifference.nearest(to: "Buy oat milk", on: screen)
        == "the nearest is row 2: ○ Buy oat mlik"
    )
    #expect(ScreenDifference.nearest(to: "Quarterly", on: screen) == nil)
    #expect(ScreenDifference.places(of: "Call", on: screen) == "row 3 has it: ○ Call")
  }

  @Test func `shows both versions of the rows that differ, and no other`() {
    #expect(
      ScreenDifference.rows(of: "a\nb\nc", against: "a\nx\nc\nd") == [
        "  - 2 | b", "  + 2 | x", "  + 4 | d",
      ]
    )
    #expect(ScreenDifference.rows(of: "same", against: "same").isEmpty)
  }
}
