internal import TerminalKit
internal import TodoKit

/// The tabs and what lies below them: the rows, the details, or a panel in their place.
struct ListView {
  private let model: Model
  private var list: ListState { model.list }
  private var display: Display { model.display }
  private var glyphs: Glyphs { display.glyphs }
  private var theme: Theme { display.theme }

  init(_ model: Model) { self.model = model }

  func paint(_ canvas: Canvas) {
    if case .describing(let panel) = list.mode {
      return DescriptionView(panel: panel, display: display).paint(canvas)
    }
    let layout = ListLayout(list, canvas.bounds, display)
    TabsView(model).paint(canvas.window(layout.tabs))
    paintRows(canvas.window(layout.rows))
    if let area = layout.details, let item = list.selected {
      DetailsView(item: item, top: list.details.top, display: display).paint(canvas.window(area))
    }
  }

  private func paintRows(_ canvas: Canvas) {
    let rows = canvas.size.rows
    guard rows > 0 else { return }
    let typed = list.typedLine
    if list.table.visibleCount == 0 {
      let (line, rest) = canvas.bounds.split(top: typed == nil ? 0 : 1)
      if let typed { paint(typed.input, canvas.window(line)) }
      return paintEmpty(canvas.window(rest))
    }
    let room = rows - (typed == nil ? 0 : 1)
    let top = list.firstRow(shown: room)
    var row = 0
    func next() -> Canvas {
      defer { row += 1 }
      return canvas.window(Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns))
    }
    if let typed, typed.isAtTop { paint(typed.input, next()) }
    for index in top..<top + max(0, room) {
      guard let item = list.table.visible(at: index) else { break }
      paint(item, at: index, next())
      if let typed, !typed.isAtTop, index == list.cursor { paint(typed.input, next()) }
    }
  }

  private func paint(_ item: TodoItem, at index: Int, _ line: Canvas) {
    RowView(
      item,
      isSelected: index == list.cursor && list.typedLine == nil,
      isMarked: list.isMarked(item.key, row: index),
      model
    ).paint(line)
    if case .retitling(item.key, let input) = list.mode {
      RowView.paintTitle(input, line, display)
    }
  }

  private func paint(_ typed: TextInput, _ line: Canvas) {
    line.write(glyphs.adding, row: 0, column: 3, style: theme.accentStrong)
    RowView.paintTitle(typed, line, display)
  }

  private func paintEmpty(_ canvas: Canvas) {
    let width = min(60, canvas.size.columns - 6)
    let top = canvas.size.rows > 3 ? 1 : 0
    for (row, line) in emptySentence.lines(width: width).enumerated() {
      canvas.write(line, row: top + row, column: 5, style: theme.dim)
    }
  }

  private var emptySentence: TerminalText {
    let table = list.table
    let key = { (action: Action) in display.key(action, in: .list) }
    if !table.search.isEmpty {
      let words = glyphs.quoted(glyphs.cut(TerminalText(table.search), to: 24))
      return "Nothing here matches \(words.text). Press \(key(.cancel)) to clear the filter."
    }
    if case .adding = list.mode { return "Type a title, then Enter." }
    if table.count == 0 { return "No tasks yet. Press \(key(.add)) to add the first one." }
    switch table.tab {
    case .done: return "Nothing done yet. Press \(key(.toggleCompleted)) on a task when it is."
    case .today: return "Nothing is due today."
    case .overdue: return "Nothing is overdue."
    case .view: return "No task is in this view."
    case .open, .all:
      return "All done. Press \(key(.add)) to add a task, \(key(.nextTab)) to see the done ones."
    }
  }
}
