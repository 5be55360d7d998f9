internal import TerminalKit
internal import TodoKit

/// One task's fields in question: side by side where there is room, else one below the other.
struct ConflictView {
  struct Piece {
    let column: Int
    let text: TerminalText
    let style: Style
  }

  struct Line {
    var pieces: [Piece] = []
    /// The field it is about.
    var field: Int?
  }

  let panel: ConflictPanel
  let display: Display
  private var glyphs: Glyphs { display.glyphs }
  private var theme: Theme { display.theme }
  private var width: Int { display.size.columns }

  /// The rows of a body that lines have, without the heading and what is being written.
  func textRows(of rows: Int) -> Int { max(1, rows - 1 - inputRows(of: rows)) }

  private func inputRows(of rows: Int) -> Int {
    guard let input = panel.input else { return 0 }
    return min(max(1, rows - 3), input.allowsLineBreaks ? max(2, rows / 2) : 2)
  }

  /// The first line to show so that a field is in sight.
  func top(showing field: Int, rows: Int) -> Int {
    let lines = lines
    guard let first = lines.firstIndex(where: { $0.field == field }),
      let last = lines.lastIndex(where: { $0.field == field })
    else { return 0 }
    let top = last - rows + 1 > panel.top ? min(first, last - rows + 1) : panel.top
    // What stands above the first field comes with it.
    return field == 0 && last < rows ? 0 : max(0, min(top, first))
  }

  func paint(_ canvas: Canvas) {
    let count = panel.cards.count
    let place: TerminalText = count > 1 ? "Conflict \(panel.index + 1)/\(count)" : "Conflict"
    let column = 2 + canvas.write(place, row: 0, column: 2, style: theme.dim) + 2
    let title = TerminalText(panel.card.title)
    let room = canvas.size.columns - column - 1
    canvas.write(glyphs.cut(title, to: room), row: 0, column: column, style: theme.strong)
    let rows = canvas.window(canvas.bounds.split(top: 1).rest)
    let (text, input) = rows.bounds.split(bottom: inputRows(of: canvas.size.rows))
    paintLines(rows.window(text))
    if panel.input != nil { paintInput(rows.window(input)) }
  }

  private func paintLines(_ canvas: Canvas) {
    let lines = lines
    let top = max(0, min(panel.top, lines.count - canvas.size.rows))
    for (row, line) in lines.dropFirst(top).prefix(canvas.size.rows).enumerated() {
      for piece in line.pieces {
        canvas.write(piece.text, row: row, column: piece.column, style: piece.style)
      }
    }
  }

  /// Everything there is to read, for the screen's width.
  var lines: [Line] {
    let fields = width >= 80 && panel.card.kind == .fields ? table : stack
    // The smallest screens have room for what is chosen from, and no more.
    if display.size.rows < 8, panel.card.kind == .fields { return fields }
    let intro = TerminalText(introduction).lines(width: min(76, width - 4)).map {
      Line(pieces: [Piece(column: 2, text: $0, style: theme.plain)])
    }
    return intro + [Line()] + fields
  }

  private var introduction: String {
    let card = panel.card
    if card.kind == .fields { return "\(card.introduction) What is right?" }
    let mine = "\(display.key(.takeMine, in: .conflict)) \(card.choices.mine)"
    let theirs = "\(display.key(.takeTheirs, in: .conflict)) \(card.choices.theirs)"
    return "\(card.introduction) \(mine), \(theirs)."
  }

