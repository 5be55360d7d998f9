import NcursesScreen
import Testing
import TerminalKit

@Suite struct DecoderTests {
  private static let sessions: [(String, [InputEvent])] = [
    ("a\u{1B}[Ab", keys("a", "Up", "b")),
    ("\u{1B}OA\u{1B}OH\u{1B}OF\u{1B}OM\u{1B}OR", keys("Up", "Home", "End", "Enter", "F3")),
    (
      "\u{1B}[1~\u{1B}[2~\u{1B}[3~\u{1B}[4~\u{1B}[5~\u{1B}[6~\u{1B}[7~\u{1B}[8~",
      keys("Home", "Insert", "Delete", "End", "PageUp", "PageDown", "Home", "End")
    ),
    ("\u{1B}[15~\u{1B}[17~\u{1B}[24~\u{1B}[[C", keys("F5", "F6", "F12", "F3")),
    ("\u{1B}[1;2A\u{1B}[1;5D\u{1B}[1;3C\u{1B}[3;5~", keys("S-Up", "C-Left", "M-Right", "C-Delete")),
    (
      "\u{1B}[Z\t\r\n\u{7F}\u{8}\0\u{4}\u{1F}",
      keys(
        "S-Tab",
        "Tab",
        "Enter",
        "C-j",
        "Backspace",
        "Backspace",
        "C-Space",
        "C-d",
        "C-_"
      )
    ),
    ("\u{1B}x\u{1B}\r\u{1B}é", keys("M-x", "M-Enter", "M-é")),
    ("é日👍", keys("é", "日", "👍")),
    // Answers and unknown sequences leave no trace.
    ("\u{1B}]11;rgb:0000/0000/0000\u{7}a", keys("a")),
    ("\u{1B}]52;c;YWJj\u{1B}\\a", keys("a")),
    ("\u{1B}P>|xterm(390)\u{1B}\\a", keys("a")),
    ("\u{1B}_Gi=1;OK\u{1B}\\a\u{1B}^x\u{1B}\\b", keys("a", "b")),
    (
      "\u{1B}[?62;22c\u{1B}[>0;276;0c\u{1B}[24;80R\u{1B}[I\u{1B}[O\u{1B}[97;5u\u{1B}[?2026;2$ya",
      keys("a")
    ),
    ("\u{1B}[9999999999999999999999~a", keys("a")),
    // An Escape inside starts anew, a control key ends an answer that never ends.
    ("\u{1B}[12\u{1B}[Aa", keys("Up", "a")),
    ("\u{1B}]never ends\ra", keys("Enter", "a")),
    ("\u{1B}[200~one\r\ntwo\rthree\u{1B}[201~a", [.paste("one\ntwo\nthree")] + keys("a")),
    ("\u{1B}[200~\u{1B}[A\u{1B}]x\u{7}\u{1B}[201~", [.paste("\u{1B}[A\u{1B}]x\u{7}")]),
    ("\u{1B}[200~\u{1B}\u{1B}[201~\u{1B}[201~a", [.paste("\u{1B}")] + keys("a")),
    ("\u{1B}[200~\u{1B}[200~x\u{1B}[201~", [.paste("x")]),
    ("\u{1B}[200~\u{1B}[201~", [.paste("")]),
  ]

  private static func keys(_ names: String...) -> [InputEvent] {
    names.compactMap { Key(name: $0).map(InputEvent.key) }
  }

