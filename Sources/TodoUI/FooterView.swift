internal import TerminalKit
internal import TodoKit

/// The last rows: a sentence, and below it what is being asked or typed, else the hints.
struct FooterView {
  private enum Line {
    case sentence(TerminalText, Style)
    case filter(TextInput, found: TerminalText)
    case hints([Hint])
  }

  private struct Hint {
    let key: TerminalText
    let word: TerminalText
    let isKept: Bool

    var columns: Int { key.columns + 1 + word.columns }
  }

  private let lines: [Line]
  private let glyphs: Glyphs

  init(_ model: Model, columns: Int) {
    glyphs = model.display.glyphs
    let limit = model.display.size.rows >= 10 ? 4 : 2
    let wrap = { (text: TerminalText, style: Style) in
      text.lines(width: max(1, columns - 2)).prefix(limit).map { Line.sentence($0, style) }
    }
    var lines: [Line] = []
    if let notice = model.notice {
      lines = wrap(notice.text, notice.isFailure ? Theme.failure : Theme.plain)
    } else if model.context == .list, case .failed(let reason)? = model.list.selected?.state {
      lines = wrap(TerminalText(reason), Theme.failure)
    }
    // A question, or what is being typed, never gives way to news.
    if model.context == .confirming {
      lines += wrap(FooterView.question(model), Theme.strong)
    } else if model.context == .filtering, case .filtering(let input) = model.list.mode {
      let table = model.list.table
      let total = table.count(of: table.status)
      lines.append(.filter(input, found: "\(table.visibleCount) of \(total)"))
    } else if lines.isEmpty {
      lines = [.hints(FooterView.hints(model))]
    }
    self.lines = lines
  }

  var rows: Int { lines.count }

  func paint(_ canvas: Canvas) {
    for (row, line) in lines.suffix(canvas.size.rows).enumerated() {
      let canvas = canvas.window(Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns))
      switch line {
      case .sentence(let text, let style): canvas.write(text, row: 0, column: 1, style: style)
      case .filter(let input, let found): paint(input, found, canvas)
      case .hints(let hints): paint(hints, canvas)
      }
    }
  }

  /// As many hints as fit, in their order; help and the way out keep their room.
  private func paint(_ hints: [Hint], _ canvas: Canvas) {
    var reserved = hints.filter(\.isKept).reduce(0) { $0 + $1.columns + 2 }
    var column = 1
    for hint in hints {
      if hint.isKept { reserved -= hint.columns + 2 }
      guard column + hint.columns + reserved < canvas.size.columns else { continue }
      canvas.write(hint.key, row: 0, column: column, style: Theme.accent)
      canvas.write(hint.word, row: 0, column: column + hint.key.columns + 1, style: Theme.dim)
      column += hint.columns + 2
    }
  }

  private func paint(_ input: TextInput, _ found: TerminalText, _ canvas: Canvas) {
    canvas.write("/", row: 0, column: 1, style: Theme.accentStrong)
    var room = canvas.size.columns - 3
    if room - found.columns >= 16 {
      let column = canvas.size.columns - 1 - found.columns
      canvas.write(found, row: 0, column: column, style: Theme.dim)
      room = column - 4
    }
    let field = canvas.window(Rect(row: 0, column: 2, rows: 1, columns: room))
    TextInputView(input, glyphs).paint(field, style: Theme.plain)
  }

  private static func question(_ model: Model) -> TerminalText {
    guard case .confirmingDeletion(let key) = model.list.mode else {
      return model.status.phase == .signedOut
        ? "Sign in again?  y yes  n no"
        : "Sign out? Tasks not sent yet are kept.  y yes  n no"
    }
    let title = TerminalText(model.list.table.item(key)?.todo.title ?? "")
    let room = min(40, model.display.size.columns - 12)
    let name = model.display.glyphs.quoted(model.display.glyphs.cut(title, to: room))
    return "Delete \(name.text)?  y yes  n no"
  }

  private static func hints(_ model: Model) -> [Hint] {
    let context = model.context
    let glyphs = model.display.glyphs
    return KeyTable.bindings(in: context).compactMap { binding in
      guard let hint = model.word(for: binding), let key = binding.keys.first else { return nil }
      return Hint(
        key: TerminalText(key.label(glyphs)),
        word: TerminalText(hint),
        isKept: binding.action == .help || binding.action == .cancel
      )
    }
  }
}

extension Model {
  /// The footer's word for a binding as things stand; nil leaves it out.
  fileprivate func word(for binding: Binding) -> String? {
    switch (context, binding.action) {
    case (.signIn, .accept): signIn.mode == .signIn ? "sign in" : "sign up"
    case (.signIn, .switchMode): signIn.mode == .signIn ? "new account" : "have an account"
    case (.signIn, .interrupt): "quit"
    case (.help, .moveDown): "scroll"
    case (.list, .signOut): status.phase == .signedOut ? "sign in" : nil
    case (.list, .filter) where list.table.count(of: .all) == 0: nil
    case (.list, .toggleCompleted) where list.selected?.todo.isCompleted == true: "reopen"
    case (.list, .cancel): list.table.search.isEmpty ? nil : "clear filter"
    case (.list, .toggleCompleted), (.list, .retitle), (.list, .read), (.list, .delete):
      list.selected == nil ? nil : binding.hint
    default: binding.hint
    }
  }
}
