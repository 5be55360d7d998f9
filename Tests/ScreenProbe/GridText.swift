package import TerminalKit

/// Reads a frame back from `Grid.ansi`, for ``ScreenProbe paint FILE``.
///
/// The file's first line is `grid ROWS COLUMNS`, with the cursor's row and column behind it where there
/// is one; after it comes a line a row: text with SGR sequences of
/// the parameters 0, 1, 2, 3, 4, 7, 30–37, 40–47, 90–97, 100–107, 38;5;N and 48;5;N, each sequence
/// starting with 0. Missing rows and the ends of rows are blank.
///
/// - Parameter text: the file's text.
/// - Returns: the cells and the cursor; nil when the text is no frame.
package func frame(fromText text: String) -> (grid: Grid, cursor: Position?)? {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
  let words = lines.popFirst().map { $0.split(separator: " ") } ?? []
  let head = words.dropFirst().compactMap { Int($0) }
  guard words.first == "grid", head.count == words.count - 1, head.count == 2 || head.count == 4
  else { return nil }
  let rows = head[0]
  var grid = Grid(size: Size(rows: rows, columns: head[1]))
  for (row, line) in lines.prefix(rows).enumerated() {
    var style = Style.plain
    var column = 0
    for (index, part) in line.split(separator: "\u{1B}[", omittingEmptySubsequences: false)
      .enumerated()
    {
      var characters = part
      if index > 0 {
        guard let end = part.firstIndex(of: "m"), let next = Style(sgr: part[..<end]) else {
          return nil
        }
        style = next
        characters = part[part.index(after: end)...]
      }
      for character in characters {
        let cell = Cell(character, style: style)
        grid[row, column] = cell
        column += Int(cell.width)
      }
    }
  }
  return (grid, head.count == 4 ? Position(row: head[2], column: head[3]) : nil)
}

extension Style {
  /// The style of a whole SGR sequence, without its first and last characters.
  fileprivate init?(sgr: Substring) {
    self.init()
    var numbers = sgr.split(separator: ";").map { Int($0) ?? -1 }[...]
    while let number = numbers.popFirst() {
      switch number {
      case 0: self = .plain
      case 1: attributes.insert(.bold)
      case 2: attributes.insert(.dim)
      case 3: attributes.insert(.italic)
      case 4: attributes.insert(.underline)
      case 7: attributes.insert(.reverse)
      case 30...37: foreground = .palette(UInt8(number - 30))
      case 40...47: background = .palette(UInt8(number - 40))
      case 90...97: foreground = .palette(UInt8(number - 82))
      case 100...107: background = .palette(UInt8(number - 92))
      case 38, 48:
        guard numbers.popFirst() == 5,
          let index = numbers.popFirst().flatMap({ UInt8(exactly: $0) })
        else { return nil }
        if number == 38 { foreground = .palette(index) } else { background = .palette(index) }
      default: return nil
      }
    }
  }
}
