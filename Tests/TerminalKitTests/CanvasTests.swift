import TerminalKit
import Testing

@Suite struct CanvasTests {
  @Test func `text is clipped at both sides and the columns painted are returned`() {
    let frame = Frame(size: Size(rows: 2, columns: 6))
    #expect(frame.canvas.write("abcdefgh", row: 0, column: 2) == 4)
    #expect(frame.canvas.write("abc", row: 1, column: -1) == 2)
    #expect(frame.canvas.write("x", row: 2, column: 0) == 0)
    #expect(frame.canvas.write("x", row: -1, column: 0) == 0)
    #expect(frame.canvas.write("x", row: 0, column: 6) == 0)
    #expect(frame.grid.text == "  abcd\nbc")
  }

  @Test func `a wide character cut by an edge is a blank`() {
    let frame = Frame(size: Size(rows: 2, columns: 5))
    #expect(frame.canvas.write("日本語", row: 0, column: 0) == 5)
    #expect(frame.canvas.write("日本語", row: 1, column: -1) == 5)
    #expect(frame.grid.text == "日本\n 本語")
  }

  @Test func `a window shifts and clips, however it is nested`() {
    let frame = Frame(size: Size(rows: 4, columns: 10))
    let window = frame.canvas.window(Rect(row: 1, column: 2, rows: 2, columns: 5))
    let inner = window.window(Rect(row: 1, column: 3, rows: 9, columns: 9))
    #expect(inner.size == Size(rows: 1, columns: 2))
    window.fill(Rect(row: -5, column: -5, rows: 99, columns: 99), with: ".")
    inner.write("日本", row: 0, column: 0)
    window.write("out", row: 2, column: 0)
    #expect(frame.grid.text == "\n  .....\n  ...日\n")
    inner.showCursor(at: Position(row: 0, column: 1))
    #expect(frame.cursor == Position(row: 2, column: 6))
    inner.showCursor(at: Position(row: 0, column: 2))
    #expect(frame.cursor == Position(row: 2, column: 6))
    #expect(frame.canvas.window(Rect(row: 9, column: 9, rows: 1, columns: 1)).size.rows == 0)
  }

  @Test func `styles are told by letters`() {
    let frame = Frame(size: Size(rows: 1, columns: 9))
    let styles = [
      Style.plain, Style(attributes: .bold), Style(attributes: [.bold, .reverse]),
      Style(foreground: .palette(4)), Style(foreground: .palette(12), attributes: .dim),
      Style(background: .palette(1)), Style(foreground: .palette(99)),
      Style(foreground: .palette(10)), Style(attributes: .underline),
    ]
    for (column, style) in styles.enumerated() {
      frame.canvas.write("x", row: 0, column: column, style: style)
    }
    #expect(frame.grid.styleLetters == ".br4Dgxau")
  }

  @Test func `rectangles split without loss`() {
    let whole = Rect(row: 2, column: 3, rows: 10, columns: 20)
    for count in [-1, 0, 4, 10, 25] {
      let (top, rest) = whole.split(top: count)
      #expect(top.rows + rest.rows == 10 && top.row + top.rows == rest.row)
      let (left, right) = whole.split(right: count)
      #expect(left.columns + right.columns == 20 && left.column + left.columns == right.column)
      #expect(whole.split(bottom: count).bottom.rows == top.rows)
      #expect(whole.split(left: count).left.columns == right.columns)
    }
    #expect(whole.inset(rows: 1, columns: 2) == Rect(row: 3, column: 5, rows: 8, columns: 16))
    #expect(whole.inset(rows: 99).rows == 0)
    #expect(whole.centered(rows: 4, columns: 99) == Rect(row: 5, column: 3, rows: 4, columns: 20))
  }
}

@Suite struct GridTests {
  @Test func `characters of several scalars are told apart, whatever was painted before them`() {
    let family = "👩‍👩‍👧"
    let flag = "🇵🇹"
    var one = Grid(size: Size(rows: 2, columns: 4))
    var other = one
    one[0, 0] = Cell(Character(family))
    one[0, 2] = Cell(Character(flag))
    other[0, 0] = Cell(Character(flag))
    other[0, 2] = Cell(Character(family))
    #expect(one != other)
    #expect(one.rowText(0) == family + flag && other.rowText(0) == flag + family)
    other[0, 0] = Cell(Character(family))
    other[0, 2] = Cell(Character(flag))
    #expect(one == other && one.hasSameRow(0, as: other))
    one[0, 0] = Cell("e\u{301}", style: Style(foreground: .palette(255), attributes: .bold))
    #expect(one[0, 0].character == "e\u{301}" && one[0, 0].width == 1)
    #expect(one[0, 0].style == Style(foreground: .palette(255), attributes: .bold))
    #expect(!one.hasSameRow(0, as: other))
  }

  @Test func `overwriting half of a wide character blanks the other half`() {
    var grid = Grid(size: Size(rows: 1, columns: 6))
    grid[0, 0] = Cell("日")
    grid[0, 2] = Cell("本")
    grid[0, 1] = Cell("x")
    grid[0, 2] = Cell("y")
    #expect(grid.text == " xy")
    grid[0, 3] = Cell("語")
    grid[0, 2] = Cell("中")
    #expect(grid.text == " x中")
    grid[0, 5] = Cell("外")
    #expect(grid[0, 5].character == " ")
    #expect(grid[9, 9] == .blank)
  }

  @Test func `no half of a wide character ever stands alone`() {
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let characters: [Character] = ["a", "日", "👩‍👩‍👧‍👦", " ", "\u{301}", "e\u{301}"]
    var grid = Grid(size: Size(rows: 2, columns: 9))
    for _ in 0..<5000 {
      let source = grid[next(2), next(9)]
      let new = next(4) == 0 ? source : Cell(characters[next(characters.count)])
      grid[next(3), next(10)] = new
      for row in 0..<2 {
        var widths = (0..<9).map { grid[row, $0].width }[...]
        while let width = widths.popFirst() {
          #expect(width != 0)
          if width == 2 { #expect(widths.popFirst() == 0) }
        }
      }
    }
  }
}
