import TerminalKit

/// A task list of the usual shape: marker, glyph, title, the chosen one bold.
struct List {
  var cursor = 0

  func paint(_ canvas: Canvas) {
    let titles: [TerminalText] = [
      "Buy oat milk", "Call the dentist", "Draft the release notes", "Book the train 🚆",
      "Water the plants", "買い物をする", "Renew the passport", "👩‍👩‍👧‍👦 family dinner",
    ]
    canvas.write(" todotui  ada@example.com", row: 0, column: 0, style: Style(attributes: .bold))
    for (index, title) in titles.enumerated() {
      let chosen = index == cursor
      let row = index + 2
      canvas.write(chosen ? "▸" : " ", row: row, column: 1)
      canvas.write("○", row: row, column: 3, style: Style(foreground: .palette(4)))
      canvas.write(title, row: row, column: 5, style: Style(attributes: chosen ? .bold : []))
      canvas.write(
        "due Fri",
        row: row,
        column: canvas.size.columns - 8,
        style: Style(attributes: .dim)
      )
    }
    canvas.write(
      " a add  space done  q quit",
      row: canvas.size.rows - 1,
      column: 0,
      style: Style(attributes: .reverse)
    )
  }
}

/// Frames that change at random, the same for the same seed.
struct RandomPicture {
  let frame: Frame
  private var state: UInt64

  private static let words: [TerminalText] = [
    "a", "milk", "bread and butter", "é", "e\u{301}tude", "日本語", "한국어", "漢", "⚽", "👍🏽", "❤️", "1️⃣",
    "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "🏴‍☠️", "שלום", "مرحبا", "हिन्दी", "ไทยคำ", "│─╮", "▸ ○ ✓ …", "\u{1B}[31m",
    "\u{202E}abc", "ｆｕｌｌ", "𝕏", "🚆🚆", "𠜎", "ᄒ\u{1161}\u{11AB}", "    ", "          ",
  ]

  init(seed: UInt64, size: Size) {
    frame = Frame(size: size)
    state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493
  }

  mutating func scribble() {
    let canvas = frame.canvas
    for _ in 0..<(1 + next(12)) {
      let row = next(canvas.size.rows)
      let column = next(canvas.size.columns + 6) - 3
      canvas.write(
        RandomPicture.words[next(RandomPicture.words.count)],
        row: row,
        column: column,
        style: style()
      )
    }
    if next(3) == 0 {
      let rect = Rect(
        row: next(canvas.size.rows),
        column: next(canvas.size.columns),
        rows: next(5),
        columns: next(30)
      )
      canvas.fill(rect, style: next(2) == 0 ? .plain : style())
    }
    frame.cursor =
      next(2) == 0
      ? nil
      : Position(
        row: next(canvas.size.rows),
        column: next(canvas.size.columns)
      )
  }

  private mutating func style() -> Style {
    guard next(2) == 0 else { return .plain }
    let colors: [Color] = [.standard, .standard, .palette(1), .palette(4), .palette(6)]
    return Style(
      foreground: colors[next(colors.count)],
      background: colors[next(colors.count)],
      attributes: Attributes(rawValue: UInt8(next(32)))
    )
  }

  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
