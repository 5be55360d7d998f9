internal import TerminalKit
internal import TodoKit

/// One task: cursor, marker, title, and at the right its details or what became of its changes.
struct RowView {
  private typealias Piece = (text: TerminalText, style: Style)

  private let item: TodoItem
  private let isSelected: Bool
  private let isMarked: Bool
  private let display: Display
  /// Whether changes wait for something else than their turn.
  private let isWaiting: Bool
  private let isDimmed: Bool
  private static let titleColumn = 5
  private var glyphs: Glyphs { display.glyphs }
  private var theme: Theme { display.theme }

  init(_ item: TodoItem, isSelected: Bool, isMarked: Bool, _ model: Model) {
    self.item = item
    self.isSelected = isSelected
    self.isMarked = isMarked
    display = model.display
    isDimmed = item.todo.isCompleted && model.list.table.tab != .done
    isWaiting = model.status.isOffline || model.status.phase == .signedOut
  }

  func paint(_ canvas: Canvas) {
    let width = canvas.size.columns
    if isMarked { canvas.write(glyphs.mark, row: 0, column: 0, style: theme.mark) }
    if isSelected { canvas.write(glyphs.cursor, row: 0, column: 1, style: theme.accentStrong) }
    canvas.write(marker.text, row: 0, column: 3, style: marker.style)
    var end = width - 1
    for piece in pieces(width: width).reversed() {
      canvas.write(piece.text, row: 0, column: end - piece.text.columns, style: piece.style)
      end -= piece.text.columns + 2
    }
    canvas.write(
      glyphs.cut(TerminalText(item.todo.title), to: max(0, end - RowView.titleColumn)),
      row: 0,
      column: RowView.titleColumn,
      style: isSelected ? theme.strong : isDimmed ? theme.dim : theme.plain
    )
  }

  /// A title being typed, where a row has its title.
  static func paintTitle(_ input: TextInput, _ canvas: Canvas, _ display: Display) {
    let field = Rect(
      row: 0,
      column: titleColumn,
      rows: 1,
      columns: canvas.size.columns - titleColumn - 1
    )
    TextInputView(input, display).paint(canvas.window(field), style: display.theme.field)
  }

  private var marker: Piece {
    switch item.state {
    case .failed: (glyphs.failed, theme.failure)
    case .conflict: (glyphs.conflict, theme.urgent)
    case .queued: (glyphs.queued, theme.accent)
    case .sending: (glyphs.sending, theme.accent)
    case .synced: item.todo.isCompleted ? (glyphs.done, theme.accent) : (glyphs.open, theme.dim)
    }
  }

  /// What stands at the right, as far as there is room: news of the row first, then when it is due,
  /// how much it matters, its tags.
  private func pieces(width: Int) -> [Piece] {
    if let word {
      // Below 50 columns the marker has to do.
      if width < 50 { return [] }
      return [(glyphs.cut(word.text, to: max(12, width / 3)), word.style)] + way
    }
    var room = width >= 50 ? width * 2 / 5 : 11
    func fits(_ piece: Piece?) -> Piece? {
      guard let piece, piece.text.columns + 2 <= room else { return nil }
      room -= piece.text.columns + 2
      return piece
    }
    let due = fits(self.due)
    if width < 50 {
      let urgent: Piece? = item.todo.priority == .high ? (glyphs.high, theme.urgent) : nil
      return [urgent, due].compactMap { $0 }
    }
    let priority = fits(self.priority)
    let tags = item.todo.tags.map { fits(("#\($0)", theme.tag)) }
    return ([priority] + tags + [due]).compactMap { $0 }
  }

  private var due: Piece? {
    guard let due = item.todo.due else { return nil }
    if item.todo.isOverdue(on: display.day) { return ("overdue", theme.failure) }
    let style = item.todo.isCompleted ? theme.dim : theme.plain
    return ("due \(DueWords(due, on: display.day).short)", style)
  }

  private var priority: Piece? {
    switch item.todo.priority {
    case .high: ("\(glyphs.high.text)high", item.todo.isCompleted ? theme.dim : theme.urgent)
    case .medium: ("\(glyphs.medium.text)medium", theme.dim)
    case .low: ("\(glyphs.low.text)low", theme.dim)
    case nil: nil
    }
  }

  /// The key that leads to what can be done about the row.
  private var way: [Piece] {
    let action: Action
    switch item.state {
    case .failed: action = .queue
    case .conflict: action = .decide
    case .synced, .queued, .sending: return []
    }
    let key = display.key(action, in: .list)
    return key.isEmpty ? [] : [(TerminalText(key), theme.accent)]
  }

  private var word: Piece? {
    switch item.state {
    case .failed(let reason): (TerminalText(reason), theme.failure)
    case .conflict: ("conflict", theme.urgent)
    case .queued, .sending:
      // On a row of its own turn the marker is enough: words would flash by.
      isWaiting ? (item.todo.isCompleted ? "done, queued" : "queued", theme.dim) : nil
    case .synced: nil
    }
  }
}
