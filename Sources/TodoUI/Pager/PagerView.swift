internal import TerminalKit

/// Lines to read: a heading, then as many as there is room for.
struct PagerView {
  let pager: Pager
  let display: Display

  func paint(_ canvas: Canvas) {
    let theme = display.theme
    let all = pager.rows(display)
    let body = canvas.window(canvas.bounds.split(top: 1).rest)
    let top = max(0, min(pager.top, all.count - body.size.rows))
    for (row, line) in all.dropFirst(top).prefix(body.size.rows).enumerated() {
      let leadStyle = line.isFailure ? theme.failure : theme.dim
      let column = 2 + body.write(line.lead, row: row, column: 2, style: leadStyle)
      body.write(line.text, row: row, column: column, style: theme.plain)
    }
    if all.isEmpty {
      for (row, line) in Pager.empty.lines(width: body.size.columns - 4).enumerated() {
        body.write(line, row: row, column: 2, style: theme.dim)
      }
    }
    var room = canvas.size.columns - 4
    if all.count > body.size.rows {
      let place: TerminalText = "\(min(all.count, top + body.size.rows))/\(all.count)"
      let column = canvas.size.columns - 2 - place.columns
      canvas.write(place, row: 0, column: column, style: theme.dim)
      room = column - 4
    }
    let title = display.glyphs.cut(pager.title, to: room)
    canvas.write(title, row: 0, column: 2, style: theme.strong)
  }
}

extension Pager {
  /// What stands where there is nothing to read.
  fileprivate static let empty: TerminalText =
    "Nothing yet. What the bottom line says can be read again here."
}
