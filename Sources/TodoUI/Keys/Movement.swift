extension Action {
  /// Where a movement leads from a row; nil when this is no movement; a count
  /// multiplies it, or is the row to go to.
  ///
  /// The answer may lie outside of the rows: who moves holds the bounds.
  func destination(from row: Int, page: Int, last: Int, count: Int?) -> Int? {
    let times = count ?? 1
    return switch self {
    case .moveDown: row + times
    case .moveUp: row - times
    case .moveToFirst: (count ?? 1) - 1
    case .moveToLast: count.map { $0 - 1 } ?? last
    case .halfPageDown: row + times * max(1, page / 2)
    case .halfPageUp: row - times * max(1, page / 2)
    case .pageDown: row + times * max(1, page - 1)
    case .pageUp: row - times * max(1, page - 1)
    default: nil
    }
  }
}
