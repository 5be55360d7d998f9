internal import TodoKit

/// What of the screen comes back at the next start.
package struct ScreenMemory: Sendable, Equatable {
  /// ``Tab/name`` of the open tab.
  package var tab: String
  /// The filter; empty for none.
  package var filter: String
  package var order: ListOrder
  /// The key of the task under the cursor.
  package var cursor: String?
  /// Whether the details were open.
  package var showsDetails: Bool
  /// Whether the hint of the first run has done its work.
  package var knowsHelp: Bool

  package init(
    tab: String = Tab.open.name,
    filter: String = "",
    order: ListOrder = .created,
    cursor: String? = nil,
    showsDetails: Bool = false,
    knowsHelp: Bool = false
  ) {
    self.tab = tab
    self.filter = filter
    self.order = order
    self.cursor = cursor
    self.showsDetails = showsDetails
    self.knowsHelp = knowsHelp
  }
}

extension Model {
  /// The screen as it is to come back.
  package var memory: ScreenMemory {
    ScreenMemory(
      tab: list.table.tab.name,
      filter: list.table.search,
      order: list.table.order,
      cursor: list.selected?.key,
      showsDetails: list.details.isOpen,
      knowsHelp: knowsHelp
    )
  }
}

extension ListState {
  /// Makes the list as it was left; what is not there any more is left out.
  mutating func recall(_ memory: ScreenMemory) {
    table.sort(by: memory.order)
    if let tab = tabs.first(where: { $0.name == memory.tab }) { table.show(tab) }
    table.filter(memory.filter)
    details.isOpen = memory.showsDetails
    move(to: memory.cursor.flatMap { table.index(of: $0) } ?? 0)
  }
}
