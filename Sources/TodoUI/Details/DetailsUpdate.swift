internal import TodoKit

extension ListState {
  mutating func read(
    _ panel: DetailsPanel,
    _ action: Action,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    guard action != .cancel, let item = table.item(panel.key) else {
      mode = .browsing
      return []
    }
    let page = DetailsPanel.rows(of: display.size)
    let last = max(0, DetailsPanel.lines(of: item, display).count - page)
    if let top = action.destination(from: panel.top, page: page, last: last) {
      var panel = panel
      panel.top = max(0, min(top, last))
      mode = .reading(panel)
      return []
    }
    return act(action, on: item, display, &notice)
  }
}
