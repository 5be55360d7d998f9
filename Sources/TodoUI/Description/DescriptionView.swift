internal import TerminalKit

extension DescriptionPanel {
  /// How wide the text is laid out; one column is left for a cursor after a full row.
  static func textColumns(of size: Size) -> Int { min(76, max(1, size.columns - 5)) }
}

/// The panel that edits a description: the title, then the text over as many rows as there are.
struct DescriptionView {
  let panel: DescriptionPanel
  let display: Display
  private var glyphs: Glyphs { display.glyphs }
  private var theme: Theme { display.theme }

  func paint(_ canvas: Canvas) {
    let (title, rest) = canvas.bounds.split(top: 1)
    canvas.window(title).write(
      glyphs.cut(TerminalText(panel.title), to: canvas.size.columns - 4),
      row: 0,
      column: 2,
      style: theme.strong
    )
    let air = canvas.size.rows > 6 ? 1 : 0
    let text = canvas.window(rest.split(top: air).rest)
    if panel.input.isEmpty {
      text.write("What is there to know about it?", row: 0, column: 2, style: theme.dim)
    }
    DescriptionView.paint(panel.input, text)
  }

  /// A text being edited over as many rows as the canvas has.
  static func paint(_ input: TextInput, _ canvas: Canvas) {
    let layout = WrappedText(
      input.characters,
      width: DescriptionPanel.textColumns(of: canvas.size)
    )
    let cursor = layout.position(of: input.cursor)
    let rows = canvas.size.rows
    let top = max(0, min(cursor.row - rows / 2, layout.rows.count - rows))
    for row in 0..<min(rows, layout.rows.count - top) {
      canvas.write(layout.text(row: top + row), row: row, column: 2)
    }
    canvas.showCursor(at: Position(row: cursor.row - top, column: 2 + cursor.column))
  }
}
