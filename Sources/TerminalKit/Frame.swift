/// The picture being painted and where its cursor is to stand.
package final class Frame {
  package var grid: Grid
  /// Where the terminal's cursor is shown; hidden when nil.
  package var cursor: Position?

  package init(size: Size) {
    self.grid = Grid(size: size)
  }

  /// All of the frame.
  package var canvas: Canvas { Canvas(frame: self, area: Rect(grid.size)) }
}

/// A window on a frame: what is painted outside it is clipped away.
package struct Canvas {
  private let frame: Frame
  /// In the frame's own coordinates, always inside it.
  private let area: Rect

  init(frame: Frame, area: Rect) {
    self.frame = frame
    self.area = area
  }

  package var size: Size { area.size }

  /// The whole window, in its own coordinates.
  package var bounds: Rect { Rect(size) }

  /// Writes on one row, clipped at both sides, and returns the columns painted.
  ///
  /// A wide character cut by an edge shows as a blank.
  @discardableResult
  package func write(
    _ text: TerminalText,
    row: Int,
    column: Int,
    style: Style = .plain
  ) -> Int {
    guard row >= 0, row < area.rows else { return 0 }
    if text.isASCII, column >= 0, column + text.columns <= area.columns {
      // Most text there is: no width to find, nothing to clip.
      frame.grid.write(
        ascii: text.text,
        row: area.row + row,
        column: area.column + column,
        style: style
      )
      return text.columns
    }
    var place = column
    var painted = 0
    for character in text.text {
      guard place < area.columns else { break }
      let cell = Cell(character, style: style)
      let end = place + Int(cell.width)
      if place >= 0, end <= area.columns {
        frame.grid[area.row + row, area.column + place] = cell
        painted += Int(cell.width)
      } else if end > 0 {
        let visible = max(0, place)
        frame.grid[area.row + row, area.column + visible] = Cell(" ", style: style)
        painted += 1
      }
      place = end
    }
    return painted
  }

  /// Fills a rectangle with one character of one column.
  package func fill(_ rect: Rect, with character: Character = " ", style: Style = .plain) {
    let target = rect.intersection(bounds)
    let one = Cell(character, style: style)
    let cell = one.width == 1 ? one : Cell(" ", style: style)
    for row in target.row..<(target.row + target.rows) {
      for column in target.column..<(target.column + target.columns) {
        frame.grid[area.row + row, area.column + column] = cell
      }
    }
  }

  /// A smaller window; the part of `rect` outside this one is cut off.
  package func window(_ rect: Rect) -> Canvas {
    let inside = rect.intersection(bounds)
    return Canvas(
      frame: frame,
      area: Rect(
        row: area.row + inside.row,
        column: area.column + inside.column,
        rows: inside.rows,
        columns: inside.columns
      )
    )
  }

  /// Shows the cursor here; outside the window it stays as it was.
  package func showCursor(at position: Position) {
    guard position.row >= 0, position.row < area.rows, position.column >= 0,
      position.column < area.columns
    else { return }
    frame.cursor = Position(row: area.row + position.row, column: area.column + position.column)
  }
}
