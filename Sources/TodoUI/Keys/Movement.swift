extension Action {
  /// Where a movement leads from a row; nil when this is no movement.
  ///
  /// The answer may lie outside of the rows: who moves holds the bounds.
  func destination(from row: Int, page: Int, last: Int) -> Int? {
    switch self {
    case .moveDown: row + 1
    case .moveUp: row - 1
    case .moveToFirst: 0
    case .moveToLast: last
    case .halfPageDown: row + max(1, page / 2)
    case .halfPageUp: row - max(1, page / 2)
    case .pageDown: row + max(1, page - 1)
    case .pageUp: row - max(1, page - 1)
    default: nil
    }
  }
}
