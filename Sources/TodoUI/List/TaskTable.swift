package import TodoKit

/// Every task of the account in one order, and the rows that tab and filter leave of them.
///
/// Orders hold slots of one array, so that a move is an index and a change is a binary search: no key
/// costs more on a long list than on a short one, but for the shift of a packed array. Another
/// filter, tab or order costs one pass; clearing the filter costs nothing.
package struct TaskTable: Sendable, Equatable {
  private var slots: TaskSlots
  private var all: [Int32] = []
  /// What the tab leaves of all; nil where it leaves everything.
  private var tabbed: [Int32]?
  /// What the filter leaves of that; nil without one.
  private var found: [Int32]?
  private var counts = TaskCounts()
  private var index: SearchIndex?
  private var words: [[UInt8]] = []
  private var day: LocalDay

  /// The tab whose rows are visible.
  package private(set) var tab = Tab.open
  /// The words of the filter; empty without one.
  package private(set) var search = ""
  /// The order of the rows.
  package private(set) var order = ListOrder.created

  /// - Parameters:
  ///   - items: the tasks, in any order.
  ///   - counts: how many there are where `items` are not all of them; nil where they are.
  ///   - day: today.
  package init(_ items: [TodoItem] = [], of counts: TaskCounts? = nil, day: LocalDay) {
    self.day = day
    slots = TaskSlots(items, east: day.east)
    recount()
    reorder()
    if let counts { self.counts = counts }
  }

  private var shown: [Int32] { found ?? tabbed ?? all }

  /// How many rows the tab and the filter leave.
  package var visibleCount: Int { shown.count }

  /// How many tasks there are in all.
  package var count: Int { counts.open + counts.done }

  /// The row at a place of the visible order; nil outside of it.
  package func visible(at index: Int) -> TodoItem? {
    shown.indices.contains(index) ? slots[shown[index]] : nil
  }

  /// Every task in the order, visible or not.
  var items: some Sequence<TodoItem> { all.lazy.map { [slots] in slots[$0] } }

  /// The task a key names, visible or not.
  package func item(_ key: String) -> TodoItem? { slots.slot(of: key).map { slots[$0] } }

  /// How many tasks a tab has, whatever the filter; nil where that is counted only when it is shown.
  package func count(of tab: Tab) -> Int? { counts[tab] }

  /// Where a task stands in the visible order, or nil when it is not visible.
  package func index(of key: String) -> Int? {
    guard let slot = slots.slot(of: key) else { return nil }
    return place(of: slot, in: shown)
  }

  /// Where a task stands, or would stand, in the visible order.
  package func place(of item: TodoItem) -> Int {
    lowerBound(of: .init(item: item, facts: RowFacts(item.todo, east: day.east)), in: shown)
  }

  /// The next visible row behind `row` with all words in it, coming round to the top; nil for none.
  package mutating func match(_ search: String, after row: Int, by step: Int) -> Int? {
    let words = SearchIndex.words(search)
    let shown = shown
    if words.isEmpty || shown.isEmpty { return nil }
    buildIndex()
    for distance in 1...shown.count {
      let place = ((row + step * distance) % shown.count + shown.count) % shown.count
      if index?.has(words, slot: Int(shown[place])) == true { return place }
    }
    return nil
  }

  /// Shows another tab; the filter stays.
  package mutating func show(_ tab: Tab) {
    if tab == self.tab { return }
    self.tab = tab
    if case .view(let view) = tab, view.order != order { return sort(by: view.order) }
    choose()
  }

  /// Filters the tab by words; white space alone is no filter.
  package mutating func filter(_ search: String) {
    // Every row that matches a longer text also matched the shorter one it began with.
    let rest = search.hasPrefix(self.search) ? shown : tabbed ?? all
    self.search = search
    words = SearchIndex.words(search)
    find(in: rest)
  }

  /// Puts all rows into another order.
  package mutating func sort(by order: ListOrder) {
    if order == self.order { return }
    self.order = order
    reorder()
  }

  /// Takes another day for today.
  package mutating func turn(to day: LocalDay) {
    if day == self.day { return }
    if day.east != self.day.east { slots.turn(east: day.east) }
    self.day = day
    recount()
    reorder()
  }

  /// Replaces every task; tab, filter and order stay.
  package mutating func replaceAll(_ items: [TodoItem]) {
    slots = TaskSlots(items, east: day.east)
    index = nil
    recount()
    reorder()
  }

  /// Takes what a refresh brought.
  package mutating func apply(changed: [TodoItem], removed: [String]) {
    guard changed.count + removed.count > 64 else {
      for key in removed { remove(key) }
      for item in changed { put(item) }
      return
    }
    for key in removed { slots.free(key) }
    for item in changed { store(item) }
    recount()
    reorder()
  }

  /// Adds a task, or replaces the one of its key.
  package mutating func put(_ item: TodoItem) {
    if let slot = slots.slot(of: item.key) { unlink(slot) }
    link(store(item))
  }

  /// Removes the task of a key, and gives it back.
  @discardableResult
  package mutating func remove(_ key: String) -> TodoItem? {
    guard let slot = slots.slot(of: key) else { return nil }
    unlink(slot)
    slots.free(key)
    return slots[slot]
  }
}

