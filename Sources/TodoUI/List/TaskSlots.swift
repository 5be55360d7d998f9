internal import TodoKit

/// Every task in a slot that it keeps as long as it is there, found by its key.
struct TaskSlots: Sendable, Equatable {
  private(set) var items: [TodoItem]
  /// Of the same slots.
  private(set) var facts: [RowFacts]
  private var slotByKey: [String: Int32]
  private var free: [Int32] = []

  init(_ items: [TodoItem], east: Int) {
    self.items = items
    facts = items.map { RowFacts($0.todo, east: east) }
    slotByKey = Dictionary(minimumCapacity: items.count)
    for (slot, item) in items.enumerated() { slotByKey[item.key] = Int32(slot) }
  }

  /// The slots that hold a task, in no order.
  var used: [Int32] {
    // Without a hole it is all of them; the dictionary's own order would run all over memory.
    slotByKey.count == items.count ? Array(0..<Int32(items.count)) : Array(slotByKey.values)
  }

  var count: Int { slotByKey.count }

  subscript(slot: Int32) -> TodoItem { items[Int(slot)] }

  func slot(of key: String) -> Int32? { slotByKey[key] }

  /// Puts a task into the slot of its key, or a free one.
  mutating func store(_ item: TodoItem, east: Int) -> Int32 {
    let row = RowFacts(item.todo, east: east)
    if let old = slotByKey[item.key] ?? free.popLast() {
      items[Int(old)] = item
      facts[Int(old)] = row
      slotByKey[item.key] = old
      return old
    }
    let slot = Int32(items.count)
    items.append(item)
    facts.append(row)
    slotByKey[item.key] = slot
    return slot
  }

  /// Forgets a key; the slot keeps its task until another one takes it.
  mutating func free(_ key: String) {
    if let slot = slotByKey.removeValue(forKey: key) { free.append(slot) }
  }

  /// Takes another place on earth: days begin elsewhere.
  mutating func turn(east: Int) { facts = items.map { RowFacts($0.todo, east: east) } }
}
