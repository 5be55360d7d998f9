extension Rect {
  /// The rectangle with this many rows and columns taken off on each side.
  package func inset(rows vertical: Int = 0, columns horizontal: Int = 0) -> Rect {
    let vertical = min(max(0, vertical), rows / 2)
    let horizontal = min(max(0, horizontal), columns / 2)
    return Rect(
      row: row + vertical,
      column: column + horizontal,
      rows: rows - 2 * vertical,
      columns: columns - 2 * horizontal
    )
  }

  /// Cuts `top` rows off the top; both parts together are always this rectangle.
  package func split(top: Int) -> (top: Rect, rest: Rect) {
    let top = min(max(0, top), rows)
    return (
      Rect(row: row, column: column, rows: top, columns: columns),
      Rect(row: row + top, column: column, rows: rows - top, columns: columns)
    )
  }

  /// Cuts `bottom` rows off the bottom.
  package func split(bottom: Int) -> (rest: Rect, bottom: Rect) {
    let (rest, bottom) = split(top: rows - min(max(0, bottom), rows))
    return (rest, bottom)
  }

  /// Cuts `left` columns off the left.
  package func split(left: Int) -> (left: Rect, rest: Rect) {
    let left = min(max(0, left), columns)
    return (
      Rect(row: row, column: column, rows: rows, columns: left),
      Rect(row: row, column: column + left, rows: rows, columns: columns - left)
    )
  }

  /// Cuts `right` columns off the right.
  package func split(right: Int) -> (rest: Rect, right: Rect) {
    let (rest, right) = split(left: columns - min(max(0, right), columns))
    return (rest, right)
  }

  /// A rectangle of at most this size in the middle of this one.
  package func centered(rows wantedRows: Int, columns wantedColumns: Int) -> Rect {
    let height = min(max(0, wantedRows), rows)
    let width = min(max(0, wantedColumns), columns)
    return Rect(
      row: row + (rows - height) / 2,
      column: column + (columns - width) / 2,
      rows: height,
      columns: width
    )
  }
}
