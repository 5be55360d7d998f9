import Foundation
import Testing

/// Modes, cursor, colours and line settings of the terminal, whatever ends or stops the program on
/// whichever screen.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Window.isHere))
struct `The state of the terminal` {
  private static let endings: [(name: String, number: Int32, status: Int)] = [
    ("TERM", SIGTERM, 143), ("HUP", SIGHUP, 129), ("INT", SIGINT, 130), ("QUIT", SIGQUIT, 131),
    ("SEGV", SIGSEGV, 139), ("ABRT", SIGABRT, 134),
  ]

  @Test(arguments: ScreenVisit.all)
  func `is exactly as before after each signal and ^Z, and taken again by fg`(
    screen: ScreenVisit
  ) async throws {
    try await screen.withItsHome { home in
      var steps: [Step] = [.look("before")]
      for (name, number, status) in Self.endings {
        steps += screen.start
        steps += [.signal(number), .hear("ready>"), .look(name)]
        steps += [.type("echo status=$?\r"), .hear("status=\(status)"), .hear("ready>")]
      }
      steps += screen.start
      steps += [.look("shown"), .type("\u{1a}"), .hear("ready>"), .look("stopped")]
      steps += [.type("clear\r"), .hear("ready>"), .settle(milliseconds: 20)]
      steps += [.type("fg\r"), .wait(screen.shows), .settle(milliseconds: 60), .look("continued")]
      steps += [.signal(SIGTERM), .hear("ready>"), .look("ended")]
      let looks = try await Window.play(home, steps)

      let before = try #require(looks["before"]?.state)
      for name in Self.endings.map(\.name) + ["stopped", "ended"] {
        #expect(looks[name]?.state == before, "\(name)")
      }
      let shown = try #require(looks["shown"]?.state)
      #expect(shown != before, "the rig sees what the program sets")
      // The pen is where the last frame put it down, and a frame may be a part or a whole.
      let continued = looks["continued"]?.state?.filter { $0.key != "colours" }
      #expect(continued == shown.filter { $0.key != "colours" })
    }
  }

  @Test func `is seen to be a mess after a kill that nobody can catch`() async throws {
    let screen = ScreenVisit.all[0]
    try await screen.withItsHome { home in
      let looks = try await Window.play(
        home,
        [.look("before")] + screen.start + [
          .signal(SIGKILL), .hear("ready>"), .look("after"),
        ]
      )
      let (before, after) = (looks["before"]?.state ?? [:], looks["after"]?.state ?? [:])
      for part in ["modes", "keypad", "settings"] {
        #expect(before[part] != after[part], "\(part)")
      }
    }
  }
}
