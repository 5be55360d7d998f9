package import TodoKit

/// Every task of the account in one order, and the rows that tab and filter leave of them.
///
/// Orders hold slots of one array, so that a move is an index and a change is a binary search: no key
/// costs more on a long list than on a short one, but for the shift of a packed array. Another
/// filter, tab or order costs one pass.
package struct TaskTable: Sendable, Equatable {
  private var slots: [TodoItem] = []
  private var freeSlots: [Int] = []
  private var slotByKey: [String: Int] = [:]
  private var all: [Int] = []
  private var shown: [Int] = []
  private var counts = TabCounts()
  private var index: SearchIndex?
  private var words: [[UInt8]] = []
  private var day: LocalDay

  /// The tab whose rows are visible.
  package private(set) var tab = Tab.open
  /// The words of the filter; empty without one.
  package private(set) var search = ""
  /// The order of the rows.
  package private(set) var order = ListOrder.created

  package init(_ items: [TodoItem] = [], day: LocalDay) {
    self.day = day
    replaceAll(items)
  }

  /// How many rows the tab and the filter leave.
  package var visibleCount: Int { shown.count }

  /// How many tasks there are in all.
  package var count: Int { all.count }

  /// The row at a place of the visible order; nil outside of it.
  package func visible(at index: Int) -> TodoItem? {
    shown.indices.contains(index) ? slots[shown[index]] : nil
  }

  /// Every task in the order, visible or not.
  var items: some Sequence<TodoItem> { all.lazy.map { [slots] in slots[$0] } }

  /// The task a key names, visible or not.
  package func item(_ key: String) -> TodoItem? { slotByKey[key].map { slots[$0] } }

  /// How many tasks a tab has, whatever the filter; nil where that is counted only when it is shown.
  package func count(of tab: Tab) -> Int? { counts[tab] }

  /// Where a task stands in the visible order, or nil when it is not visible.
  package func index(of key: String) -> Int? {
    guard let slot = slotByKey[key] else { return nil }
    let place = lowerBound(of: slots[slot], in: shown)
    return place < shown.count && shown[place] == slot ? place : nil
  }

  /// Where a task stands, or would stand, in the visible order.
  package func place(of item: TodoItem) -> Int { lowerBound(of: item, in: shown) }

  /// The next visible row behind `row` with all words in it, coming round to the top; nil for none.
  package mutating func match(_ search: String, after row: Int, by step: Int) -> Int? {
    let words = SearchIndex.words(search)
    let count = shown.count
    if words.isEmpty || count == 0 { return nil }
    buildIndex()
    for distance in 1...count {
      let place = ((row + step * distance) % count + count) % count
      if index?.has(words, slot: shown[place]) == true { return place }
    }
    return nil
  }

  /// Shows another tab; the filter stays.
  package mutating func show(_ tab: Tab) {
    self.tab = tab
    if case .view(let view) = tab, view.order != order { return sort(by: view.order) }
    choose()
  }

  /// Filters the tab by words; white space alone is no filter.
  package mutating func filter(_ search: String) {
    // Every row that matches a longer text also matched the shorter one it began with.
    let isNarrower = search.hasPrefix(self.search)
    self.search = search
    words = SearchIndex.words(search)
    if isNarrower, !words.isEmpty {
      buildIndex()
      shown = shown.filter { index?.has(words, slot: $0) == true }
    } else {
      choose()
    }
  }

  /// Puts all rows into another order.
  package mutating func sort(by order: ListOrder) {
    self.order = order
    reorder()
  }

  /// Takes another day for today.
  package mutating func turn(to day: LocalDay) {
    if day == self.day { return }
    self.day = day
    recount()
    choose()
  }

  /// Replaces every task; tab, filter and order stay.
  package mutating func replaceAll(_ items: [TodoItem]) {
    slots = items
    freeSlots = []
    index = nil
    slotByKey = Dictionary(minimumCapacity: items.count)
    for (slot, item) in items.enumerated() { slotByKey[item.key] = slot }
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
    for key in removed {
      if let slot = slotByKey.removeValue(forKey: key) { freeSlots.append(slot) }
    }
    for item in changed { store(item) }
    recount()
    reorder()
  }

  /// Adds a task, or replaces the one of its key.
  package mutating func put(_ item: TodoItem) {
    if let slot = slotByKey[item.key] { unlink(slot) }
    link(store(item))
  }

  /// Removes the task of a key, and gives it back.
  @discardableResult
  package mutating func remove(_ key: String) -> TodoItem? {
    guard let slot = slotByKey[key] else { return nil }
    unlink(slot)
    slotByKey[key] = nil
    freeSlots.append(slot)
    return slots[slot]
  }
}

extension TaskTable {
  @discardableResult
  private mutating func store(_ item: TodoItem) -> Int {
    let slot: Int
    if let old = slotByKey[item.key] ?? freeSlots.popLast() {
      slot = old
      slots[slot] = item
    } else {
      slot = slots.count
      slots.append(item)
    }
    slotByKey[item.key] = slot
    index?.set(item.todo, slot: slot)
    return slot
  }

  private mutating func link(_ slot: Int) {
    let item = slots[slot]
    counts.add(item.todo, 1, on: day)
    all.insert(slot, at: lowerBound(of: item, in: all))
    if isShown(slot) { shown.insert(slot, at: lowerBound(of: item, in: shown)) }
  }

  private mutating func unlink(_ slot: Int) {
    let item = slots[slot]
    counts.add(item.todo, -1, on: day)
    all.remove(at: lowerBound(of: item, in: all))
    let place = lowerBound(of: item, in: shown)
    if place < shown.count, shown[place] == slot { shown.remove(at: place) }
  }

  private mutating func reorder() {
    all = Array(slotByKey.values)
    order.sort(&all, slots, day)
    choose()
  }

  private mutating func recount() {
    counts = TabCounts()
    for slot in slotByKey.values { counts.add(slots[slot].todo, 1, on: day) }
  }

  /// Finds the rows that tab and filter leave.
  private mutating func choose() {
    if tab == .all, words.isEmpty {
      shown = all
      return
    }
    if !words.isEmpty || tab.hasWords { buildIndex() }
    let chosen = all.filter { isShown($0) }
    shown = chosen
  }

  private func isShown(_ slot: Int) -> Bool {
    guard tab.has(slots[slot].todo, on: day) else { return false }
    if !words.isEmpty, index?.has(words, slot: slot) != true { return false }
    guard case .view(let view) = tab, !view.search.isEmpty else { return true }
    return index?.has(SearchIndex.words(view.search), slot: slot) == true
  }

  /// Reads the texts of all tasks, once there is something to look for in them.
  private mutating func buildIndex() {
    if let index, !index.isWasteful { return }
    var built = SearchIndex()
    for (slot, item) in slots.enumerated() { built.set(item.todo, slot: slot) }
    index = built
  }

  private func lowerBound(of item: TodoItem, in slots: [Int]) -> Int {
    var low = 0
    var high = slots.count
    while low < high {
      let middle = (low + high) / 2
      if order.isBefore(self.slots[slots[middle]], item, day) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}

extension Tab {
  fileprivate var hasWords: Bool {
    if case .view(let view) = self { !view.search.isEmpty } else { false }
  }
}
