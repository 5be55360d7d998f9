internal import TerminalKit

/// The profiles, one a line.
struct ProfilesView {
  let panel: ProfilesPanel
  /// The profile in use.
  let current: String
  let display: Display
  private var theme: Theme { display.theme }

  func paint(_ canvas: Canvas) {
    canvas.write("Profiles", row: 0, column: 2, style: theme.strong)
    let (list, below) = canvas.bounds.split(top: 1).rest.split(top: panel.names.count)
    paintNames(canvas.window(list))
    if panel.names.count < 2 { paintAdvice(canvas.window(below)) }
  }

  private func paintNames(_ rows: Canvas) {
    let top = max(0, panel.cursor - rows.size.rows + 1)
    for (row, name) in panel.names.dropFirst(top).prefix(rows.size.rows).enumerated() {
      let isSelected = top + row == panel.cursor
      if isSelected {
        rows.write(display.glyphs.cursor, row: row, column: 1, style: theme.accentStrong)
      }
      let text = display.glyphs.cut(TerminalText(name), to: rows.size.columns - 12)
      let style = isSelected ? theme.strong : theme.plain
      let end = 3 + rows.write(text, row: row, column: 3, style: style)
      if name == current { rows.write("in use", row: row, column: end + 2, style: theme.dim) }
    }
  }

  /// How to have another; in wide windows on one line, and never against the list.
  private func paintAdvice(_ rows: Canvas) {
    let column = 3
    let width = rows.size.columns - column - 1
    let first = panel.names.isEmpty ? 0 : 1
    let lines =
      TerminalText("A profile is an account of its own. In a shell, this makes one:")
      .lines(width: width).map { ($0, theme.dim) }
      + TerminalText("todotui --profile NAME auth login").lines(width: width)
      .map { ($0, theme.plain) }
    for (row, line) in lines.enumerated() {
      rows.write(line.0, row: first + row, column: column, style: line.1)
    }
  }
}
