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

@Suite struct `The table of tasks` {
  private func visible(_ table: TaskTable) -> [TodoItem] {
    (0..<table.visibleCount).compactMap { table.visible(at: $0) }
  }

  @Test(arguments: 1...8)
  func `changed row by row it equals one built anew`(_ seed: Int) {
    var generator = SeededGenerator(state: UInt64(seed))
    var table = TaskTable(sampleItems)
    var rows = Dictionary(uniqueKeysWithValues: sampleItems.map { ($0.key, $0) })
    for step in 0..<300 {
      let batch = step % 50 == 49 ? 80 : Int.random(in: 0...3, using: &generator)
      var changed: [TodoItem] = []
      for _ in 0..<batch {
        let number = Int.random(in: 0..<60, using: &generator)
        var row = item(number, "the \(Int.random(in: 0..<9, using: &generator))")
        row.todo.isCompleted = Bool.random(using: &generator)
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
      if step % 7 == 0, let status = TodoQuery.Status.allCases.randomElement(using: &generator) {
        table.show(status)
      }
      if step % 11 == 0 {
        table.filter(["", "the", "the 1", "5", " "].randomElement(using: &generator) ?? "")
      }
      let query = TodoQuery(status: table.status, search: table.search)
      let expected = query.apply(to: Array(rows.values))
      #expect(visible(table) == expected, "step \(step)")
      for status in TodoQuery.Status.allCases {
        let count = TodoQuery(status: status).apply(to: Array(rows.values)).count
        #expect(table.count(of: status) == count)
      }
      for (index, row) in expected.enumerated() { #expect(table.index(of: row.key) == index) }
    }
  }

  @Test func `rows given in any order stand newest first`() {
    #expect(visible(TaskTable(sampleItems.reversed())) == visible(TaskTable(sampleItems)))
    #expect(visible(TaskTable(sampleItems)).first?.key == "key-1")
  }

  @Test func `places outside of the list hold nothing`() {
    let table = TaskTable(sampleItems)
    #expect(table.visible(at: -1) == nil)
    #expect(table.visible(at: 7) == nil)
    #expect(table.index(of: "nobody") == nil)
    #expect(table.index(of: "key-5") == nil)
    #expect(TaskTable().visible(at: 0) == nil)
  }
}
