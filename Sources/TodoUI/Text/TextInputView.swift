internal import TerminalKit

/// Paints a line being typed into one row, scrolled so that its cursor is in sight.
struct TextInputView {
  private let pieces: [TerminalText]
  private let cursor: Int
  private let glyphs: Glyphs
  private let theme: Theme

  init(_ input: TextInput, _ display: Display) {
    pieces = input.characters.map {
      input.isSecret ? display.glyphs.mask : TerminalText(String($0))
    }
    cursor = input.cursor
    glyphs = display.glyphs
    theme = display.theme
  }

  func paint(_ canvas: Canvas, style: Style, showsCursor: Bool = true) {
    let width = canvas.size.columns
    canvas.fill(canvas.bounds, with: " ", style: style)
    let offset = showsCursor ? offset(width: width) : 0
    var column = 0
    for piece in pieces {
      let place = column - offset
      if place >= width { break }
      if place + piece.columns > 0 { canvas.write(piece, row: 0, column: place, style: style) }
      column += piece.columns
    }
    if offset > 0 { canvas.write(glyphs.more, row: 0, column: 0, style: theme.dim) }
    let total = pieces.reduce(0) { $0 + $1.columns }
    if total - offset > width {
      canvas.write(glyphs.more, row: 0, column: width - 1, style: theme.dim)
    }
    if showsCursor {
      let before = pieces[..<cursor].reduce(0) { $0 + $1.columns }
      canvas.showCursor(at: Position(row: 0, column: before - offset))
    }
  }

  /// The columns scrolled away: none while the text fits, else steps of half the field, so that
  /// the text does not crawl under every key.
  private func offset(width: Int) -> Int {
    let before = pieces[..<cursor].reduce(0) { $0 + $1.columns }
    // One column at each side may hold the mark that there is more.
    let room = width - 2
    guard before > room else { return 0 }
    let step = max(1, width / 2)
    return (before - room + step - 1) / step * step
  }
}
