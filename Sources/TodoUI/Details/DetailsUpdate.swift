internal import TerminalKit
internal import TodoKit

extension ListState {
  mutating func read(
    _ action: Action,
    _ count: Int?,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    if action == .cancel {
      details = DetailsPane()
      return []
    }
    let (page, last) = detailsExtent(display)
    if let top = action.destination(from: details.top, page: page, last: last, count: count) {
      details.top = max(0, min(top, last))
      return []
    }
    return act(action, count, display, &notice)
  }

  mutating func scrollDetails(by lines: Int, _ display: Display) {
    details.top = max(0, min(details.top + lines, detailsExtent(display).last))
  }

  /// The rows of the pane, and the last line that can stand on top of it.
  private func detailsExtent(_ display: Display) -> (page: Int, last: Int) {
    guard details.isOpen, let item = selected else { return (1, 0) }
    let area = ListLayout(self, Rect(display.bodySize), display).details ?? Rect(display.bodySize)
    let page = max(1, area.rows - 1)
    let lines = DetailsView(item: item, top: 0, display: display).lines(width: area.columns)
    return (page, max(0, lines.count - page))
  }
}
