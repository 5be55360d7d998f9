/// What one place of the screen shows.
package struct Cell: Hashable, Sendable {
  /// A grapheme; a blank in the right half of a wide one.
  package let character: Character
  /// Columns taken: 1 or 2, and 0 for the right half of a wide character.
  package let width: UInt8
  package let style: Style

  package static let blank = Cell(" ")

  package init(_ character: Character, style: Style = .plain) {
    let columns = TextWidth.columns(of: character)
    self.character = columns == 0 ? " " : character
    self.width = columns == 2 ? 2 : 1
    self.style = style
  }

  /// A cell of one of the characters 0x20–0x7E.
  init(ascii byte: UInt8, style: Style) {
    self.character = Character(Unicode.Scalar(byte))
    self.width = 1
    self.style = style
  }

  private init(rightHalf style: Style) {
    self.character = " "
    self.width = 0
    self.style = style
  }

  /// What stands to the right of a wide character.
  static func rightHalf(style: Style) -> Cell { Cell(rightHalf: style) }
}

/// A finished picture of the screen.
///
/// Every wide character is followed by its right half, and no right half stands alone: overwriting
/// one half blanks the other, and a wide character with no room at the right edge is a blank.
package struct Grid: Hashable, Sendable {
  package let size: Size
  private var cells: [Cell]

  package init(size: Size) {
    self.size = size
    self.cells = Array(repeating: .blank, count: size.rows * size.columns)
  }

  /// The cell at a place; reading outside gives a blank, writing outside does nothing.
  package subscript(row: Int, column: Int) -> Cell {
    get { contains(row, column) ? cells[row * size.columns + column] : .blank }
    set {
      guard contains(row, column) else { return }
      let index = row * size.columns + column
      if cells[index].width != 1 { detach(index, column) }
      guard newValue.width == 2 else {
        cells[index] =
          newValue.width == 0 ? Cell(" ", style: newValue.style) : newValue
        return
      }
      guard column + 1 < size.columns else {
        cells[index] = Cell(" ", style: newValue.style)
        return
      }
      detach(index + 1, column + 1)
      cells[index] = newValue
      cells[index + 1] = .rightHalf(style: newValue.style)
    }
  }

  /// The rows joined by newlines, without the blanks at their ends.
  package var text: String {
    (0..<size.rows).map(rowText).joined(separator: "\n")
  }

  /// One `Style.letter` a cell, rows joined by newlines; for snapshots of how text is drawn.
  package var styleLetters: String {
    (0..<size.rows).map { row in
      String((0..<size.columns).map { self[row, $0].style.letter })
    }.joined(separator: "\n")
  }

  /// One row's characters without the blanks at its end.
  package func rowText(_ row: Int) -> String {
    var line = ""
    var blanks = 0
    for column in 0..<size.columns {
      let cell = self[row, column]
      guard cell.width > 0 else { continue }
      guard cell.character != " " else {
        blanks += 1
        continue
      }
      line += String(repeating: " ", count: blanks)
      blanks = 0
      line.append(cell.character)
    }
    return line
  }

  /// Whether a row is the same in a grid of the same size, there at the same place or at another.
  package func hasSameRow(_ row: Int, as other: Grid, at place: Int? = nil) -> Bool {
    let place = place ?? row
    let rows = 0..<size.rows
    guard size == other.size, rows.contains(row), rows.contains(place) else { return false }
    return cells[range(row)] == other.cells[range(place)]
  }

  private func range(_ row: Int) -> Range<Int> { row * size.columns..<(row + 1) * size.columns }

  private func contains(_ row: Int, _ column: Int) -> Bool {
    row >= 0 && row < size.rows && column >= 0 && column < size.columns
  }

  /// Blanks the other half of a wide character of which this place is about to lose one half.
  private mutating func detach(_ index: Int, _ column: Int) {
    let old = cells[index]
    if old.width == 0, column > 0 {
      cells[index - 1] = Cell(" ", style: cells[index - 1].style)
    } else if old.width == 2, column + 1 < size.columns {
      cells[index + 1] = Cell(" ", style: cells[index + 1].style)
    }
  }
}
