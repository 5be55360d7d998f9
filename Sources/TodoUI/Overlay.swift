internal import TerminalKit

extension Model {
  mutating func performOnOverlay(_ action: Action, _ count: Int?) -> [Effect] {
    switch overlay {
    case .help(let panel):
      guard let next = panel.performing(action, count, display) else {
        overlay = covered
        covered = nil
        return renewal
      }
      overlay = .help(next)
    case .pager(let pager):
      overlay = pager.performing(action, count, display).map { .pager($0) }
    case .profiles(let panel):
      return choose(from: panel, action, count)
    case .queue(let panel): return perform(action, count, on: panel)
    case .conflict(let panel): return perform(action, count, on: panel)
    case nil: break
    }
    return []
  }

  mutating func typeHelpSearch(_ text: String) {
    guard case .help(var panel) = overlay else { return }
    if !panel.type(text) { notice = .textCut }
    overlay = .help(panel)
  }

  private mutating func choose(
    from panel: ProfilesPanel,
    _ action: Action,
    _ count: Int?
  ) -> [Effect] {
    var panel = panel
    let last = panel.names.count - 1
    let page = display.bodySize.rows
    switch action {
    case .cancel: overlay = nil
    case .accept:
      overlay = nil
      let name = panel.names.indices.contains(panel.cursor) ? panel.names[panel.cursor] : profile
      return name == profile ? [] : [.useProfile(name)]
    default:
      guard
        let row = action.destination(from: panel.cursor, page: page, last: last, count: count)
      else { return [] }
      panel.cursor = max(0, min(row, last))
      overlay = .profiles(panel)
    }
    return []
  }
}
