internal import TerminalKit

extension HelpPanel {
  /// The rows a screen of this size has for the overlay.
  static func rows(of size: Size) -> Int { max(1, size.rows - 3) }
}

/// The help: every line of the key table, the keys of the context first.
struct HelpView {
  let panel: HelpPanel
  let display: Display
  private var glyphs: Glyphs { display.glyphs }
  private var theme: Theme { display.theme }

  func paint(_ canvas: Canvas) {
    let rows = canvas.window(canvas.bounds.split(top: 1).rest)
    let lines = panel.lines
    let top = max(0, min(panel.top, lines.count - rows.size.rows))
    var shown = lines.dropFirst(top).prefix(rows.size.rows)
    // A heading says nothing without a line below it.
    while shown.count > 1, shown.last?.isBinding == false { shown.removeLast() }
    for (row, line) in shown.enumerated() { paint(line, row: row, rows) }
    if lines.count > rows.size.rows {
      let last = min(lines.count, top + rows.size.rows)
      let place: TerminalText = "\(last)/\(lines.count)"
      canvas.write(place, row: 0, column: canvas.size.columns - 1 - place.columns, style: theme.dim)
    }
    if lines.isEmpty { rows.write("No key does that.", row: 0, column: 2, style: theme.dim) }
    guard let search = panel.search else {
      canvas.write("Keys", row: 0, column: 2, style: theme.strong)
      return
    }
    canvas.write("/", row: 0, column: 2, style: theme.accentStrong)
    let field = Rect(row: 0, column: 3, rows: 1, columns: canvas.size.columns - 14)
    TextInputView(search, display).paint(
      canvas.window(field),
      style: theme.plain,
      showsCursor: panel.isSearching
    )
  }

  private func paint(_ line: HelpPanel.Line, row: Int, _ canvas: Canvas) {
    switch line {
    case .space: break
    case .heading(let section):
      canvas.write(TerminalText(section.rawValue), row: row, column: 2, style: theme.accentStrong)
    case .binding(let binding):
      let column = canvas.size.columns >= 60 ? 22 : canvas.size.columns >= 36 ? 15 : 9
      canvas.write(keys(binding, columns: column - 4), row: row, column: 3)
      canvas.write(
        glyphs.cut(TerminalText(binding.help), to: canvas.size.columns - column - 1),
        row: row,
        column: column,
        style: theme.dim
      )
    }
  }

  /// As many of the keys as fit; the first is the one to learn.
  private func keys(_ binding: Binding, columns: Int) -> TerminalText {
    var text: TerminalText = ""
    for key in binding.keys.map({ $0.label(glyphs) }) {
      let longer: TerminalText = text.text.isEmpty ? "\(key)" : "\(text.text)  \(key)"
      if longer.columns > columns { break }
      text = longer
    }
    return text
  }
}
