internal import TerminalKit

/// Text being edited, laid out over rows: broken at line breaks, then at words, then anywhere.
struct WrappedText {
  private let characters: [Character]
  private let columns: [Int]
  /// The graphemes of each row, without its line break.
  let rows: [Range<Int>]

  init(_ characters: [Character], width: Int) {
    self.characters = characters
    let columns = characters.map { TerminalText(String($0)).columns }
    self.columns = columns
    var rows: [Range<Int>] = []
    var start = 0
    var used = 0
    var wordStart = 0
    for (index, character) in characters.enumerated() {
      if character == "\n" {
        rows.append(start..<index)
        (start, wordStart, used) = (index + 1, index + 1, 0)
        continue
      }
      // A space may hang over the edge; the word after it starts the next row.
      if used + columns[index] > width, index > start, character != " " {
        let end = wordStart > start ? wordStart : index
        rows.append(start..<end)
        start = end
        used = columns[start..<index].reduce(0, +)
        wordStart = max(wordStart, start)
      }
      used += columns[index]
      if character == " " { wordStart = index + 1 }
    }
    rows.append(start..<characters.count)
    self.rows = rows
  }

  /// Where the cursor stands when `index` graphemes are before it; the column counts cells.
  func position(of index: Int) -> (row: Int, column: Int) {
    let row = rows.lastIndex { $0.lowerBound <= index } ?? 0
    return (row, columns[rows[row].lowerBound..<index].reduce(0, +))
  }

  /// The grapheme of a row that stands at, or next before, a column.
  func index(row: Int, column: Int) -> Int {
    let range = rows[row]
    // The end of a wrapped row is the start of the next: stop before it.
    let isWrapped = row + 1 < rows.count && rows[row + 1].lowerBound == range.upperBound
    let last = isWrapped ? max(range.lowerBound, range.upperBound - 1) : range.upperBound
    var index = range.lowerBound
    var used = 0
    while index < last, used + columns[index] <= column {
      used += columns[index]
      index += 1
    }
    return index
  }

  /// The text of a row.
  func text(row: Int) -> TerminalText { TerminalText(String(characters[rows[row]])) }
}