  /// A row a field, a column a side.
  private var table: [Line] {
    let labels = 14
    // Wider columns are harder to read side by side.
    let side = min(44, (width - labels - 4) / 3)
    let columns = (0..<3).map { labels + $0 * (side + 1) }
    var lines = [
      Line(
        pieces: zip(columns, ["before", "yours", "theirs"] as [TerminalText]).map {
          Piece(column: $0 + 2, text: $1, style: theme.dim)
        }
      )
    ]
    for (index, field) in panel.card.fields.enumerated() {
      let cells =
        [(field.seen, nil), (field.mine, .mine), (field.theirs, .theirs)]
        as [(ConflictValue?, ConflictPanel.Pick?)]
      let texts = cells.map { text(of: $0.0, width: side - 3) }
      for row in 0..<max(1, texts.map(\.count).max() ?? 1) {
        var line = Line(pieces: row == 0 ? label(of: field, index) : [], field: index)
        for (column, (cell, text)) in zip(columns, zip(cells, texts))
        where text.indices.contains(row) {
          let pick = cell.1
          if row == 0, let pick, panel.picks[index] == pick {
            line.pieces.append(Piece(column: column, text: glyphs.done, style: theme.accentStrong))
          }
          let style = style(of: pick, field: index)
          line.pieces.append(Piece(column: column + 2, text: text[row], style: style))
        }
        lines.append(line)
      }
      lines += edited(index, at: columns[1] + 2, width: 2 * side - 2)
    }
    return lines
  }

  /// A block a field, a side on each line.
  private var stack: [Line] {
    let names: [TerminalText] = ["before", "yours", "theirs"]
    return panel.card.fields.enumerated().flatMap { index, field -> [Line] in
      let sides =
        [(field.seen, nil), (field.mine, .mine), (field.theirs, .theirs)]
        as [(ConflictValue?, ConflictPanel.Pick?)]
      var lines = [Line(pieces: label(of: field, index), field: index)]
      for (name, (value, pick)) in zip(names, sides) where value != nil {
        for (row, text) in text(of: value, width: width - 13).enumerated() {
          var line = Line(field: index)
          if row == 0 {
            let isPicked = pick != nil && panel.picks[index] == pick
            if isPicked {
              line.pieces.append(Piece(column: 2, text: glyphs.done, style: theme.accentStrong))
            }
            line.pieces.append(Piece(column: 4, text: name, style: theme.dim))
          }
          let style = style(of: pick, field: index)
          line.pieces.append(Piece(column: 12, text: text, style: style))
          lines.append(line)
        }
      }
      return lines + edited(index, at: 12, width: width - 13)
    }
  }

  private func label(of field: ConflictCard.Field, _ index: Int) -> [Piece] {
    let isHere = index == panel.field && panel.card.kind == .fields
    var pieces: [Piece] = []
    if isHere { pieces.append(Piece(column: 1, text: glyphs.cursor, style: theme.accentStrong)) }
    let style = isHere ? theme.strong : theme.plain
    return pieces + [Piece(column: 3, text: TerminalText(field.name), style: style)]
  }

  private func text(of value: ConflictValue?, width: Int) -> [TerminalText] {
    value.map { TerminalText.lines(of: $0.words(display.day), width: max(1, width)) } ?? []
  }

  private func style(of pick: ConflictPanel.Pick?, field: Int) -> Style {
    guard let pick, panel.card.kind == .fields else { return pick == nil ? theme.dim : theme.plain }
    guard let chosen = panel.picks[field] else { return theme.plain }
    return chosen == pick ? theme.strong : theme.dim
  }

  /// A text that was written anew, below what there was to choose from.
  private func edited(_ field: Int, at column: Int, width: Int) -> [Line] {
    guard case .edited(let text)? = panel.picks[field] else { return [] }
    return TerminalText.lines(of: text, width: max(1, width)).enumerated().map { row, text in
      let mark = Piece(column: column - 2, text: glyphs.done, style: theme.accentStrong)
      let piece = Piece(column: column, text: text, style: theme.strong)
      return Line(pieces: row == 0 ? [mark, piece] : [piece], field: field)
    }
  }

  private func paintInput(_ canvas: Canvas) {
    guard let input = panel.input else { return }
    let (rule, rest) = canvas.bounds.split(top: canvas.size.rows > 1 ? 1 : 0)
    let line = String(repeating: glyphs.rule, count: max(0, width - 2))
    if rule.rows > 0 { canvas.write(TerminalText(line), row: 0, column: 1, style: theme.dim) }
    let area = canvas.window(rest)
    if input.allowsLineBreaks { return DescriptionView.paint(input, area) }
    let field = Rect(row: 0, column: 2, rows: 1, columns: max(1, width - 3))
    TextInputView(input, display).paint(area.window(field), style: theme.field)
  }
}
