import NcursesScreen
import Testing
import TerminalKit

/// What terminals answer, early, late and in pieces, is never taken for keys; and keys never for it.
@Suite struct `Replies of a terminal` {
  /// What passes between two pieces.
  enum Delay: CaseIterable {
    case none
    /// Longer than an Escape waits.
    case short
    /// So long that the rest may never come.
    case long
  }

  private static let replies = [
    "[?62;22c", "[?1;2c", "[>0;276;0c", "[>41;354;0c", "P!|7E565445\u{1B}\\",  // DA1, 2, 3
    "[0n", "[3n", "[?13n", "[?997;1n", "[24;80R", "[?24;80;1R",  // DSR, CPR
    "]4;1;rgb:cdcd/0000/0000\u{7}", "]10;rgb:ffff/ffff/ffff\u{1B}\\", "]11;rgb:0000/0000/0000\u{7}",
    "]52;c;cXVpdApkZGQ=\u{7}", "]52;c;cXVpdApkZGQ=\u{1B}\\", "]l title\u{1B}\\", "]Licon\u{1B}\\",
    "P1+r544e=787465726d\u{1B}\\", "P0+r\u{1B}\\", "P1$r0;1m\u{1B}\\", "P0$r\u{1B}\\",
    "P>|xterm(390)\u{1B}\\", "P>|tmux 3.3a\u{1B}\\", "[?2026;2$y", "[20;2$y", "[?5u", "[97;5u",
    "[97;5:3u", "[I", "[O", "[8;24;80t", "[4;600;800t", "[48;24;80;600;800t", "[2;1;1;112;112;1;0x",
    "[>4;2m", "[?2;0;1024S", "[M !!", "[M#q~", "[<0;3;7m", "[<2;3;7M", "[<35;3;7M", "[<16;3;7M",
    "_Gi=31;OK\u{1B}\\", "^private\u{1B}\\", "Xstring\u{1B}\\", "[201~", "[27;5;113~",
  ].map { "\u{1B}" + $0 }

  private static func keys(_ names: String...) -> [InputEvent] {
    names.compactMap { Key(name: $0).map(InputEvent.key) }
  }

  /// What the screen makes of pieces that come apart.
  private func events(_ pieces: [[UInt8]], _ delay: Delay) -> [InputEvent] {
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    for piece in pieces {
      events += decoder.decode(piece, isLate: delay == .long)
      if delay != .none { events += decoder.settle() }
    }
    return events + decoder.settle()
  }

  @Test(arguments: replies, Delay.allCases)
  func `are swallowed whole wherever they are cut`(reply: String, delay: Delay) {
    let bytes = Array(reply.utf8)
    for cut in 0...bytes.count {
      // Once its first byte was alone for too long, it was the Escape key; never the rest.
      let lone = cut == 1 && delay != .none ? Self.keys("Esc") : []
      let wanted = Self.keys("j") + lone + Self.keys("k")
      let (start, rest) = (Array(bytes[..<cut]), Array(bytes[cut...]))
      let (j, k): ([UInt8], [UInt8]) = ([0x6A], [0x6B])
      #expect(events([j + start, rest + k], delay) == wanted, "in two, cut at \(cut)")
      #expect(events([j, start, rest, k], delay) == wanted, "in four, cut at \(cut)")
    }
  }

  @Test(arguments: replies)
  func `are swallowed in three pieces, and byte by byte`(reply: String) {
    let bytes = Array(reply.utf8)
    for first in 2...bytes.count {
      for second in first...bytes.count {
        let pieces = [
          Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...]), [0x6B],
        ]
        #expect(events(pieces, .short) == Self.keys("k"), "cut at \(first) and \(second)")
      }
    }
    let single = bytes.dropFirst(2).map { [$0] }
    #expect(events([Array(bytes.prefix(2))] + single, .short) == [])
  }

  @Test func `interleaved with keys lose none`() {
    var bytes: [UInt8] = []
    for reply in Self.replies { bytes += Array("x\(reply)".utf8) }
    let wanted = Self.replies.map { _ in InputEvent.key(Key("x")) }
    for cut in 0...bytes.count {
      let pieces = [Array(bytes[..<cut]), Array(bytes[cut...])]
      #expect(events(pieces, .none) == wanted, "cut at \(cut)")
    }
  }

  @Test(arguments: [
    (["\u{1B}", "[", "A"], keys("Esc", "[", "A")),
    (["\u{1B}", "[j"], keys("Esc", "[", "j")),
    (["\u{1B}", "[[["], keys("Esc", "[", "[", "[")),
    (["\u{1B}", "[2", "j"], keys("Esc", "[", "2", "j")),
    (["\u{1B}", "Oj"], keys("Esc", "O", "j")),
    (["\u{1B}", "]", "]1", "P", "Pj", "_x"], keys("Esc", "]", "]", "1", "P", "P", "j", "_", "x")),
    (["\u{1B}", "[?\r"], keys("Esc", "[", "?", "Enter")),
    (["\u{1B}", "[?\u{1B}", "j"], keys("Esc", "[", "?", "Esc", "j")),
    (["\u{1B}", "\u{1B}", "j"], keys("Esc", "Esc", "j")),
    (["\u{1B}j", "\u{1B}", "j"], keys("M-j", "Esc", "j")),
    // A slow line cuts keys, too.
    (["\u{1B}", "[A"], keys("Esc", "Up")),
    (["\u{1B}", "OA"], keys("Esc", "Up")),
    (["\u{1B}", "[1;5C"], keys("Esc", "C-Right")),
    (["\u{1B}", "[200~rm\r\u{1B}[201~"], keys("Esc") + [.paste("rm\n")]),
    (["\u{1B}[2", "00~rm\r\u{1B}[20", "1~"], [.paste("rm\n")]),
    (
      ["\u{1B}", "[<0;3;7M"],
      keys("Esc") + [.mouse(MouseEvent(.press, at: Position(row: 6, column: 2)))]
    ),
  ])
  func `are not seen in what a person types`(pieces: [String], wanted: [InputEvent]) {
    for delay in [Delay.short, .long] {
      #expect(events(pieces.map { Array($0.utf8) }, delay) == wanted)
    }
  }

  @Test(arguments: [
    "\u{1B}[", "\u{1B}[?62;", "\u{1B}]11;rgb:00", "\u{1B}P1+r54", "\u{1B}_G", "\u{1B}]11;x\u{1B}",
    "\u{1B}[M", "\u{1B}[M ", "\u{1B}O1", "\u{1B}[[", "\u{1B}[12;",
  ])
  func `that never end do not make the keyboard deaf`(start: String) {
    for names in [["j"], ["Enter"], ["é"], ["d", "d"], ["g", "g"]] {
      var decoder = InputDecoder()
      _ = decoder.decode(Array(start.utf8))
      var got: [InputEvent] = decoder.settle()
      for name in names {
        let text = name == "Enter" ? "\r" : name
        got += decoder.decode(Array(text.utf8), isLate: true) + decoder.settle()
      }
      #expect(got == names.compactMap { Key(name: $0).map(InputEvent.key) }, "\(names)")
    }
  }
}
