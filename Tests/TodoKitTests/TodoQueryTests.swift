import Testing
import TodoKit

func item(
  _ key: String,
  _ title: String,
  done: Bool = false,
  at: Int64 = 0,
  description: String? = nil
) -> TodoItem {
  let moment = Timestamp(milliseconds: at)
  return TodoItem(
    key: key,
    todo: Todo(
      id: key,
      title: title,
      description: description,
      isCompleted: done,
      createdAt: moment,
      updatedAt: moment
    ),
    state: .synced
  )
}

@Suite struct `A query` {
  let items = [
    item("a", "Buy milk", at: 1),
    item("b", "Call Ada", done: true, at: 2),
    item("c", "apples", at: 3, description: "for the MILK bar"),
    item("d", "Zebra", at: 3),
  ]

  @Test func `shows open tasks, newest first, ties by key`() {
    #expect(TodoQuery().apply(to: items).map(\.key) == ["c", "d", "a"])
  }

  @Test func `sorts by due date and priority, ties newest first and then by key`() {
    var items = items
    items[0].todo.due = .day(CalendarDay(daysSinceEpoch: 2))
    items[1].todo.due = .moment(Timestamp(milliseconds: 86_400_000))
    items[0].todo.priority = .low
    items[2].todo.priority = .high
    let due = TodoQuery(status: .all, sort: .due).apply(to: items).map(\.key)
    #expect(due == ["b", "a", "c", "d"])
    let priority = TodoQuery(status: .all, sort: .priority).apply(to: items).map(\.key)
    #expect(priority == ["c", "a", "d", "b"])
  }

  @Test func `shows done tasks, or all`() {
    #expect(TodoQuery(status: .done).apply(to: items).map(\.key) == ["b"])
    #expect(TodoQuery(status: .all).apply(to: items).map(\.key) == ["c", "d", "b", "a"])
  }

  @Test func `finds every word in title or description, whatever its case`() {
    #expect(TodoQuery(search: "milk").apply(to: items).map(\.key) == ["c", "a"])
    #expect(TodoQuery(search: "MILK bar").apply(to: items).map(\.key) == ["c"])
    #expect(TodoQuery(search: "milk zebra").apply(to: items).isEmpty)
  }

  @Test func `sorts by title without regard to case`() {
    #expect(
      TodoQuery(status: .all, sort: .title).apply(to: items).map(\.key) == ["c", "a", "b", "d"]
    )
  }
}

@Suite struct `A reference` {
  let items = [
    item("0a1b2c3d-0000-4000-8000-000000000001", "Buy milk"),
    item("0a1b9999-0000-4000-8000-000000000002", "Buy milk and bread"),
    item("ffff0000-0000-4000-8000-000000000003", "Read the milkman"),
    item("17", "Seventeen"),
  ]

  func resolve(_ text: String, lastList: [String] = []) throws(TodoReference.Failure) -> String {
    try TodoReference(text).resolve(in: items, lastList: lastList).key
  }

  @Test func `that is a number means a row of the last list, never an id`() throws {
    #expect(try resolve("2", lastList: [items[2].key, items[0].key]) == items[0].key)
    #expect(throws: TodoReference.Failure.notFound(rows: 0)) { try resolve("17") }
    #expect(throws: TodoReference.Failure.notFound(rows: 1)) {
      try resolve("0", lastList: ["17"])
    }
  }

  @Test func `with id: in front is always the id`() throws {
    #expect(try resolve("id:17") == "17")
    #expect(throws: TodoReference.Failure.notFound(rows: nil)) { try resolve("id:1") }
  }

  @Test func `may be a unique prefix of an id, four characters or more`() throws {
    #expect(try resolve("FFFF") == items[2].key)
    #expect(try resolve("0a1b2") == items[0].key)
    #expect(throws: TodoReference.Failure.ambiguous([items[0], items[1]])) { try resolve("0a1b") }
    #expect(throws: TodoReference.Failure.notFound(rows: nil)) { try resolve("fff") }
  }

  @Test func `takes the best class of title matches only`() throws {
    #expect(try resolve("buy milk") == items[0].key)
    #expect(try resolve("bread") == items[1].key)
    #expect(try resolve("man") == items[2].key)
    #expect(throws: TodoReference.Failure.ambiguous([items[0], items[1]])) { try resolve("buy") }
    #expect(throws: TodoReference.Failure.notFound(rows: nil)) { try resolve("cheese") }
    #expect(throws: TodoReference.Failure.notFound(rows: nil)) { try resolve("") }
  }
}
