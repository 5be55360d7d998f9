extension HelpPanel {
  /// The overlay after an action; nil once it is closed.
  func performing(_ action: Action, _ count: Int?, _ display: Display) -> HelpPanel? {
    var panel = self
    if isSearching {
      switch action {
      case .accept: panel.isSearching = false
      case .cancel: panel.endSearch()
      case .edit(.deleteBackward) where search?.isEmpty != false: panel.endSearch()
      case .edit(let edit): panel.edit(edit)
      default: break
      }
      return panel
    }
    switch action {
    case .cancel where search != nil: panel.endSearch()
    case .cancel: return nil
    case .filter: panel.startSearch()
    default:
      let page = HelpPanel.rows(of: display.size)
      let last = max(0, lines.count - page)
      let here = min(top, last)
      guard
        let top = action.destination(from: here, page: page, last: last, count: count)
      else { return self }
      panel.top = max(0, min(top, last))
    }
    return panel
  }
}
