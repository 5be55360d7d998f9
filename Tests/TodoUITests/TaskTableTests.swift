import Testing
import TodoKit
import TodoUI

/// A small generator with a seed, so that a failure can be run again (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

let today = LocalDay(today: now.day(), east: 0)

/// What the table must show, by going through all rows each time.
private struct Reference {
  private let tab: Tab
  private let words: [Substring]
  private let order: ListOrder
  private let day: LocalDay

  init(_ table: TaskTable, _ day: LocalDay) {
    tab = table.tab
    words = table.search.lowercased().split(separator: " ")
    order = table.order
    self.day = day
  }

  static func has(_ todo: Todo, _ tab: Tab, _ day: LocalDay) -> Bool {
    let due = todo.due?.day(east: 0)
    return switch tab {
    case .open: !todo.isCompleted
    case .done: todo.isCompleted
    case .all: true
    case .today: !todo.isCompleted && due == day.today
    case .overdue: !todo.isCompleted && due.map { $0 < day.today } == true
    case .view(let view):
      !todo.isCompleted && matches(todo, view.search.split(separator: " "))
    }
  }

  func rows(of all: [TodoItem]) -> [TodoItem] {
    all.filter { Reference.has($0.todo, tab, day) && Reference.matches($0.todo, words) }.sorted {
      one,
      other in
      let ranks = (rank(one.todo), rank(other.todo))
      if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
      if one.todo.createdAt != other.todo.createdAt {
        return one.todo.createdAt > other.todo.createdAt
      }
      return one.key < other.key
    }
  }

  private static func matches(_ todo: Todo, _ words: [Substring]) -> Bool {
    let text =
      todo.title + todo.tags.map { " #\($0)" }.joined()
      + (todo.priority.map { " !\($0.rawValue)" } ?? "")
    return words.allSatisfy { text.lowercased().contains($0) }
  }

  private func rank(_ todo: Todo) -> String {
    switch order {
    case .created: ""
    case .title: todo.title.lowercased()
    case .due: todo.due?.day(east: 0).iso8601 ?? "none"
    case .priority:
      switch todo.priority {
      case .high: "0"
      case .medium: "1"
      case .low: "2"
      case nil: "3"
      }
    }
  }
}

private let tabs: [Tab] = [
  .open, .done, .all, .today, .overdue,
  .view(SavedView(name: "twos", search: "the 2", order: .title)),
]

@Suite struct `The table of tasks` {
  private func visible(_ table: TaskTable) -> [TodoItem] {
    (0..<table.visibleCount).compactMap { table.visible(at: $0) }
  }

  @Test(arguments: 1...8)
  func `changed row by row it equals one built anew`(_ seed: Int) {
    var generator = SeededGenerator(state: UInt64(seed))
    var table = TaskTable(sampleItems, day: today)
    var rows = Dictionary(uniqueKeysWithValues: sampleItems.map { ($0.key, $0) })
    for step in 0..<300 {
      let batch = step % 50 == 49 ? 80 : Int.random(in: 0...3, using: &generator)
      var changed: [TodoItem] = []
      for _ in 0..<batch {
        let number = Int.random(in: 0..<60, using: &generator)
        var row = item(number, "the \(Int.random(in: 0..<9, using: &generator))")
        row.todo.isCompleted = Bool.random(using: &generator)
        row.todo.priority = [nil, .low, .high].randomElement(using: &generator) ?? nil
        let days = Int.random(in: -3...3, using: &generator)
        row.todo.due = days == 0 ? nil : .day(today.today.adding(days: days))
        if days > 0 { row.todo.tags = ["T\(days)"] }
        // Equal moments too: then the key decides.
        if Bool.random(using: &generator) { row.todo.createdAt = now }
        if !changed.contains(where: { $0.key == row.key }) { changed.append(row) }
      }
      let removed = rows.keys.sorted().filter { key in
        Int.random(in: 0..<20, using: &generator) == 0 && !changed.contains { $0.key == key }
      }
      table.apply(changed: changed, removed: removed)
      for row in changed { rows[row.key] = row }
      for key in removed { rows[key] = nil }
      if step % 7 == 0, let tab = tabs.randomElement(using: &generator) { table.show(tab) }
      if step % 11 == 0 {
        let filters = ["", "the", "the 1", "5", " ", "#t1", "!high the", "THE #t"]
        table.filter(filters.randomElement(using: &generator) ?? "")
      }
      if step % 13 == 0, let order = ListOrder.allCases.randomElement(using: &generator) {
        table.sort(by: order)
      }
      let day = LocalDay(today: today.today.adding(days: step / 29 % 4), east: 0)
      table.turn(to: day)
      let expected = Reference(table, day).rows(of: Array(rows.values))
      #expect(visible(table).map(\.key) == expected.map(\.key), "step \(step)")
      #expect(Set(visible(table)) == Set(expected))
      for tab in [Tab.open, .done, .all, .today, .overdue] {
        let count = rows.values.count { Reference.has($0.todo, tab, day) }
        #expect(table.count(of: tab) == count)
      }
      for (index, row) in expected.enumerated() { #expect(table.index(of: row.key) == index) }
    }
  }

  @Test func `rows given in any order stand newest first`() {
    #expect(
      visible(TaskTable(sampleItems.reversed(), day: today))
        == visible(TaskTable(sampleItems, day: today))
    )
    #expect(visible(TaskTable(sampleItems, day: today)).first?.key == "key-1")
  }

  @Test func `places outside of the list hold nothing`() {
    let table = TaskTable(sampleItems, day: today)
    #expect(table.visible(at: -1) == nil)
    #expect(table.visible(at: 7) == nil)
    #expect(table.index(of: "nobody") == nil)
    #expect(table.index(of: "key-5") == nil)
    #expect(TaskTable(day: today).visible(at: 0) == nil)
  }
}
