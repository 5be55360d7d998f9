internal import TerminalKit

/// The candidates side by side; where they do not fit, the page of them with the chosen one.
struct CandidateRow {
  /// The most columns of one, so that a title leaves room for others.
  private static let widest = 30

  private let labels: [TerminalText]
  private let chosen: Int?
  private let display: Display

  /// nil when there is nothing to choose from, or nothing was typed yet.
  init?(_ line: CommandPrompt, _ display: Display) {
    guard let completion = line.completion, !completion.candidates.isEmpty, !completion.isExact,
      !line.input.isEmpty
    else { return nil }
    labels = completion.candidates.map {
      display.glyphs.cut(TerminalText($0.label), to: CandidateRow.widest)
    }
    chosen = completion.chosen
    self.display = display
  }

  func paint(_ canvas: Canvas) {
    let (glyphs, theme) = (display.glyphs, display.theme)
    let page = page(columns: canvas.size.columns - 4)
    if page.lowerBound > 0 { canvas.write(glyphs.more, row: 0, column: 0, style: theme.dim) }
    var column = 2
    for index in page {
      let label = glyphs.cut(labels[index], to: max(1, canvas.size.columns - 4))
      if index == chosen {
        canvas.write(glyphs.cursor, row: 0, column: column - 1, style: theme.accentStrong)
      }
      let style = index == chosen ? theme.accentStrong : theme.dim
      column += canvas.write(label, row: 0, column: column, style: style) + 2
    }
    if page.upperBound < labels.count {
      canvas.write(glyphs.more, row: 0, column: column, style: theme.dim)
    }
  }

  /// The candidates that fit beside the chosen one, in pages, so that the row does not crawl.
  private func page(columns: Int) -> Range<Int> {
    var start = 0
    var used = 0
    for (index, label) in labels.enumerated() {
      if used > 0, used + label.columns > columns {
        if index > chosen ?? 0 { return start..<index }
        start = index
        used = 0
      }
      used += label.columns + 2
    }
    return start..<labels.count
  }
}
