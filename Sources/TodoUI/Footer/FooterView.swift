internal import TerminalKit
internal import TodoKit

/// The last rows: a sentence, and below it what is being asked or typed, else the hints.
struct FooterView {
  private enum Line {
    case sentence(TerminalText, Style)
    /// A line being typed behind its prompt, and what to say at its right.
    case typing(TerminalText, TextInput, remark: TerminalText)
    case pieces([Preview.Piece])
    case hints([FooterHint], lead: TerminalText)
    case candidates(CandidateRow)
    case command(CommandPromptView)
  }

  private let lines: [Line]
  private let display: Display
  private var theme: Theme { display.theme }

  init(_ model: Model, columns: Int) {
    display = model.display
    let key = model.context == .list ? model.display.key(.messages, in: .list) : ""
    let wrapping = Wrapping(
      columns: columns,
      limit: model.display.size.rows >= 10 ? 4 : 2,
      glyphs: model.display.glyphs,
      rest: key.isEmpty ? "" : "\(model.display.glyphs.more.text) \(key) shows all"
    )
    let news = FooterView.news(of: model, wrapping)
    // A question, or what is being typed, never gives way to news.
    switch model.context {
    case .confirming: lines = news + wrapping.lines(model.question, display.theme.strong)
    case .filtering: lines = news + FooterView.filter(model)
    case .commanding: lines = news + FooterView.command(model, wrapping)
    case .adding, .retitling: lines = FooterView.typedTask(model, news, wrapping)
    default: lines = news.isEmpty ? FooterView.rest(model, wrapping) : news
    }
  }

  var rows: Int { lines.count }

