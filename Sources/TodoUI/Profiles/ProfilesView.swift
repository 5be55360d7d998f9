internal import TerminalKit

/// The profiles, one a line.
struct ProfilesView {
  let panel: ProfilesPanel
  /// The profile in use.
  let current: String
  let display: Display

  func paint(_ canvas: Canvas) {
    let theme = display.theme
    canvas.write("Profiles", row: 0, column: 2, style: theme.strong)
    let rows = canvas.window(canvas.bounds.split(top: 1).rest)
    let top = max(0, panel.cursor - rows.size.rows + 1)
    for (row, name) in panel.names.dropFirst(top).prefix(rows.size.rows).enumerated() {
      let isSelected = top + row == panel.cursor
      if isSelected {
        rows.write(display.glyphs.cursor, row: row, column: 1, style: theme.accentStrong)
      }
      let text = display.glyphs.cut(TerminalText(name), to: canvas.size.columns - 14)
      let end =
        3 + rows.write(text, row: row, column: 3, style: isSelected ? theme.strong : theme.plain)
      if name == current { rows.write("in use", row: row, column: end + 2, style: theme.dim) }
    }
  }
}
