package import TerminalKit

/// Paints the model; nothing else decides what is on screen.
package func view(_ model: Model, _ canvas: Canvas) {
  guard canvas.size.rows >= Display.smallest.rows,
    canvas.size.columns >= Display.smallest.columns
  else { return paintTooSmall(canvas) }
  let (header, rest) = canvas.bounds.split(top: 1)
  let footer = FooterView(model, columns: canvas.size.columns)
  let (body, bottom) = rest.split(bottom: min(footer.rows, rest.rows - 2))
  HeaderView(model).paint(canvas.window(header))
  if let help = model.help {
    HelpView(panel: help, glyphs: model.display.glyphs).paint(canvas.window(body))
  } else {
    switch model.screen {
    case .signIn: SignInView(model).paint(canvas.window(body))
    case .list: ListView(model).paint(canvas.window(body))
    }
  }
  footer.paint(canvas.window(bottom))
}

private func paintTooSmall(_ canvas: Canvas) {
  let sentence: TerminalText = "Please make the window larger: 20 columns and 5 rows will do."
  for (row, line) in sentence.lines(width: canvas.size.columns).enumerated() {
    canvas.write(line, row: row, column: 0)
  }
}
