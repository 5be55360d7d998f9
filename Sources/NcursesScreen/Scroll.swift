internal import TerminalKit

/// Rows that the next frame shows a little higher or lower than this one.
struct Scroll {
  /// The rows within which all moves: also those that leave, and those that become free.
  let rows: ClosedRange<Int>
  /// How far up; negative is down.
  let count: Int
  /// Which rows are right after it, in order.
  private let right: [Int]

  /// What it costs to say, in bytes, besides two for each row of the way.
  private static let overhead = 25
  /// What it costs to reach a cell.
  private static let way = 6

  /// The move after which less is left to paint.
  ///
  /// - Parameters:
  ///   - changed: the rows that differ.
  ///   - old: what the terminal shows.
  ///   - new: a frame of the same size.
  /// - Returns: nil where painting alone is no dearer.
  static func best(for changed: [Int], from old: Grid, to new: Grid) -> Scroll? {
    guard changed.count > 2 else { return nil }
    // One row alone may be new, or the chosen one.
    for part in 1...3 {
      let row = changed[changed.count * part / 4]
      // Any blank row could be it.
      if (0..<new.size.columns).allSatisfy({ new[row, $0].character == " " }) { continue }
      for place in changed where new.hasSameRow(row, as: old, at: place) {
        if let scroll = Scroll(by: place - row, of: changed, from: old, to: new),
          scroll.saves(from: old, to: new)
        {
          return scroll
        }
      }
    }
    return nil
  }

  /// The smallest part of the screen that holds all rows which such a move puts right.
  private init?(by count: Int, of changed: [Int], from old: Grid, to new: Grid) {
    right = changed.filter { new.hasSameRow($0, as: old, at: $0 + count) }
    guard let first = right.first, let last = right.last else { return nil }
    rows = min(first, first + count)...max(last, last + count)
    self.count = count
  }

  /// Where what a row shows after the move was before it; nil for a row that became free.
  func source(of row: Int) -> Int? {
    if !rows.contains(row) { return row }
    return rows.contains(row + count) ? row + count : nil
  }

  /// The rows that may have to be painted after the move, given those that differed before it.
  func rest(of changed: [Int]) -> [Int] {
    let outside = changed.filter { !rows.contains($0) }
    return outside + rows.filter { !right.contains($0) }
  }

  /// Whether the move and what is then to be painted take fewer bytes than painting, about.
  private func saves(from old: Grid, to new: Grid) -> Bool {
    var cost = Scroll.overhead + 2 * abs(count)
    for row in rows where !right.contains(row) {
      cost += Scroll.cost(of: row, in: new, over: old, at: source(of: row))
    }
    var alone = 0
    for row in rows {
      alone += Scroll.cost(of: row, in: new, over: old, at: row)
      if alone > cost { return true }
    }
    return false
  }

  /// What a row costs over what is there, without a place over nothing: a byte for each cell that
  /// differs, and for each run of them the way to it.
  private static func cost(of row: Int, in new: Grid, over old: Grid, at place: Int?) -> Int {
    var cost = 0
    var runsUntil = -1
    for column in 0..<new.size.columns {
      if new[row, column] == (place.map { old[$0, column] } ?? .blank) { continue }
      cost += column == runsUntil ? 1 : 1 + Scroll.way
      runsUntil = column + 1
    }
    return cost
  }
}
