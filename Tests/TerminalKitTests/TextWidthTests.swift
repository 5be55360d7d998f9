import TerminalKit
import Testing

@Suite struct TextWidthTests {
  @Test(
    arguments: [
      ("a", 1), (" ", 1), ("é", 1), ("e\u{301}", 1), ("ß", 1), ("○", 1), ("▸", 1), ("│", 1),
      ("…", 1),
      ("✓", 1), ("日", 2), ("あ", 2), ("ア", 2), ("ｱ", 1), ("Ａ", 2), ("한", 2),
      ("ᄒ\u{1161}\u{11AB}", 2),
      ("\u{1161}", 1), ("が", 2), ("か\u{3099}", 2), ("、", 2), ("\u{3000}", 2), ("𠜎", 2), ("⚽", 2),
      ("❤", 1), ("❤\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧‍👦", 2),
      ("🇩🇪", 2), ("🏴‍☠️", 2), ("\u{1FAE9}", 2), ("ש", 1), ("م", 1), ("क", 1), ("ก", 1), ("𝕏", 1),
      ("\u{301}", 0), ("\u{200B}", 0), ("\u{7}", 0), ("\u{9B}", 0), ("\u{AD}", 0),
    ] as [(Character, Int)]
  )
  func `a grapheme takes its columns`(character: Character, columns: Int) {
    #expect(TextWidth.columns(of: character) == columns)
  }

  @Test func `only what every terminal draws alike is certain`() {
    for character: Character in ["a", "é", "e\u{301}", "日", "한", "○", "▸", "│", "ש", "م"] {
      #expect(TextWidth.isCertain(character), "\(character)")
    }
    for character: Character in ["👍", "❤\u{FE0F}", "⚽", "🇩🇪", "👩‍👩‍👧‍👦", "𠜎", "ᄒ\u{1161}", "कि"] {
      #expect(!TextWidth.isCertain(character), "\(character)")
    }
    #expect(TextWidth.widest("👩‍👩‍👧‍👦") == 8)
    #expect(TextWidth.widest("❤\u{FE0F}") == 2)
  }
}
