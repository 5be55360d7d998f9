internal import TodoKit

extension ListOrder {
  /// Whether `left` stands above `right`.
  func isBefore(_ left: TaskSlots.Row, _ right: TaskSlots.Row) -> Bool {
    switch self {
    case .created: break
    case .title:
      let (one, other) = (left.item.todo.title.lowercased(), right.item.todo.title.lowercased())
      if one != other { return one < other }
    case .due: if left.facts.due != right.facts.due { return left.facts.due < right.facts.due }
    case .priority:
      if left.facts.priority != right.facts.priority {
        return left.facts.priority < right.facts.priority
      }
    }
    if left.facts.created != right.facts.created {
      return left.facts.created > right.facts.created
    }
    return left.item.key < right.item.key
  }

  /// Sorts slots; what is expensive to compare is made once for each.
  func sort(_ order: inout [Int32], _ slots: TaskSlots) {
    if self == .title {
      var keyed = order.map { (slots[$0].todo.title.lowercased(), $0) }
      keyed.sort {
        $0.0 == $1.0
          ? ListOrder.created.isBefore(slots.row($0.1), slots.row($1.1)) : $0.0 < $1.0
      }
      order = keyed.map(\.1)
      return
    }
    // Numbers alone, the first to be compared in the first place.
    var keyed = order.map { slot in
      let facts = slots.facts[Int(slot)]
      let first: Int64 =
        switch self {
        case .created, .title: 0
        case .due: Int64(facts.due)
        case .priority: Int64(facts.priority)
        }
      return (first: first, created: facts.created, slot: slot)
    }
    keyed.sort {
      if $0.first != $1.first { return $0.first < $1.first }
      if $0.created != $1.created { return $0.created > $1.created }
      return slots[$0.slot].key < slots[$1.slot].key
    }
    order = keyed.map(\.slot)
  }
}

extension TaskSlots {
  /// A task and its facts, as orders compare them.
  struct Row {
    let item: TodoItem
    let facts: RowFacts
  }

  func row(_ slot: Int32) -> Row { Row(item: self[slot], facts: facts[Int(slot)]) }
}
