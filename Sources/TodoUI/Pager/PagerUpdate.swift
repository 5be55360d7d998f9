internal import TerminalKit

extension Pager {
  /// The overlay after an action; nil once it is closed.
  func performing(_ action: Action, _ count: Int?, _ display: Display) -> Pager? {
    if action == .cancel { return nil }
    var pager = self
    if case .output = content { pager.layOut(display) }
    let page = max(1, display.bodySize.rows - 1)
    let last = max(0, pager.rows(display).count - page)
    let here = min(top, last)
    guard let top = action.destination(from: here, page: page, last: last, count: count) else {
      return pager
    }
    pager.top = max(0, min(top, last))
    return pager
  }
}
