/// What a person needs to see of a screen that is not as expected.
package enum ScreenDifference {
  /// A screen with a border at its left, so that blanks and its end can be told.
  package static func framed(_ text: String) -> String {
    rows(text).map { "  | " + $0 }.joined(separator: "\n")
  }

  /// The row that comes nearest to a text, as a sentence.
  ///
  /// - Parameters:
  ///   - expected: what should have been on the screen.
  ///   - screen: its rows.
  /// - Returns: nil when no row has even half of it.
  package static func nearest(to expected: String, on screen: String) -> String? {
    let wanted = Array(expected)
    let best = rows(screen).enumerated()
      .map { (row: $0, text: $1, distance: distance(wanted, Array($1))) }
      .min { $0.distance < $1.distance }
    guard let best, best.distance * 2 <= wanted.count else { return nil }
    return "the nearest is row \(best.row + 1): \(trimmed(best.text))"
  }

  /// Where a text that should not be there is, as a sentence.
  package static func places(of text: String, on screen: String) -> String? {
    let found = rows(screen).enumerated().filter { $1.contains(text) }
    guard let first = found.first else { return nil }
    return "row \(first.offset + 1) has it: \(trimmed(first.element))"
  }

  /// The rows in which two screens differ, the first as `-`, the second as `+`, with their numbers.
  package static func rows(of old: String, against new: String) -> [String] {
    let (old, new) = (rows(old), rows(new))
    var lines: [String] = []
    for row in 0..<max(old.count, new.count) {
      let before = row < old.count ? old[row] : nil
      let now = row < new.count ? new[row] : nil
      if before == now { continue }
      if let before { lines.append("  - \(row + 1) | \(before)") }
      if let now { lines.append("  + \(row + 1) | \(now)") }
    }
    return lines
  }

  package static func rows(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func trimmed(_ row: String) -> Substring { row.drop { $0 == " " } }

  /// The fewest characters to change, add or drop so that `text` stands somewhere in `row` (Sellers'
  /// variant of the edit distance: beginning and ending anywhere in the row is free).
  private static func distance(_ text: [Character], _ row: [Character]) -> Int {
    var column = Array(0...text.count)
    var best = text.count
    for character in row {
      var diagonal = column[0]
      for index in text.indices {
        let change = diagonal + (text[index] == character ? 0 : 1)
        diagonal = column[index + 1]
        column[index + 1] = min(change, diagonal + 1, column[index] + 1)
      }
      best = min(best, column[text.count])
    }
    return best
  }
}
