internal import TerminalKit

/// Rows that the next frame shows a little higher or lower than this one.
struct Scroll: Equatable {
  /// The rows within which all moves: also those that leave, and those that become free.
  let rows: ClosedRange<Int>
  /// How far up; negative is down.
  let count: Int

  /// What it costs to say, in bytes, besides one or two for each row of the way.
  private static let overhead = 25
  /// What it costs to reach a cell.
  private static let way = 6

  /// The move after which the least is left to paint.
  ///
  /// - Parameters:
  ///   - old: what the terminal shows.
  ///   - new: a frame of the same size.
  /// - Returns: nil where painting alone is no dearer.
  static func best(from old: Grid, to new: Grid) -> Scroll? {
    let changed = (0..<new.size.rows).filter { !new.hasSameRow($0, as: old) }
    guard changed.count > 2 else { return nil }
    var best: (scroll: Scroll, saving: Int)?
    for count in distances(of: changed, from: old, to: new) {
      guard let scroll = Scroll(by: count, of: changed, from: old, to: new) else { continue }
      let saving = scroll.saving(from: old, to: new)
      if saving > best?.saving ?? 0 { best = (scroll, saving) }
    }
    return best?.scroll
  }

  private init(rows: ClosedRange<Int>, count: Int) {
    self.rows = rows
    self.count = count
  }

  /// The smallest part of the screen that holds all rows which such a move puts right.
  private init?(by count: Int, of changed: [Int], from old: Grid, to new: Grid) {
    let right = changed.filter { new.hasSameRow($0, as: old, at: $0 + count) }
    guard let first = right.first, let last = right.last else { return nil }
    self.init(rows: min(first, first + count)...max(last, last + count), count: count)
  }

  /// How far a few of the changed rows may have moved; one alone may be new, or the chosen one.
  private static func distances(of changed: [Int], from old: Grid, to new: Grid) -> Set<Int> {
    var found: Set<Int> = []
    let blank = Grid(size: new.size)
    for part in 1...3 {
      let row = changed[changed.count * part / 4]
      // Any blank row could be it.
      if new.hasSameRow(row, as: blank) { continue }
      for place in changed where new.hasSameRow(row, as: old, at: place) {
        found.insert(place - row)
      }
    }
    return found
  }

  /// How many bytes the move saves, about.
  private func saving(from old: Grid, to new: Grid) -> Int {
    var saved = -Scroll.overhead - 2 * abs(count)
    for row in rows {
      let source = rows.contains(row + count) ? row + count : nil
      saved += Scroll.cost(of: row, in: new, over: old, at: row)
      saved -= Scroll.cost(of: row, in: new, over: old, at: source)
    }
    return saved
  }

  /// What a row costs over what is there, without a place over nothing: a byte for each cell that
  /// differs, and for each run of them the way to it.
  private static func cost(of row: Int, in new: Grid, over old: Grid, at place: Int?) -> Int {
    if let place, new.hasSameRow(row, as: old, at: place) { return 0 }
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
