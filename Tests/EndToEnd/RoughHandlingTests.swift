import Foundation
import Testing

/// More than any person types, at once.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Window.isHere))
struct `Rough handling` {
  /// Numbers that a seed determines (Steele and others, "Fast splittable pseudorandom number
  /// generators", 2014).
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  /// Everything but what leaves the program or the account.
  private static let keys =
    "abcdefghijklmnoprstuvwxyzABCDEGHIJKMNORSTUVWXYZ0123456789 /?:.,;-+*#!<>[]{}()\t\r\u{7f}".map(
      String.init
    ) + ["日", "📬", "e\u{301}", "\u{1b}", "\u{1b}[A", "\u{1b}[B", "\u{1b}[C", "\u{1b}[D"]
    + ["\u{1b}[5~", "\u{1b}[6~", "\u{1b}[H", "\u{1b}[F", "\u{1b}[Z", "\u{1b}OP", "\u{1b}[3~"]
    + ["\u{1}", "\u{5}", "\u{b}", "\u{c}", "\u{12}", "\u{15}", "\u{17}"]
    + ["\u{1b}[200~pasted\nq\u{1b}[201~", "\u{1b}[<0;9;4M\u{1b}[<0;9;4m", "\u{1b}[<65;9;4M"]

  @Test func `of a thousand random keys and sizes leaves a list on a sane terminal`() async throws {
    let given = ProcessInfo.processInfo.environment["TODOTUI_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0...UInt64.max)
    print("TODOTUI_SEED=\(seed)")
    var random = SplitMix(state: seed)
    let screen = ScreenVisit.all[0]
    try await screen.withItsHome { home in
      var steps: [Step] = [.look("before")] + screen.start + [.settle(milliseconds: 50)]
      for _ in 1...1000 {
        if Int.random(in: 0..<4, using: &random) == 0 {
          let rows = Int.random(in: 1...60, using: &random)
          let columns = Int.random(in: 1...200, using: &random)
          steps.append(.resize(rows: rows, columns: columns))
        } else if let key = Self.keys.randomElement(using: &random) {
          steps.append(.type(key))
        }
        // Some come at once, some find the last one painted.
        if Bool.random(using: &random) { steps.append(.settle(milliseconds: 3)) }
      }
      steps += [.resize(rows: 24, columns: 80), .settle(milliseconds: 200)]
      for _ in 1...4 { steps += [.type("\u{1b}"), .settle(milliseconds: 40)] }
      steps += [.type("\u{c}"), .settle(milliseconds: 100), .wait(ScreenVisit.listShows)]
      steps += [.look("list"), .type("q"), .hear("ready>"), .look("after")]
      steps += [.type("echo status=$?\r"), .hear("status=0")]
      let looks = try await Window.play(home, steps)
      #expect(looks["after"]?.state == looks["before"]?.state)
      #expect(looks["list"]?.text?.split(separator: "\n").count ?? 0 >= 3)
    }
  }

  @Test(arguments: ["", "a"])
  func `of a paste of a mebibyte with marks in it executes nothing`(keys: String) async throws {
    let screen = ScreenVisit.all[0]
    try await screen.withItsHome { home in
      let before = try await home.offlineTasks()
      // What a terminal should have taken out: marks, and keys that would leave a form, delete and
      // quit. The first two end marks share a write: behind one alone every paste is over after a
      // short silence.
      let part =
        "dy\u{1b}[201~\u{3}\u{3}dyxq\u{1b}[Bdyq\u{1b}[201~dyq\u{1b}[200~\rddy\nq\u{1b}[201~\u{3}"
      let end = "\u{1b}[201~dyqxdy\r\u{3}\u{1b}[201~"
      let room = (1 << 20) - end.utf8.count - 6
      let inside = String(repeating: part, count: room / part.utf8.count)
      let filling = String(repeating: "q", count: room - inside.utf8.count)
      // A writer that is held up right behind an end mark has not ended.
      let begin = "\u{1b}[200~" + String(repeating: part, count: 99).dropLast()
      let rest =
        String(decoding: inside.utf8.dropFirst(begin.utf8.count - 6), as: UTF8.self) + filling + end
      let steps: [Step] =
        screen.start + [.type(keys), .settle(milliseconds: 100), .memory("before"), .type(begin)]
        + [.settle(milliseconds: 60), .type(rest), .settle(milliseconds: 300), .memory("after")]
        + [.type("\u{1b}"), .settle(milliseconds: 60), .type("\u{c}"), .settle(milliseconds: 60)]
        + [
          .type("\u{1b}"), .wait(ScreenVisit.listShows), .type("?"), .wait(ScreenVisit.help.shows),
        ]
        + [.type("\u{1b}"), .gone(ScreenVisit.help.shows), .type("q"), .hear("ready>")]
        + [.type("echo status=$?\r"), .hear("status=0")]
      let looks = try await Window.play(home, steps)
      let grown = (looks["after"]?.most ?? 1000) - (looks["before"]?.now ?? 0)
      #expect(grown < 64, "\(grown) MB more")
      #expect(try await home.offlineTasks() == before)
    }
  }
}
