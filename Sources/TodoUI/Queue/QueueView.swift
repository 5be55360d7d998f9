internal import TerminalKit
internal import TodoKit

/// What the server does not have, one change a row; below it the sentence of the one under the cursor.
struct QueueView {
  let panel: QueuePanel
  let status: SyncStatus
  let display: Display
  private var glyphs: Glyphs { display.glyphs }
  private var theme: Theme { display.theme }

  func paint(_ canvas: Canvas) {
    let count = panel.rows.count
    canvas.write(heading, row: 0, column: 2, style: theme.strong)
    let rest = canvas.window(canvas.bounds.split(top: 1).rest)
    if count == 0 { return paintEmpty(rest) }
    let width = canvas.size.columns - 4
    var below: [(TerminalText, Style)] = []
    if let change = panel.selected {
      below = TerminalText(change.sentence).lines(width: width).map { ($0, style(of: change)) }
    }
    if status.rung == .atLeastOnce, canvas.size.rows >= 12 {
      below += QueueView.atLeastOnce.lines(width: width).map { ($0, theme.dim) }
    }
    below = Array(below.prefix(max(1, rest.size.rows / 2)))
    // A row of air keeps the sentence apart from the list where there is room for it.
    let air = rest.size.rows >= count + below.count + 1 ? 1 : 0
    let room = max(1, rest.size.rows - below.count - air)
    let shown = min(room, count)
    let top = max(0, min(panel.cursor - room + 1, count - shown))
    for row in 0..<shown {
      let line = Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns)
      paint(panel.rows[top + row], isSelected: top + row == panel.cursor, rest.window(line))
    }
    if count > shown {
      let place: TerminalText = "\(top + shown)/\(count)"
      let column = canvas.size.columns - 1 - place.columns
      canvas.write(place, row: 0, column: column, style: theme.dim)
    }
    for (row, line) in below.enumerated() {
      rest.write(line.0, row: shown + air + row, column: 2, style: line.1)
    }
  }

  /// What the weaker rung means, in one sentence.
  static let atLeastOnce: TerminalText =
    "This server takes new tasks at least once: when an answer is lost, the task is looked for there before it is sent again."

  private var heading: TerminalText {
    let count = panel.rows.count
    return count < 2 ? "Unsent changes" : "\(count) unsent changes"
  }

  private func paint(_ change: QueueRow, isSelected: Bool, _ line: Canvas) {
    let width = line.size.columns
    if isSelected { line.write(glyphs.cursor, row: 0, column: 1, style: theme.accentStrong) }
    line.write(glyph(of: change), row: 0, column: 3, style: style(of: change))
    var end = width - 1
    func write(_ text: TerminalText, _ style: Style) {
      end -= text.columns
      line.write(text, row: 0, column: end, style: style)
      end -= 2
    }
    var words: TerminalText = ""
    if width >= 36 {
      write(TerminalText(Age(of: change.askedAt, at: display.now).rounded), theme.dim)
      words = glyphs.cut(TerminalText(change.words), to: max(10, width / 5))
    }
    if width >= 80 {
      write(glyphs.cut(TerminalText(change.sentence), to: width / 3), style(of: change))
    }
    let room = max(0, end - 5 - (words.columns > 0 ? words.columns + 2 : 0))
    let title = glyphs.cut(TerminalText(change.title), to: room)
    let titleStyle = isSelected ? theme.strong : theme.plain
    let column = 5 + line.write(title, row: 0, column: 5, style: titleStyle)
    line.write(words, row: 0, column: column + 2, style: theme.dim)
  }

  private func glyph(of change: QueueRow) -> TerminalText {
    switch change.state {
    case .conflict: glyphs.conflict
    case .refused: glyphs.failed
    case .inDoubt: glyphs.doubt
    case .sending: glyphs.sending
    case .waiting: glyphs.queued
    }
  }

  private func style(of change: QueueRow) -> Style {
    switch change.state {
    case .conflict: theme.urgent
    case .refused: theme.failure
    case .inDoubt: theme.urgent
    case .sending: theme.accent
    case .waiting: theme.dim
    }
  }

  private func paintEmpty(_ canvas: Canvas) {
    let sentence: TerminalText = "Nothing waits: the server has every change."
    for (row, line) in sentence.lines(width: canvas.size.columns - 4).enumerated() {
      canvas.write(line, row: row, column: 2, style: theme.dim)
    }
  }
}
