internal import TerminalKit
internal import TodoKit

extension Model {
  /// How many rows one notch of the wheel is.
  private static let notch = 3

  /// The mouse: a click selects, on the marker it completes, on a tab it opens it; the wheel scrolls.
  ///
  /// While something is typed or asked, it means nothing: no text is lost by a stray click.
  mutating func point(_ event: MouseEvent) -> [Effect] {
    guard [.list, .reading, .help, .pager, .profiles, .queue, .conflict].contains(context),
      !isTooSmall
    else {
      return []
    }
    let hit = event.kind == .press ? hit(event.position) : nil
    notice = nil
    pending = PendingKeys()
    switch event.kind {
    case .wheelDown: return scroll(.moveDown)
    case .wheelUp: return scroll(.moveUp)
    case .press: break
    }
    switch hit {
    case .tab(let tab): list.show(tab)
    case .row(let row, let isMarker):
      list.move(to: row)
      list.lost = nil
      if isMarker { return list.perform(.toggleCompleted, 1, display, &notice) }
    case nil: break
    }
    return []
  }

  private mutating func scroll(_ action: Action) -> [Effect] {
    if overlay != nil { return performOnOverlay(action, Model.notch) }
    return list.perform(action, Model.notch, display, &notice)
  }

  private enum Hit {
    case tab(Tab)
    case row(Int, isMarker: Bool)
  }

  /// What of the list stands at a cell of the screen.
  private func hit(_ position: Position) -> Hit? {
    guard context == .list else { return nil }
    let body = ScreenAreas(
      above: FooterView(self, columns: display.size.columns),
      display.size
    ).body
    let layout = ListLayout(list, Rect(body.size), display)
    let place = Position(row: position.row - body.row, column: position.column - body.column)
    if layout.tabs.contains(place) {
      let tab = TabsView(self).places(columns: body.columns).first {
        ($0.column..<$0.column + $0.text.columns).contains(place.column)
      }
      return (tab?.tab).map { .tab($0) }
    }
    guard layout.rows.contains(place) else { return nil }
    let row = list.firstRow(shown: layout.rows.rows) + place.row - layout.rows.row
    guard list.table.visible(at: row) != nil else { return nil }
    return .row(row, isMarker: (2...4).contains(place.column))
  }
}
