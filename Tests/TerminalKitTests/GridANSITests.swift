import Testing
import TerminalKit

@Suite struct `A frame as ANSI text` {
  @Test func `has a line a row, each plain at its ends`() {
    let frame = Frame(size: Size(rows: 4, columns: 12))
    frame.canvas.write("plain", row: 0, column: 1)
    frame.canvas.write("日本", row: 1, column: 0, style: Style(attributes: [.bold, .dim]))
    frame.canvas.write("x", row: 1, column: 4, style: Style(foreground: .palette(9)))
    frame.canvas.write(
      "end",
      row: 3,
      column: 9,
      style: Style(foreground: .palette(1), background: .palette(200), attributes: .reverse)
    )
    #expect(
      frame.grid.ansi == """
         plain
        \u{1B}[0;1;2m日本\u{1B}[0;91mx\u{1B}[0m

                 \u{1B}[0;7;31;48;5;200mend\u{1B}[0m
        """
    )
  }

  @Test func `keeps blanks that have a ground, and all 16 colours have a code of their own`() {
    let frame = Frame(size: Size(rows: 1, columns: 16))
    for color in UInt8(0)..<16 {
      let style = Style(background: .palette(color))
      frame.canvas.write(" ", row: 0, column: Int(color), style: style)
    }
    let codes = (0..<16).map { "\u{1B}[0;\($0 < 8 ? 40 + $0 : 92 + $0)m " }
    #expect(frame.grid.ansi == codes.joined() + "\u{1B}[0m")
  }

  @Test func `has nothing of a terminal but colours, whatever the text`() {
    let frame = Frame(size: Size(rows: 2, columns: 30))
    frame.canvas.write("\u{1B}[2J\u{9B}31m\u{202E}a", row: 0, column: 0)
    #expect(frame.grid.ansi == "␛[2J<U+009B>31m<U+202E>a\n")
  }
}
