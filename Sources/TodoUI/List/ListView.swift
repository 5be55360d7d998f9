internal import TerminalKit
internal import TodoKit

/// The tabs and what lies below them: the rows, or a panel in their place.
struct ListView {
  private let model: Model
  private var list: ListState { model.list }
  private var glyphs: Glyphs { model.display.glyphs }

  init(_ model: Model) { self.model = model }

  func paint(_ canvas: Canvas) {
    switch list.mode {
    case .reading(let panel):
      guard let item = list.table.item(panel.key) else { return }
      DetailsView(panel: panel, item: item, display: model.display).paint(canvas)
    case .describing(let panel):
      DescriptionView(panel: panel, glyphs: glyphs).paint(canvas)
    default:
      let (tabs, rows) = canvas.bounds.split(top: 1)
      TabsView(table: list.table, glyphs: glyphs, isTypingFilter: list.context == .filtering).paint(
        canvas.window(tabs)
      )
      paintRows(canvas.window(rows))
    }
  }

  private func paintRows(_ canvas: Canvas) {
    var area = canvas.bounds
    if list.hasLineOnTop, let input = typedLine {
      let (line, rest) = area.split(top: 1)
      area = rest
      canvas.write(glyphs.adding, row: 0, column: 3, style: Theme.accentStrong)
      RowView.paintTitle(input, canvas.window(line), glyphs)
    }
    let rows = canvas.window(area)
    if list.table.visibleCount == 0 { return paintEmpty(rows) }
    // A footer of several rows takes some of the rows that the scrolling counted on.
    let top = max(list.top, list.cursor - rows.size.rows + 1)
    for row in 0..<rows.size.rows {
      guard let item = list.table.visible(at: top + row) else { break }
      let line = rows.window(Rect(row: row, column: 0, rows: 1, columns: rows.size.columns))
      let isSelected = top + row == list.cursor && !list.hasLineOnTop
      RowView(item, isSelected: isSelected, model).paint(line)
      if case .retitling(item.key, let input) = list.mode {
        RowView.paintTitle(input, line, glyphs)
      }
    }
  }

  private var typedLine: TextInput? {
    switch list.mode {
    case .adding(let input), .retitling(_, let input): input
    default: nil
    }
  }

  private func paintEmpty(_ canvas: Canvas) {
    let width = min(60, canvas.size.columns - 6)
    let top = canvas.size.rows > 3 ? 1 : 0
    for (row, line) in emptySentence.lines(width: width).enumerated() {
      canvas.write(line, row: top + row, column: 5, style: Theme.dim)
    }
  }

  private var emptySentence: TerminalText {
    let table = list.table
    let key = { (action: Action) in KeyTable.label(of: action, in: .list, glyphs) }
    if !table.search.isEmpty {
      let words = glyphs.quoted(glyphs.cut(TerminalText(table.search), to: 24))
      return "Nothing here matches \(words.text). Press \(key(.cancel)) to clear the filter."
    }
    if case .adding = list.mode { return "Type a title, then Enter." }
    if table.count(of: .all) == 0 {
      return "No tasks yet. Press \(key(.add)) to add the first one."
    }
    return table.status == .done
      ? "Nothing done yet. Press \(key(.toggleCompleted)) on a task when it is."
      : "All done. Press \(key(.add)) to add a task, \(key(.nextTab)) to see the done ones."
  }
}
