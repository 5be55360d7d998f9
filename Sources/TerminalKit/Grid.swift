/// A finished picture of the screen.
///
/// Every wide character is followed by its right half, and no right half stands alone: overwriting
/// one half blanks the other, and a wide character with no room at the right edge is a blank.
package struct Grid: Equatable, Sendable {
  package let size: Size
  private var cells: [PackedCell]
  /// Characters of several scalars, by the numbers cells name them with.
  private var clusters: [Character] = []

  package init(size: Size) {
    self.size = size
    self.cells = Array(repeating: .blank, count: size.rows * size.columns)
  }

  package static func == (left: Grid, right: Grid) -> Bool {
    left.size == right.size && (0..<left.size.rows).allSatisfy { left.hasSameRow($0, as: right) }
  }

  /// The cell at a place; reading outside gives a blank, writing outside does nothing.
  package subscript(row: Int, column: Int) -> Cell {
    get { contains(row, column) ? unpacked(cells[row * size.columns + column]) : .blank }
    set {
      guard contains(row, column) else { return }
      let index = row * size.columns + column
      if cells[index].width != 1 { detach(index, column) }
      let style = newValue.style.packed
      guard newValue.width == 2 else {
        cells[index] =
          newValue.width == 0 ? .blank(style) : packed(newValue.character, width: 1, style)
        return
      }
      guard column + 1 < size.columns else {
        cells[index] = .blank(style)
        return
      }
      detach(index + 1, column + 1)
      cells[index] = packed(newValue.character, width: 2, style)
      cells[index + 1] = PackedCell(scalar: 0x20, width: 0, style)
    }
  }

  /// Writes characters 0x20–0x7E on one row, all of it inside the grid.
  mutating func write(ascii text: String, row: Int, column: Int, style: Style) {
    let style = style.packed
    var index = row * size.columns + column
    for byte in text.utf8 {
      if cells[index].width != 1 { detach(index, index - row * size.columns) }
      cells[index] = PackedCell(scalar: UInt32(byte), width: 1, style)
      index += 1
    }
  }

  /// Whether a place shows what a place of another grid shows; both are inside.
  package func hasSameCell(_ row: Int, _ column: Int, as other: Grid, at place: Position) -> Bool {
    isSame(row * size.columns + column, other, place.row * other.size.columns + place.column)
  }

  /// The columns a cell takes, as ``Cell/width``; the place is inside.
  package func width(_ row: Int, _ column: Int) -> Int {
    Int(cells[row * size.columns + column].width)
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
    let (start, otherStart) = (row * size.columns, place * size.columns)
    for column in 0..<size.columns where !isSame(start + column, other, otherStart + column) {
      return false
    }
    return true
  }

  private func isSame(_ index: Int, _ other: Grid, _ place: Int) -> Bool {
    let (one, two) = (cells[index], other.cells[place])
    // Each grid has numbers of its own for clusters.
    return one.cluster == nil ? one == two : unpacked(one) == other.unpacked(two)
  }

  private func unpacked(_ cell: PackedCell) -> Cell {
    Cell(
      kept: cell.cluster.map { clusters[$0] } ?? Character(cell.scalar),
      width: UInt8(cell.width),
      style: cell.style
    )
  }

  private mutating func packed(
    _ character: Character,
    width: UInt64,
    _ style: PackedStyle
  ) -> PackedCell {
    let scalars = character.unicodeScalars
    if let first = scalars.first, scalars.index(after: scalars.startIndex) == scalars.endIndex {
      return PackedCell(scalar: first.value, width: width, style)
    }
    // Only a frame that is painted over twice, in clusters alone, has so many.
    guard clusters.count < PackedCell.clusterLimit else { return .blank(style) }
    clusters.append(character)
    return PackedCell(cluster: clusters.count - 1, width: width, style)
  }

  private func contains(_ row: Int, _ column: Int) -> Bool {
    row >= 0 && row < size.rows && column >= 0 && column < size.columns
  }

  /// Blanks the other half of a wide character of which this place is about to lose one half.
  private mutating func detach(_ index: Int, _ column: Int) {
    let old = cells[index]
    if old.width == 0, column > 0 {
      cells[index - 1] = .blank(cells[index - 1].packedStyle)
    } else if old.width == 2, column + 1 < size.columns {
      cells[index + 1] = .blank(cells[index + 1].packedStyle)
    }
  }
}
