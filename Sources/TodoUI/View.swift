package import TerminalKit

/// Paints the model; nothing else decides what is on screen.
package func view(_ model: Model, _ canvas: Canvas) {
  guard canvas.size.rows >= Display.smallest.rows,
    canvas.size.columns >= Display.smallest.columns
  else { return paintTooSmall(canvas) }
  let footer = FooterView(model, columns: canvas.size.columns)
  let areas = ScreenAreas(above: footer, canvas.size)
  let body = canvas.window(areas.body)
  let display = model.display
  HeaderView(model).paint(canvas.window(areas.header))
  switch model.overlay {
  case .help(let panel): HelpView(panel: panel, display: display).paint(body)
  case .pager(let pager): PagerView(pager: pager, display: display).paint(body)
  case .profiles(let panel):
    ProfilesView(panel: panel, current: model.profile, display: display).paint(body)
  case .queue(let panel):
    QueueView(panel: panel, status: model.status, display: display).paint(body)
  case .conflict(let panel): ConflictView(panel: panel, display: display).paint(body)
  case nil:
    switch model.screen {
    case .signIn: SignInView(model).paint(body)
    case .list: ListView(model).paint(body)
    }
  }
  footer.paint(canvas.window(areas.footer))
}

/// The three parts of every screen, from top to bottom.
struct ScreenAreas {
  let header: Rect
  let body: Rect
  let footer: Rect

  init(above footer: FooterView, _ size: Size) {
    let (header, rest) = Rect(size).split(top: 1)
    let (body, bottom) = rest.split(bottom: min(footer.rows, rest.rows - 2))
    (self.header, self.body, self.footer) = (header, body, bottom)
  }
}

private func paintTooSmall(_ canvas: Canvas) {
  let sentence: TerminalText = "Please make the window larger: 20 columns and 5 rows will do."
  for (row, line) in sentence.lines(width: canvas.size.columns).enumerated() {
    canvas.write(line, row: row, column: 0)
  }
}
