internal import TerminalKit

/// The sign-in form: a sentence, the fields one below the other, what is wrong below its field.
struct SignInView {
  private enum Line {
    case text(TerminalText, Style)
    case field(SignInForm.Field)
    case failure(TerminalText, isFirst: Bool)
    case space
  }

  private let form: SignInForm
  private let display: Display
  private var glyphs: Glyphs { display.glyphs }
  private var theme: Theme { display.theme }
  private static let labelColumns = 10

  init(_ model: Model) {
    form = model.signIn
    display = model.display
  }

  func paint(_ canvas: Canvas) {
    let width = canvas.size.columns
    let margin = width >= 60 ? 4 : 1
    let fields = fieldLines(width: width - 2 * margin)
    var lines = opening(width: min(60, width - 2 * margin)) + [.space] + fields
    if lines.count > canvas.size.rows { lines = fields }
    // Large screens have air above, small ones none.
    let top = max(0, min(3, (canvas.size.rows - lines.count) / 3))
    let focused = lines.firstIndex { if case .field(form.focus) = $0 { true } else { false } } ?? 0
    let failing = lines.dropFirst(focused + 1).prefix {
      if case .failure = $0 { true } else { false }
    }
    .count
    let first = max(0, min(focused, focused + failing - canvas.size.rows + 1))
    for (row, line) in lines.dropFirst(first).enumerated() where top + row < canvas.size.rows {
      paint(line, row: top + row, margin: margin, canvas)
    }
  }

  private func paint(_ line: Line, row: Int, margin: Int, _ canvas: Canvas) {
    switch line {
    case .space: break
    case .text(let text, let style): canvas.write(text, row: row, column: margin, style: style)
    case .failure(let text, let isFirst):
      if isFirst { canvas.write(glyphs.failed, row: row, column: margin, style: theme.failure) }
      canvas.write(text, row: row, column: margin + 2, style: theme.failure)
    case .field(let field):
      let isFocused = field == form.focus && !form.isBusy
      if isFocused { canvas.write(glyphs.cursor, row: row, column: margin, style: theme.accent) }
      canvas.write(
        label(field),
        row: row,
        column: margin + 2,
        style: isFocused ? theme.accentStrong : theme.dim
      )
      let column = margin + 2 + SignInView.labelColumns
      let columns = min(40, canvas.size.columns - column - 1)
      TextInputView(form[field], display).paint(
        canvas.window(Rect(row: row, column: column, rows: 1, columns: columns)),
        style: theme.field,
        showsCursor: isFocused
      )
    }
  }

  private func fieldLines(width: Int) -> [Line] {
    form.fields.flatMap { field -> [Line] in
      guard let failure = form.failure, failure.field == field else { return [.field(field)] }
      return [.field(field)]
        + TerminalText(failure.sentence).lines(width: width - 2).enumerated().map {
          .failure($1, isFirst: $0 == 0)
        }
    }
  }

  private func opening(width: Int) -> [Line] {
    let sentence: String
    if let opening = form.opening {
      sentence = opening
    } else {
      switch (form.isLocal, form.mode) {
      case (true, .signUp):
        sentence =
          "Welcome. Choose a password of at least 8 characters.\nIt stays on this machine."
      case (true, .signIn):
        sentence = "Welcome back. Sign in to your tasks on this machine."
      case (false, .signUp):
        sentence = "Make an account, with a password of at least 8 characters."
      case (false, .signIn):
        sentence = "Sign in to your tasks."
      }
    }
    return TerminalText.lines(of: sentence, width: width).map { .text($0, theme.plain) }
  }

  private func label(_ field: SignInForm.Field) -> TerminalText {
    switch field {
    case .server: "Server"
    case .tasks: "Tasks at"
    case .name: "Name"
    case .email: "E-mail"
    case .password: "Password"
    }
  }
}