extension TaskTable {
  @discardableResult
  private mutating func store(_ item: TodoItem) -> Int32 {
    let slot = slots.store(item, east: day.east)
    index?.set(item.todo, slot: Int(slot))
    return slot
  }

  private mutating func link(_ slot: Int32) {
    let row = slots.row(slot)
    counts.add(row.facts, 1, today: day.number)
    all.insert(slot, at: lowerBound(of: row, in: all))
    guard isInTab(slot) else { return }
    if let place = tabbed.map({ lowerBound(of: row, in: $0) }) { tabbed?.insert(slot, at: place) }
    guard let place = found.map({ lowerBound(of: row, in: $0) }), isFound(slot) else { return }
    found?.insert(slot, at: place)
  }

  private mutating func unlink(_ slot: Int32) {
    counts.add(slots.facts[Int(slot)], -1, today: day.number)
    if let place = place(of: slot, in: all) { all.remove(at: place) }
    if let place = tabbed.flatMap({ place(of: slot, in: $0) }) { tabbed?.remove(at: place) }
    if let place = found.flatMap({ place(of: slot, in: $0) }) { found?.remove(at: place) }
  }

  private mutating func reorder() {
    all = slots.used
    order.sort(&all, slots)
    choose()
  }

  private mutating func recount() {
    counts = TaskCounts()
    for slot in slots.used { counts.add(slots.facts[Int(slot)], 1, today: day.number) }
  }

  /// Finds the rows that tab and filter leave.
  private mutating func choose() {
    if tab.hasWords { buildIndex() }
    tabbed = tab == .all ? nil : all.filter { isInTab($0) }
    find(in: tabbed ?? all)
  }

  /// Finds the rows that the filter leaves of those of the tab.
  private mutating func find(in rows: [Int32]) {
    if words.isEmpty {
      found = nil
      return
    }
    buildIndex()
    found = rows.filter { isFound($0) }
  }

  private func isInTab(_ slot: Int32) -> Bool {
    guard tab.has(slots.facts[Int(slot)], today: day.number) else { return false }
    guard case .view(let view) = tab, !view.search.isEmpty else { return true }
    return index?.has(SearchIndex.words(view.search), slot: Int(slot)) == true
  }

  private func isFound(_ slot: Int32) -> Bool { index?.has(words, slot: Int(slot)) == true }

  /// Reads the texts of all tasks, once there is something to look for in them.
  private mutating func buildIndex() {
    if let index, !index.isWasteful { return }
    var built = SearchIndex()
    for (slot, item) in slots.items.enumerated() { built.set(item.todo, slot: slot) }
    index = built
  }

  private func place(of slot: Int32, in rows: [Int32]) -> Int? {
    let place = lowerBound(of: slots.row(slot), in: rows)
    return place < rows.count && rows[place] == slot ? place : nil
  }

  private func lowerBound(of row: TaskSlots.Row, in rows: [Int32]) -> Int {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if order.isBefore(slots.row(rows[middle]), row) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Tab {
  fileprivate var hasWords: Bool {
    if case .view(let view) = self { !view.search.isEmpty } else { false }
  }
}
