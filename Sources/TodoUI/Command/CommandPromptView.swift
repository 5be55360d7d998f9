internal import TerminalKit

/// The line behind `:` with a word on what it does.
struct CommandPromptView {
  private let input: TextInput
  private let isRunning: Bool
  private let hint: TerminalText?
  private let display: Display

  init(_ line: CommandPrompt, _ model: Model) {
    input = line.input
    isRunning = line.isRunning
    display = model.display
    let isAtEnd = input.cursor == input.characters.count
    hint =
      isAtEnd && !isRunning && line.failure == nil
      ? CommandCompletion(model.grammar, model.list).hint(input.text).map { TerminalText($0) }
      : nil
  }

  func paint(_ canvas: Canvas) {
    canvas.write(":", row: 0, column: 1, style: display.theme.accentStrong)
    let room = canvas.size.columns - 3
    let field = canvas.window(Rect(row: 0, column: 2, rows: 1, columns: room))
    TextInputView(input, display).paint(
      field,
      style: display.theme.plain,
      showsCursor: !isRunning
    )
    guard let hint else { return }
    let typed = TerminalText(input.text).columns
    let column = typed + (input.characters.last == " " ? 2 : 3)
    // A hint of which next to nothing would be left says nothing.
    guard room - column >= min(hint.columns, 12) else { return }
    field.write(
      display.glyphs.cut(hint, to: room - column),
      row: 0,
      column: column,
      style: display.theme.dim
    )
  }
}

extension Model {
  /// What is said of a command that takes its time.
  var runningWords: TerminalText { "\(display.glyphs.syncing.text) running" }

  var runningHints: [FooterHint] {
    let key = display.key(.cancel, in: .commanding)
    return [FooterHint(key: TerminalText(key), word: "stop", isKept: true)]
  }
}