  func paint(_ canvas: Canvas) {
    for (row, line) in lines.suffix(canvas.size.rows).enumerated() {
      let canvas = canvas.window(Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns))
      switch line {
      case .sentence(let text, let style): canvas.write(text, row: 0, column: 1, style: style)
      case .typing(let prompt, let input, let remark): paint(prompt, input, remark, canvas)
      case .pieces(let pieces): paint(pieces, canvas)
      case .hints(let hints, let lead): paint(hints, lead, canvas)
      case .candidates(let row): row.paint(canvas)
      case .command(let line): line.paint(canvas)
      }
    }
  }

  /// How sentences are broken into lines.
  private struct Wrapping {
    let columns: Int
    /// The most lines one sentence gets.
    let limit: Int

    let glyphs: Glyphs
    /// What says that there is more of a sentence, and which key shows it; empty where none does.
    let rest: TerminalText

    func lines(_ text: TerminalText, _ style: Style) -> [Line] {
      let width = max(1, columns - 2)
      var lines = text.lines(width: width)
      if lines.count > limit {
        let last = lines[limit - 1]
        // What is left out is said in any case; the end of the row makes room for it.
        let room = max(1, width - rest.columns)
        let kept = last.columns <= room ? last : glyphs.cut(last, to: room)
        lines[limit - 1] = "\(kept.text)\(rest.text)"
      }
      return lines.prefix(limit).map { .sentence($0, style) }
    }
  }

  /// What just happened, else what is wrong with the task under the cursor.
  private static func news(of model: Model, _ wrapping: Wrapping) -> [Line] {
    let theme = model.display.theme
    if let notice = model.notice {
      let style = notice.isFailure ? theme.failure : theme.plain
      return wrapping.lines(model.words(of: notice), style)
    }
    guard model.context == .list else { return [] }
    switch model.list.selected?.state {
    case .failed(let reason): return wrapping.lines(TerminalText(reason), theme.failure)
    case .conflict(let sentence):
      let key = model.display.key(.decide, in: .list)
      let way = key.isEmpty ? "" : "   \(key) decides"
      return wrapping.lines("\(TerminalText(sentence).text)\(way)", theme.urgent)
    default: return []
    }
  }

  private static func filter(_ model: Model) -> [Line] {
    guard case .filtering(let input) = model.list.mode else { return [] }
    let table = model.list.table
    let total = table.count(of: table.tab).map { " of \($0)" } ?? ""
    return [.typing("/", input, remark: "\(table.visibleCount)\(total)")]
  }

  /// How a task's line is understood so far, then news or hints.
  private static func typedTask(
    _ model: Model,
    _ news: [Line],
    _ wrapping: Wrapping
  ) -> [Line] {
    let last = news.isEmpty ? [.hints(model.hints, lead: "")] : news
    guard model.display.size.rows >= 10, let preview = Preview(model) else { return last }
    let refusal = preview.refusal.map { wrapping.lines($0, model.display.theme.failure) } ?? []
    return [.pieces(preview.pieces)] + refusal + last
  }

  /// Hints, with what of a key sequence was typed already; at the very first a word about the help.
  private static func rest(_ model: Model, _ wrapping: Wrapping) -> [Line] {
    if !model.pending.isEmpty { return FooterView.pending(model) }
    let hints = Line.hints(model.hints, lead: "")
    guard model.context == .list, !model.knowsHelp, model.display.size.rows >= 10 else {
      return [hints]
    }
    let key = model.display.key(.help, in: .list)
    let sentence: TerminalText = "New here? \(key) shows every key; Esc hides this line."
    return wrapping.lines(sentence, model.display.theme.accent) + [hints]
  }

  /// All that may follow, on as many rows as it takes.
  private static func pending(_ model: Model) -> [Line] {
    let width = model.display.size.columns
    let lead = model.pendingWords
    var rows: [[FooterHint]] = [[]]
    var column = 1 + lead.columns + 2
    for hint in model.pendingHints {
      if column + hint.columns >= width, !rows[rows.count - 1].isEmpty {
        rows.append([])
        column = 1 + lead.columns + 2
      }
      rows[rows.count - 1].append(hint)
      column += hint.columns + 2
    }
    let blank = TerminalText(String(repeating: " ", count: lead.columns))
    let most = model.display.size.rows >= 10 ? 4 : 1
    return rows.prefix(most).enumerated().map { row, hints in
      .hints(hints, lead: row == 0 ? lead : blank)
    }
  }

  /// The line behind `:`, and above it what there is to say of it.
  private static func command(_ model: Model, _ wrapping: Wrapping) -> [Line] {
    guard let line = model.commandLine else { return [] }
    var lines: [Line]
    if let failure = line.failure {
      lines = wrapping.lines(TerminalText(failure), model.display.theme.failure)
      // Two rows are all there is of a small window: the reason's beginning, and the line.
      if model.display.size.rows < 10 { lines = Array(lines.prefix(1)) }
    } else if line.run?.isSlow == true {
      lines = [.hints(model.runningHints, lead: model.runningWords)]
    } else if let row = CandidateRow(line, model.display) {
      lines = [.candidates(row)]
    } else {
      lines = [.hints(line.isRunning ? [] : model.hints, lead: "")]
    }
    return lines + [.command(CommandPromptView(line, model))]
  }

  /// As many hints as fit, in their order; help and the way out keep their room.
  private func paint(_ hints: [FooterHint], _ lead: TerminalText, _ canvas: Canvas) {
    var reserved = hints.filter(\.isKept).reduce(0) { $0 + $1.columns + 2 }
    var column = 1
    if lead.columns > 0 {
      column += canvas.write(lead, row: 0, column: column, style: theme.accentStrong) + 2
    }
    for hint in hints {
      if hint.isKept { reserved -= hint.columns + 2 }
      guard column + hint.columns + reserved < canvas.size.columns else { continue }
      canvas.write(hint.key, row: 0, column: column, style: theme.accent)
      canvas.write(hint.word, row: 0, column: column + hint.key.columns + 1, style: theme.dim)
      column += hint.columns + 2
    }
  }

  private func paint(_ pieces: [Preview.Piece], _ canvas: Canvas) {
    var column = 1
    for piece in pieces {
      let room = canvas.size.columns - 1 - column
      guard room > 1 else { return }
      let text = display.glyphs.cut(piece.text, to: room)
      column += canvas.write(text, row: 0, column: column, style: piece.style) + 2
    }
  }

  private func paint(
    _ prompt: TerminalText,
    _ input: TextInput,
    _ remark: TerminalText,
    _ canvas: Canvas
  ) {
    canvas.write(prompt, row: 0, column: 1, style: theme.accentStrong)
    var room = canvas.size.columns - 3
    if remark.columns > 0, room - remark.columns >= 16 {
      let column = canvas.size.columns - 1 - remark.columns
      canvas.write(remark, row: 0, column: column, style: theme.dim)
      room = column - 4
    }
    let field = canvas.window(Rect(row: 0, column: 2, rows: 1, columns: room))
    TextInputView(input, display).paint(field, style: theme.plain)
  }
}