  @Test(arguments: sessions)
  func `bytes mean the same however they are cut`(text: String, events: [InputEvent]) {
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      var decoder = InputDecoder()
      let got =
        decoder.decode(Array(bytes[..<cut])) + decoder.decode(Array(bytes[cut...]))
        + decoder.settle()
      #expect(got == events, "cut at \(cut)")
    }
    var decoder = InputDecoder()
    let single = bytes.flatMap { decoder.decode([$0]) } + decoder.settle()
    #expect(single == events, "byte by byte")
  }

  @Test func `a lone Escape is the key once nothing followed`() {
    var decoder = InputDecoder()
    #expect(decoder.decode([0x1B]) == [])
    #expect(decoder.isUndecided)
    #expect(decoder.settle() == [.key(Key(.escape))])
    #expect(!decoder.isUndecided)
    #expect(decoder.decode([0x5B]) + decoder.decode([0x41]) == Self.keys("[", "A"))
  }

  @Test func `two Escapes are two keys`() {
    var decoder = InputDecoder()
    #expect(decoder.decode([0x1B, 0x1B]) + decoder.settle() == Self.keys("Esc", "Esc"))
  }

  @Test func `invalid UTF-8 is dropped and nothing else`() {
    for wrong: [UInt8] in [
      [0x80], [0xFF], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xF0, 0x80, 0x80, 0x80], [0xC2, 0x9B],
    ] {
      var decoder = InputDecoder()
      #expect(decoder.decode([0x61] + wrong + [0x62]) == Self.keys("a", "b"), "\(wrong)")
      let pasted =
        decoder.decode(Array("\u{1B}[200~a".utf8) + wrong + Array("b\u{1B}[201~".utf8))
        + decoder.settle()
      if wrong != [0xC2, 0x9B] { #expect(pasted == [.paste("ab")], "\(wrong)") }
    }
  }

  @Test func `an end mark inside a paste does not let the rest out as keys`() {
    var decoder = InputDecoder()
    let events =
      decoder.decode(
        Array("\u{1B}[200~rm\u{1B}[201~\r:q\u{1B}[201~a\u{1B}[200~b\u{1B}[201~".utf8)
      ) + decoder.settle()
    // Nobody types between two pastes that come at once; a hostile text may look like them.
    #expect(events == [.paste("rm\n:qab")])
  }

  @Test func `a paste that another one follows at once waits for the end of that`() {
    var decoder = InputDecoder()
    #expect(decoder.decode(Array("\u{1B}[200~a\u{1B}[201~\u{1B}[200~dd".utf8)) == [])
    #expect(!decoder.isUndecided)
    let events = decoder.decode(Array("q\u{1B}[201~".utf8)) + decoder.settle()
    #expect(events == [.paste("addq")])
  }

  @Test func `taking marks out forms no new ones`() {
    var decoder = InputDecoder()
    let events =
      decoder.decode(
        Array("\u{1B}[200~x\u{1B}[20\u{1B}[201~1~y\u{1B}[201~".utf8)
      ) + decoder.settle()
    #expect(events == [.paste("xy")])
  }

  @Test func `a huge paste is cut at one mebibyte and ends where it ends`() {
    var decoder = InputDecoder()
    let bytes =
      Array("\u{1B}[200~".utf8) + Array(repeating: 0x61, count: 3 << 20)
      + Array("\u{1B}[201~b".utf8)
    let events = decoder.decode(bytes) + decoder.settle()
    #expect(events == [.paste(String(repeating: "a", count: 1 << 20))] + Self.keys("b"))
  }

  @Test func `random bytes never stop the keyboard for good`() {
    var state: UInt64 = 42
    for _ in 0..<300 {
      var decoder = InputDecoder()
      let bytes: [UInt8] = (0..<200).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let byte = UInt8(truncatingIfNeeded: state >> 33)
        return state >> 60 < 4 ? 0x1B : byte
      }
      _ = decoder.decode(bytes)
      _ = decoder.decode(Array("\u{1B}[201~".utf8)) + decoder.settle()
      // The first may be the last byte of something.
      _ = decoder.decode([0x71], isLate: true)
      #expect(decoder.decode([0x71], isLate: true) == Self.keys("q"))
    }
  }

  @Test func `what the terminal type describes comes first`() {
    var decoder = InputDecoder(described: [Array("\u{1B}[P".utf8): Key(.delete)])
    #expect(decoder.decode(Array("\u{1B}[P\u{1B}[Q".utf8)) == Self.keys("Delete", "F2"))
  }
}
