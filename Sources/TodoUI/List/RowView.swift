internal import TerminalKit
internal import TodoKit

/// One task: cursor, marker, title, and at the right what became of its changes.
struct RowView {
  private let item: TodoItem
  private let isSelected: Bool
  private let glyphs: Glyphs
  /// Whether changes wait for something else than their turn.
  private let isWaiting: Bool
  private let isDimmed: Bool
  private static let titleColumn = 5

  init(_ item: TodoItem, isSelected: Bool, _ model: Model) {
    self.item = item
    self.isSelected = isSelected
    glyphs = model.display.glyphs
    isDimmed = item.todo.isCompleted && model.list.table.status == .all
    switch model.status.phase {
    case .offline, .signedOut: isWaiting = true
    case .idle, .syncing: isWaiting = false
    }
  }

  func paint(_ canvas: Canvas) {
    let width = canvas.size.columns
    if isSelected { canvas.write(glyphs.cursor, row: 0, column: 1, style: Theme.accentStrong) }
    canvas.write(marker.text, row: 0, column: 3, style: marker.style)
    var room = width - RowView.titleColumn - 1
    if width >= 50, let word {
      let text = glyphs.cut(word.text, to: max(12, width / 3))
      canvas.write(text, row: 0, column: width - 1 - text.columns, style: word.style)
      room -= text.columns + 2
    }
    canvas.write(
      glyphs.cut(TerminalText(item.todo.title), to: room),
      row: 0,
      column: RowView.titleColumn,
      style: isSelected ? Theme.strong : isDimmed ? Theme.dim : Theme.plain
    )
  }

  /// A title being typed, where a row has its title.
  static func paintTitle(_ input: TextInput, _ canvas: Canvas, _ glyphs: Glyphs) {
    let field = Rect(
      row: 0,
      column: titleColumn,
      rows: 1,
      columns: canvas.size.columns - titleColumn - 1
    )
    TextInputView(input, glyphs).paint(canvas.window(field), style: Theme.field)
  }

  private var marker: (text: TerminalText, style: Style) {
    switch item.state {
    case .failed: (glyphs.failed, Theme.failure)
    case .queued, .sending: (glyphs.queued, Theme.accent)
    case .synced: item.todo.isCompleted ? (glyphs.done, Theme.accent) : (glyphs.open, Theme.dim)
    }
  }

  private var word: (text: TerminalText, style: Style)? {
    switch item.state {
    case .failed(let reason): (TerminalText(reason), Theme.failure)
    case .queued, .sending:
      // On a row of its own turn the marker is enough: words would flash by.
      isWaiting ? (item.todo.isCompleted ? "done, queued" : "queued", Theme.dim) : nil
    case .synced: nil
    }
  }
}
