import TerminalKit
import Testing

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("\u{1B}[31mred", "␛[31mred"), ("a\0\t\n\r\u{7F}", "a␀␉␊␍␡"),
    ("\r\n", "␍␊"), ("\u{9B}31m", "<U+009B>31m"), ("\u{1B}]0;title\u{7}", "␛]0;title␇"),
    ("\u{202E}evil", "<U+202E>evil"), ("a\u{2066}b\u{2069}", "a<U+2066>b<U+2069>"),
    ("\u{200E}\u{200F}\u{61C}", "<U+200E><U+200F><U+061C>"),
    ("a\u{200B}b\u{FEFF}\u{AD}\u{2060}", "a<U+200B>b<U+FEFF><U+00AD><U+2060>"),
    ("\u{2028}\u{2029}\u{85}", "<U+2028><U+2029><U+0085>"),
    ("hi\u{E0001}\u{E0068}\u{E0069}", "hi<U+E0001><U+E0068><U+E0069>"),
    ("a\u{FE0F}b\u{E0100}", "a<U+FE0F>b<U+E0100>"), ("a\u{200D}b\u{200C}", "a<U+200D>b<U+200C>"),
    ("\u{E000}\u{F0000}\u{378}", "<U+E000><U+F0000><U+0378>"),
    ("\u{3164}\u{115F}\u{34F}", "<U+3164><U+115F><U+034F>"),
    ("שלום مرحبا", "שלום مرحبا"), ("한국 ᄒ\u{1161}\u{11AB}", "한국 ᄒ\u{1161}\u{11AB}"),
    ("👩‍👩‍👧‍👦👍🏽❤️🇩🇪1️⃣🏴‍☠️", "👩‍👩‍👧‍👦👍🏽❤️🇩🇪1️⃣🏴‍☠️"),
    (
      "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
      "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}"
    ),
    ("🏴\u{E0061}\u{E007F}", "🏴<U+E0061><U+E007F>"), ("👩\u{200D}a", "👩<U+200D>a"),
    ("\u{200D}👩", "<U+200D>👩"), ("❤️\u{FE0F}", "❤️<U+FE0F>"), ("1\u{FE0F}a", "1<U+FE0F>a"),
    ("\u{301}a", "◌\u{301}a"), ("\n\u{301}", "␊◌\u{301}"), ("हिन्दी ไทยคำ", "हिन्दी ไทยคำ"),
  ])
  func `what is dangerous or hidden is made visible`(outside: String, safe: String) {
    let text = TerminalText(outside)
    #expect(text.text.unicodeScalars.elementsEqual(safe.unicodeScalars), "\(text)")
  }

  @Test func `a flood of marks is capped`() {
    let flood = TerminalText("a" + String(repeating: "\u{301}", count: 10_000) + "b")
    #expect(flood.text.unicodeScalars.count == 6)
    #expect(flood.columns == 2)
  }

  @Test func `endless joined emoji and letters are cut into graphemes a cell can hold`() {
    let family = TerminalText(String(repeating: "👩\u{200D}", count: 500) + "👩")
    let jamo = TerminalText(String(repeating: "\u{1100}", count: 500))
    for text in [family, jamo] {
      #expect(text.text.allSatisfy { $0.unicodeScalars.count <= 20 })
    }
  }

  @Test func `literals and interpolations are sanitized as everything else`() {
    let name = "\u{1B}[2J"
    let inner: TerminalText = "\u{202E}x"
    let text: TerminalText = "hello \(name) and \(inner) \(3)"
    #expect(text.text == "hello ␛[2J and <U+202E>x 3")
    #expect(text.columns == text.text.count)
  }

  @Test(arguments: [
    ("Buy milk", 8, "Buy milk"), ("Buy milk", 7, "Buy mi…"), ("Buy milk", 1, "…"),
    ("Buy milk", 0, ""), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
    ("日本語", 2, "…"), ("", 0, ""),
  ])
  func `truncating keeps to the columns`(whole: String, limit: Int, short: String) {
    let text = TerminalText(whole).truncated(to: limit)
    #expect(text.text == short)
    #expect(text.columns <= limit)
    #expect(text == TerminalText(short))
  }

  @Test(arguments: [
    ("one two three", 7, ["one two", "three"]), ("one two", 7, ["one two"]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]), ("a abcdefgh", 4, ["a", "abcd", "efgh"]),
    ("日本語です", 4, ["日本", "語で", "す"]), ("", 5, [""]),
    ("one\n\ntwo\r\nx", 9, ["one", "", "two", "x"]),
    ("a\tb\u{1B}", 20, ["a␉b␛"]), ("  indented text", 10, ["  indented", "text"]),
    ("日本", 1, ["日", "本"]),
  ])
  func `descriptions are wrapped between words`(whole: String, width: Int, lines: [String]) {
    #expect(TerminalText.lines(of: whole, width: width).map(\.text) == lines)
  }

  @Test func `any text at all comes out harmless, and twice is once`() {
    var random = Lehmer(state: 20_260_101)
    for _ in 0..<3000 {
      let outside = random.text()
      let once = TerminalText(outside)
      for scalar in once.text.unicodeScalars {
        #expect(!isForbidden(scalar), "\(scalar.value)")
      }
      #expect(TerminalText(once.text) == once, "\(outside.unicodeScalars.map(\.value))")
      #expect(once.text.allSatisfy { (1...2).contains(TextWidth.columns(of: $0)) })
      #expect(once.truncated(to: 5).columns <= 5)
      for line in TerminalText.lines(of: outside, width: 7) {
        #expect(line.columns <= 7)
        #expect(TerminalText(line.text) == line)
      }
    }
  }

  private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028...0x202E,
      0x2060...0x206F, 0xFEFF, 0xE000...0xF8FF:
      true
    default:
      false
    }
  }

  @Test func `a megabyte takes linear time`() {
    let clock = ContinuousClock()
    func time(_ count: Int) -> Duration {
      let text = String(repeating: "日\u{301}👩\u{200D}👩\u{1B}", count: count)
      // The best of three is free of other load.
      return (0..<3).map { _ in clock.measure { _ = TerminalText(text).columns } }.min() ?? .zero
    }
    _ = time(1000)
    // Eight times the text; quadratic work would take 64 times as long.
    #expect(time(40_000) < time(5000) * 32)
  }
}

