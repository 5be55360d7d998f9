internal import TerminalKit
internal import TodoKit

/// The row of tabs with their counts; at its right the order, or the filter.
struct TabsView {
  let table: TaskTable
  let glyphs: Glyphs
  /// Whether the filter stands in the footer, where it is typed.
  let isTypingFilter: Bool

  func paint(_ canvas: Canvas) {
    let width = canvas.size.columns
    let labels = TodoQuery.Status.allCases.map { ($0, label($0)) }
    let full = labels.reduce(0) { $0 + $1.1.columns }
    let bar = full + 2 * glyphs.tabBar.columns + 2 <= width ? glyphs.tabBar : " "
    let fits = full + 2 * bar.columns + 2 <= width
    var column = 1
    for (index, (status, text)) in labels.enumerated() where fits || status == table.status {
      if fits, index > 0 { column += canvas.write(bar, row: 0, column: column, style: Theme.dim) }
      let style = status == table.status ? Theme.openTab : Theme.dim
      column += canvas.write(text, row: 0, column: column, style: style)
    }
    paintRight(canvas, from: column + 2)
  }

  private func paintRight(_ canvas: Canvas, from left: Int) {
    let room = canvas.size.columns - 1 - left
    let isFiltered = !table.search.isEmpty && !isTypingFilter
    let text: TerminalText =
      isFiltered ? glyphs.cut("/\(table.search)", to: max(0, min(room, 30))) : "newest first"
    guard text.columns <= room else { return }
    canvas.write(
      text,
      row: 0,
      column: canvas.size.columns - 1 - text.columns,
      style: isFiltered ? Theme.accent : Theme.dim
    )
  }

  private func label(_ status: TodoQuery.Status) -> TerminalText {
    let count = table.count(of: status)
    return switch status {
    case .open: "Open \(count)"
    case .done: "Done \(count)"
    case .all: "All \(count)"
    }
  }
}
