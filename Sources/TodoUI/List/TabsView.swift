internal import TerminalKit
internal import TodoKit

/// The row of tabs with their counts; at its right the marks, the filter or the order.
struct TabsView {
  private let list: ListState
  private let display: Display
  /// Whether the filter stands in the footer, where it is typed.
  private let isTypingFilter: Bool
  private var glyphs: Glyphs { display.glyphs }
  private var theme: Theme { display.theme }

  init(_ model: Model) {
    list = model.list
    display = model.display
    isTypingFilter = model.context == .filtering
  }

  /// The tabs in sight and the columns they take, in a row of so many columns.
  func places(columns width: Int) -> [(tab: Tab, text: TerminalText, column: Int)] {
    let open = list.table.tab
    let full = list.tabs.map { ($0, label($0, counts: true)) }
    let short = list.tabs.map { ($0, label($0, counts: $0 == open)) }
    // What is lost first is the bars, then the counts of the others, then the others.
    for (labels, bar) in [(full, glyphs.tabBar.columns), (full, 1), (short, 1)] {
      let columns = labels.reduce(0) { $0 + $1.1.columns } + (labels.count - 1) * bar
      if columns + 2 <= width { return TabsView.place(labels, bar: bar) }
    }
    return TabsView.place(full.filter { $0.0 == open }, bar: 1)
  }

  private static func place(
    _ labels: [(Tab, TerminalText)],
    bar: Int
  ) -> [(tab: Tab, text: TerminalText, column: Int)] {
    var column = 1
    return labels.map { tab, text in
      defer { column += text.columns + bar }
      return (tab, text, column)
    }
  }

  func paint(_ canvas: Canvas) {
    guard canvas.size.rows > 0 else { return }
    let places = places(columns: canvas.size.columns)
    var end = 1
    for (index, place) in places.enumerated() {
      if index > 0, place.column - end == glyphs.tabBar.columns {
        canvas.write(glyphs.tabBar, row: 0, column: end, style: theme.dim)
      }
      let style = place.tab == list.table.tab ? theme.openTab : theme.dim
      end = place.column + canvas.write(place.text, row: 0, column: place.column, style: style)
    }
    paintRight(canvas, from: end + 2)
  }

  private func paintRight(_ canvas: Canvas, from left: Int) {
    let room = canvas.size.columns - 1 - left
    let marked = list.markedCount
    let isFiltered = !list.table.search.isEmpty && !isTypingFilter
    let text: TerminalText =
      if marked > 0 {
        "\(marked) marked"
      } else if isFiltered {
        glyphs.cut("/\(list.table.search)", to: max(0, min(room, 30)))
      } else {
        TerminalText(list.table.order.words)
      }
    guard text.columns <= room else { return }
    canvas.write(
      text,
      row: 0,
      column: canvas.size.columns - 1 - text.columns,
      style: marked > 0 ? theme.mark : isFiltered ? theme.accent : theme.dim
    )
  }

  private func label(_ tab: Tab, counts: Bool) -> TerminalText {
    let table = list.table
    let known = table.count(of: tab) ?? (tab == table.tab ? table.visibleCount : nil)
    let count = counts ? known : nil
    let number = count.map { " \($0)" } ?? ""
    return switch tab {
    case .open: "Open\(number)"
    case .done: "Done\(number)"
    case .all: "All\(number)"
    case .today: "Today\(number)"
    case .overdue: "Overdue\(number)"
    case .view(let view): "\(view.name)\(number)"
    }
  }
}