/// A small reproducible source of nasty text.
private struct Lehmer {
  var state: UInt64

  private static let nasty: [Unicode.Scalar] = [
    "a", " ", "\u{1B}", "\n", "\r", "\u{7F}", "\u{9B}", "\u{301}", "\u{20E3}", "\u{200D}",
    "\u{FE0F}",
    "\u{FE0E}", "\u{1F469}", "\u{2764}", "\u{1F3FD}", "\u{1F1E9}", "\u{1F1EA}", "\u{1F3F4}",
    "\u{E0067}",
    "\u{E007F}", "\u{1100}", "\u{1161}", "\u{11A8}", "\u{AC00}", "\u{915}", "\u{94D}", "\u{93F}",
    "\u{200C}", "\u{202E}", "\u{600}", "\u{D4E}", "\u{65E5}", "1", "\u{E33}", "\u{5E9}", "\u{25CC}",
    "<", "\u{111C2}", "\u{3099}", "\u{FE20}",
  ]

  mutating func text() -> String {
    var view = String.UnicodeScalarView()
    for _ in 0..<next(40) {
      if next(8) == 0, let any = Unicode.Scalar(UInt32(next(0x110000))) {
        view.append(any)
      } else {
        let scalar = Lehmer.nasty[next(Lehmer.nasty.count)]
        for _ in 0...(next(6) == 0 ? next(25) : 0) { view.append(scalar) }
      }
    }
    return String(view)
  }

  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
