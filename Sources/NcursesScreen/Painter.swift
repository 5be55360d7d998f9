internal import CNcurses
internal import TerminalKit

/// Paints the difference between the frame shown and the next one.
///
/// Widths are `TextWidth`'s. Where a terminal may think otherwise the cursor is placed anew, and
/// whatever a wider drawing may have covered is painted again, so a row never shifts.
struct Painter {
  let isUTF8: Bool
  /// What the terminal shows; nil when that is not known.
  private var shown: Grid?
  /// Where the terminal writes next, as far as that is certain.
  private var place: Position?
  private var pen = Style.plain
  private var columns = 0

  init(isUTF8: Bool) { self.isUTF8 = isUTF8 }

  /// The terminal's contents are not known any more; the next frame is painted whole.
  mutating func forget() { shown = nil }

  mutating func paint(_ grid: Grid, cursor wanted: Position?, size: Size) {
    let old = shown ?? Grid(size: size)
    columns = size.columns
    if shown == nil {
      pen = .plain
      cn_clear()
      place = nil
    }
    let new = grid.size == size ? grid : fitted(grid, size)
    let changed = (0..<size.rows).filter { !new.hasSameRow($0, as: old) }
    if shown != nil, cn_can_scroll() != 0,
      let scroll = Scroll.best(for: changed, from: old, to: new)
    {
      perform(scroll, of: size.rows)
      for row in scroll.rest(of: changed) {
        paintRow(row, from: old, at: scroll.source(of: row), to: new)
      }
    } else {
      for row in changed { paintRow(row, from: old, at: row, to: new) }
    }
    let visible = wanted.flatMap { Rect(size).contains($0) ? $0 : nil }
    if let visible { move(to: visible) }
    cn_show_cursor(visible == nil ? 0 : 1)
    cn_flush()
    shown = new
  }

  /// Sends a string that leaves cursor, pen and cells as they are.
  func send(_ string: String) {
    write(string)
    cn_flush()
  }

  private mutating func perform(_ scroll: Scroll, of rows: Int) {
    // Terminals fill what becomes free with the pen's ground (terminfo, bce), or with their own.
    use(.plain)
    let (top, bottom) = (Int32(scroll.rows.lowerBound), Int32(scroll.rows.upperBound))
    cn_scroll(top, bottom, Int32(scroll.count), Int32(rows))
    place = nil
  }

  /// Paints a row over what the terminal shows there: a row of the old frame, or nothing.
  private mutating func paintRow(_ row: Int, from old: Grid, at place: Int?, to new: Grid) {
    let blankFrom = blankTail(of: new, row: row)
    var column = 0
    var spilledTo = 0
    while column < columns {
      if column >= spilledTo, isUnchanged(row, column, from: old, at: place, to: new) {
        column += max(1, new.width(row, column))
        continue
      }
      let cell = new[row, column]
      if column >= blankFrom, columns - column > 4 {
        reach(row, column, in: new)
        use(.plain)
        cn_erase_to_end()
        return
      }
      reach(row, column, in: new)
      put(cell, row: row, column: column)
      if !isCertain(cell) { spilledTo = max(spilledTo, column + TextWidth.widest(cell.character)) }
      column += max(1, Int(cell.width))
    }
  }

  /// Puts the cursor on a cell, over unchanged cells where writing them again is cheaper.
  private mutating func reach(_ row: Int, _ column: Int, in grid: Grid) {
    if let place, place.row == row, place.column <= column {
      let between = (place.column..<column).map { grid[row, $0] }
      let cost = between.reduce(0) { $0 + $1.character.utf8.count }
      if cost <= 6, between.allSatisfy({ isCertain($0) && suits($0) }) {
        for (offset, cell) in between.enumerated() where cell.width > 0 {
          put(cell, row: row, column: place.column + offset)
        }
        if self.place == Position(row: row, column: column) { return }
      }
    }
    move(to: Position(row: row, column: column))
  }

  private mutating func put(_ cell: Cell, row: Int, column: Int) {
    if !suits(cell) { use(Painter.visible(cell)) }
    if cell.width == 2, !isCertain(cell) {
      // A terminal that draws it narrow leaves the second column as it was.
      write("  ")
      place = nil
      move(to: Position(row: row, column: column))
    }
    write(isUTF8 || cell.character.isASCII ? cell.character : "?")
    if cell.width == 2, !isUTF8 { write(" ") }
    let next = column + max(1, Int(cell.width))
    place =
      isCertain(cell) && next < columns ? Position(row: row, column: next) : nil
  }

