internal import TerminalKit

/// Lines to read: a heading, then as many as there is room for.
struct PagerView {
  let pager: Pager
  let display: Display

  func paint(_ canvas: Canvas) {
    let theme = display.theme
    let lines = pager.wrapped(columns: canvas.size.columns)
    let rows = canvas.window(canvas.bounds.split(top: 1).rest)
    let top = max(0, min(pager.top, lines.count - rows.size.rows))
    for (row, line) in lines.dropFirst(top).prefix(rows.size.rows).enumerated() {
      rows.write(line, row: row, column: 2, style: theme.plain)
    }
    if lines.count > rows.size.rows {
      let place: TerminalText = "\(min(lines.count, top + rows.size.rows))/\(lines.count)"
      canvas.write(place, row: 0, column: canvas.size.columns - 1 - place.columns, style: theme.dim)
    }
    let title = display.glyphs.cut(TerminalText(pager.title), to: canvas.size.columns - 14)
    canvas.write(title, row: 0, column: 2, style: theme.strong)
  }
}
