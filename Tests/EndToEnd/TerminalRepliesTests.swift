import Foundation
import Testing

/// What a terminal answers to questions somebody asked, arriving whole, late or in halves.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Window.isHere))
struct `Replies of a terminal` {
  /// Sources: xterm's "Control Sequences"; for kitty's keyboard question its protocol extensions.
  private static let replies: [(name: String, text: String)] = [
    ("primary device attributes", "\u{1b}[?62;1;22c"),
    ("secondary device attributes", "\u{1b}[>41;354;0c"),
    ("tertiary device attributes", "\u{1b}P!|00000000\u{1b}\\"),
    ("cursor position", "\u{1b}[24;80R"),
    ("operating status", "\u{1b}[0n"),
    ("a mode's state", "\u{1b}[?2026;2$y"),
    ("name and version", "\u{1b}P>|xterm(379)\u{1b}\\"),
    ("background colour", "\u{1b}]11;rgb:dddd/xxxx/dddd\u{1b}\\"),
    ("background colour, ended by BEL", "\u{1b}]11;rgb:dddd/xxxx/dddd\u{7}"),
    ("a setting", "\u{1b}P1$r0;1;31m\u{1b}\\"),
    ("a capability", "\u{1b}P1+r544e=787465726d\u{1b}\\"),
    ("keyboard flags", "\u{1b}[?0u"),
    ("window size", "\u{1b}[8;24;80t"),
    ("focus", "\u{1b}[I"),
  ]

  /// The list without its header, whose clock goes on.
  private func rows(_ look: Look?) -> String {
    (look?.text ?? "").split(separator: "\n").dropFirst().joined(separator: "\n")
  }

  @Test func `are never keys, wherever they are cut`() async throws {
    let screen = ScreenVisit.all[0]
    try await screen.withItsHome { home in
      // The cursor in the middle: a stray j, k, g or G would move it.
      var steps = screen.start + [.wait("✓ synced"), .type("j"), .settle(milliseconds: 100)]
      // The hint of the first run is gone once the help was seen.
      steps += [.type("?"), .wait(ScreenVisit.help.shows), .type("\u{1b}")]
      steps += [.gone(ScreenVisit.help.shows), .settle(milliseconds: 40), .look("before")]
      for (name, text) in Self.replies {
        let bytes = Array(text.utf8)
        // Halves this far apart are still one reply: a lone Esc is a key after 20 ms.
        for cut in 1...bytes.count {
          steps += [.bytes(Array(bytes[..<cut])), .settle(milliseconds: 8)]
          steps += [.bytes(Array(bytes[cut...])), .settle(milliseconds: 12)]
          steps.append(.look("\(name), cut after byte \(cut)"))
        }
        // The program still takes keys: nothing waits for the end of a reply.
        steps += [.type("?"), .wait(ScreenVisit.help.shows), .type("\u{1b}")]
        steps += [
          .gone(ScreenVisit.help.shows), .settle(milliseconds: 40), .look("\(name), whole"),
        ]
      }
      steps += [.type("q"), .hear("ready>")]
      let before = try await home.offlineTasks()
      let looks = try await Window.play(home, steps)
      for (name, look) in looks { #expect(rows(look) == rows(looks["before"]), "\(name)") }
      #expect(try await home.offlineTasks() == before)
    }
  }
}
