package import TodoKit

/// Every task of the account in the order of each tab, kept up to date one row at a time.
///
/// The orders hold slots of one array, so that a move is an index and a change is a binary search:
/// no key costs more on a long list than on a short one, but for the shift of a packed array.
package struct TaskTable: Sendable, Equatable {
  private var slots: [TodoItem] = []
  private var freeSlots: [Int] = []
  private var slotByKey: [String: Int] = [:]
  private var open: [Int] = []
  private var done: [Int] = []
  private var all: [Int] = []
  /// The rows of the tab that match the filter; nil without a filter.
  private var found: [Int]?
  private var query = TodoQuery()

  package init(_ items: [TodoItem] = []) {
    replaceAll(items)
  }

  /// The tab whose rows are visible.
  package var status: TodoQuery.Status { query.status }
  /// The words of the filter; empty without one.
  package var search: String { query.search }

  /// How many rows the tab and the filter leave.
  package var visibleCount: Int { found?.count ?? order(of: status).count }

  /// The row at a place of the visible order; nil outside of it.
  package func visible(at index: Int) -> TodoItem? {
    let count = visibleCount
    guard index >= 0, index < count else { return nil }
    if let found { return slots[found[index]] }
    return slots[order(of: status)[index]]
  }

  /// The task a key names, visible or not.
  package func item(_ key: String) -> TodoItem? {
    slotByKey[key].map { slots[$0] }
  }

  /// How many tasks a tab has, whatever the filter.
  package func count(of status: TodoQuery.Status) -> Int { order(of: status).count }

  /// Where a task stands in the visible order, or nil when it is not visible.
  package func index(of key: String) -> Int? {
    guard let slot = slotByKey[key] else { return nil }
    let visible = found ?? order(of: status)
    let index = lowerBound(of: slots[slot], in: visible)
    return index < visible.count && visible[index] == slot ? index : nil
  }

  /// Where a task stands, or would stand, in the visible order.
  package func place(of item: TodoItem) -> Int {
    lowerBound(of: item, in: found ?? order(of: status))
  }

  /// Shows another tab; the filter stays.
  package mutating func show(_ status: TodoQuery.Status) {
    query.status = status
    if found != nil { found = order(of: status).filter { query.matches(slots[$0]) } }
  }

  /// Filters the tab by words; white space alone is no filter.
  package mutating func filter(_ search: String) {
    // Every row that matches a longer text also matched the shorter one it began with.
    let narrowed = search.hasPrefix(query.search) ? found : nil
    query.search = search
    if search.allSatisfy(\.isWhitespace) {
      found = nil
    } else {
      found = (narrowed ?? order(of: status)).filter { query.matches(slots[$0]) }
    }
  }

  /// Replaces every task; tab and filter stay.
  package mutating func replaceAll(_ items: [TodoItem]) {
    slots = items
    freeSlots = []
    slotByKey = Dictionary(minimumCapacity: items.count)
    for (slot, item) in items.enumerated() { slotByKey[item.key] = slot }
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
    reorder()
  }

  /// Adds a task, or replaces the one of its key.
  package mutating func put(_ item: TodoItem) {
    if let slot = slotByKey[item.key] {
      let old = slots[slot]
      if found == nil, old.todo.isCompleted == item.todo.isCompleted,
        old.todo.createdAt == item.todo.createdAt
      {
        slots[slot] = item
        return
      }
      unlink(slot)
    }
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

  private func order(of status: TodoQuery.Status) -> [Int] {
    switch status {
    case .open: open
    case .done: done
    case .all: all
    }
  }

  @discardableResult
  private mutating func store(_ item: TodoItem) -> Int {
    if let slot = slotByKey[item.key] ?? freeSlots.popLast() {
      slots[slot] = item
      slotByKey[item.key] = slot
      return slot
    }
    slots.append(item)
    slotByKey[item.key] = slots.count - 1
    return slots.count - 1
  }

  private mutating func link(_ slot: Int) {
    let item = slots[slot]
    all.insert(slot, at: lowerBound(of: item, in: all))
    if item.todo.isCompleted {
      done.insert(slot, at: lowerBound(of: item, in: done))
    } else {
      open.insert(slot, at: lowerBound(of: item, in: open))
    }
    if found != nil, query.matches(item) {
      let index = lowerBound(of: item, in: found ?? [])
      found?.insert(slot, at: index)
    }
  }

  private mutating func unlink(_ slot: Int) {
    let item = slots[slot]
    all.remove(at: lowerBound(of: item, in: all))
    if item.todo.isCompleted {
      done.remove(at: lowerBound(of: item, in: done))
    } else {
      open.remove(at: lowerBound(of: item, in: open))
    }
    if found == nil { return }
    let index = lowerBound(of: item, in: found ?? [])
    if index < visibleCount, found?[index] == slot { found?.remove(at: index) }
  }

  private mutating func reorder() {
    all = Array(slotByKey.values)
    // Stores hand over rows in this very order: slot order first makes the sort one pass.
    all.sort()
    if !zip(all, all.dropFirst()).allSatisfy({ query.isBefore(slots[$0], slots[$1]) }) {
      all.sort { query.isBefore(slots[$0], slots[$1]) }
    }
    open = all.filter { !slots[$0].todo.isCompleted }
    done = all.filter { slots[$0].todo.isCompleted }
    if found != nil { found = order(of: status).filter { query.matches(slots[$0]) } }
  }

  private func lowerBound(of item: TodoItem, in order: [Int]) -> Int {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if query.isBefore(slots[order[middle]], item) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