  private func write(_ text: String) {
    for byte in text.utf8 { cn_put(byte) }
  }

  private func write(_ character: Character) {
    for byte in character.utf8 { cn_put(byte) }
  }

  private mutating func move(to position: Position) {
    guard place != position else { return }
    defer { place = position }
    if let place, goDown(from: place, to: position) { return }
    // Shorter than an address by the row and a semicolon.
    if let place, place.row == position.row, place.column < position.column,
      cn_move_right(Int32(position.column - place.column)) != 0
    {
      return
    }
    cn_move(Int32(position.row), Int32(position.column))
  }

  /// Line feeds reach the next rows in fewer bytes than an address; above the last row none scrolls.
  private func goDown(from place: Position, to position: Position) -> Bool {
    let rows = position.row - place.row
    guard (1...2).contains(rows), position.column < 2 else { return false }
    write("\r")
    for _ in 0..<rows { write("\n") }
    return position.column == 0 || cn_move_right(1) != 0
  }

  private func isCertain(_ cell: Cell) -> Bool {
    !isUTF8 || cell.width == 0 || TextWidth.isCertain(cell.character)
  }

  private mutating func use(_ style: Style) {
    guard style != pen else { return }
    pen = style
    cn_set_pen(cn_pen(style))
  }

  /// Whether the pen in use draws this cell right: a blank shows no ink.
  private func suits(_ cell: Cell) -> Bool {
    let style = Painter.visible(cell)
    if style == pen { return true }
    return Painter.isInkless(cell) && style.background == pen.background
      && pen.attributes.rawValue & Painter.blankInk == 0
  }

  /// The column from which the row is plain blanks.
  private func blankTail(of grid: Grid, row: Int) -> Int {
    var column = grid.size.columns
    while column > 0 {
      let cell = grid[row, column - 1]
      guard cell.width == 1, cell.character == " ", Painter.visible(cell) == .plain else { break }
      column -= 1
    }
    return column
  }

  private func isUnchanged(
    _ row: Int,
    _ column: Int,
    from old: Grid,
    at place: Int?,
    to new: Grid
  ) -> Bool {
    guard let place else { return looksSame(new[row, column], .blank) }
    return new.hasSameCell(row, column, as: old, at: Position(row: place, column: column))
      || looksSame(new[row, column], old[place, column])
  }

  private func looksSame(_ one: Cell, _ other: Cell) -> Bool {
    one == other
      || one.width == other.width && one.character == other.character
        && Painter.visible(one) == Painter.visible(other)
  }

  private static func isInkless(_ cell: Cell) -> Bool {
    cell.style.attributes.rawValue & blankInk == 0 && cell.character == " "
  }

  /// Bits, because a set of options is built anew for each cell.
  private static let blankInk = Attributes.reverse.rawValue | Attributes.underline.rawValue

  /// The part of a cell's style that can be seen.
  private static func visible(_ cell: Cell) -> Style {
    isInkless(cell) ? Style(background: cell.style.background) : cell.style
  }

  private func fitted(_ grid: Grid, _ size: Size) -> Grid {
    var part = Grid(size: size)
    for row in 0..<min(size.rows, grid.size.rows) {
      for column in 0..<min(size.columns, grid.size.columns) where grid[row, column].width > 0 {
        part[row, column] = grid[row, column]
      }
    }
    return part
  }
}

extension cn_pen {
  fileprivate init(_ style: Style) {
    var bits = 0
    let pairs: [(Attributes, Int)] = [
      (.bold, CN_BOLD), (.dim, CN_DIM), (.italic, CN_ITALIC),
      (.underline, CN_UNDERLINE), (.reverse, CN_REVERSE),
    ]
    for (attribute, bit) in pairs where style.attributes.contains(attribute) { bits |= bit }
    self.init(
      foreground: style.foreground.index,
      background: style.background.index,
      attributes: UInt8(truncatingIfNeeded: bits)
    )
  }
}

extension Color {
  fileprivate var index: Int16 {
    switch self {
    case .standard: -1
    case .palette(let index): Int16(index)
    }
  }
}
