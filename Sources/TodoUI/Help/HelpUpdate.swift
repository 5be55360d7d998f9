extension HelpPanel {
  /// The overlay after an action; nil once it is closed.
  func performing(_ action: Action, _ display: Display) -> HelpPanel? {
    if action == .cancel { return nil }
    let page = HelpPanel.rows(of: display.size)
    let last = max(0, lines.count - page)
    guard let top = action.destination(from: top, page: page, last: last) else { return self }
    var panel = self
    panel.top = max(0, min(top, last))
    return panel
  }
}
