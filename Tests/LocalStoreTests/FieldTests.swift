import LocalStore
import Testing
import TodoKit

@Suite struct `Priority, due date and tags` {
  private static let day = DueDate.day(CalendarDay(daysSinceEpoch: 20_000))
  private static let moment = DueDate.moment(Timestamp(milliseconds: 1_800_000_123_456))

  private func draft(_ title: String, isCompleted: Bool = false) throws -> TodoDraft {
    TodoDraft(
      title: try TodoTitle(title),
      priority: .high,
      due: Self.day,
      tags: ["home", "to do", "買,い"],
      isCompleted: isCompleted
    )
  }

  @Test func `of a new task are kept, sent and shown`() async throws {
    let bench = try Bench()
    let key = bench.newKey()
    let made = try bench.store.commit(
      .create(try draft("a")),
      to: nil,
      newKey: key,
      at: bench.clock.now
    )
    let kept = try #require(try bench.scratch.open().item(key: key))
    #expect(kept == made)
    #expect(kept.todo.priority == .high)
    #expect(kept.todo.due == Self.day)
    #expect(kept.todo.tags == ["home", "to do", "買,い"])
    _ = await bench.engine.sync()
    let synced = try #require(try bench.scratch.open().item(key: key))
    #expect(synced.state == .synced)
    #expect(synced.todo == kept.todo)
    #expect(await bench.server.list == [synced.todo])
  }

  @Test(arguments: [TodoChange.prioritize(nil), .schedule(nil), .tag([]), .schedule(moment)])
  func `are changed and cleared each by itself`(_ change: TodoChange) async throws {
    let bench = try Bench()
    let key = bench.newKey()
    _ = try bench.store.commit(
      .create(try draft("a")),
      to: nil,
      newKey: key,
      at: bench.clock.now
    )
    _ = await bench.engine.sync()
    try bench.change(key, change)
    var expected = try #require(await bench.server.list.first)
    switch change {
    case .prioritize(let priority): expected.priority = priority
    case .schedule(let due): expected.due = due
    case .tag(let tags): expected.tags = tags
    default: break
    }
    #expect(try bench.scratch.open().item(key: key)?.todo == expected)
    #expect(await bench.engine.sync().sent == 1)
    #expect(try bench.store.item(key: key)?.todo == expected)
    #expect(await bench.server.list == [expected])
  }

  @Test func `changed one after the other go out in one request, the last value of each`()
    async throws
  {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    try bench.change(key, .prioritize(.low))
    try bench.change(key, .tag(["x"]))
    try bench.change(key, .prioritize(.high))
    try bench.change(key, .schedule(Self.moment))
    #expect(try bench.store.queue().count == 1)
    #expect(await bench.engine.sync().sent == 1)
    #expect(
      await bench.server.writes.last
        == .update(key, [.priority(.high), .due(Self.moment), .tags(["x"])])
    )
  }

  @Test func `changed while an edit is on the wire go out after it`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    try bench.change(key, .prioritize(.low))
    let store = try bench.scratch.open()
    let now = bench.clock.now
    await bench.server.during { call in
      guard call == .update(key, [.priority(.low)]) else { return }
      _ = try? store.commit(.schedule(Self.day), to: key, newKey: "", at: now)
    }
    #expect(await bench.engine.sync().sent == 2)
    #expect(
      await bench.server.writes.suffix(2) == [
        .update(key, [.priority(.low)]), .update(key, [.due(Self.day)]),
      ]
    )
    #expect(try bench.state(key) == .synced)
  }

  @Test func `whose answer was lost are not mixed with later ones`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    await bench.server.goWrong { if case .update = $0 { .lost } else { nil } }
    try bench.change(key, .prioritize(.low))
    _ = await bench.engine.push()
    try bench.change(key, .prioritize(.high))
    #expect(
      try bench.store.queue().map(\.change) == [
        .edit([.priority(.low)]), .edit([.priority(.high)]),
      ]
    )
    await bench.server.goWell()
    _ = await bench.engine.sync()
    #expect(await bench.server.list.first?.priority == .high)
  }

  @Test func `of a task never sent become part of its creation, also without ids of ours`()
    async throws
  {
    let bench = try Bench(takesIDs: false)
    let key = try bench.add("a")
    try bench.change(key, .tag(["home"]))
    try bench.change(key, .prioritize(.medium))
    #expect(
      try bench.store.queue().map(\.change)
        == [.create(NewTodo(title: "a", priority: .medium, tags: ["home"]))]
    )
    await bench.server.goWrong { if case .create = $0 { .lost } else { nil } }
    _ = await bench.engine.sync()
    await bench.server.goWell()
    _ = await bench.engine.sync()
    // Found by its title in the list, not made twice.
    #expect(await bench.server.titles == ["a"])
    #expect(try bench.store.item(key: key)?.todo.tags == ["home"])
    #expect(try bench.state(key) == .synced)
  }

  @Test func `of another device arrive, with what the tables cannot keep made visible`()
    async throws
  {
    let bench = try Bench()
    let id = await bench.server.add("a")
    var todo = try #require(await bench.server.list.first)
    todo.tags = ["x\u{1F}y", "z\0", "plain"]
    todo.due = Self.moment
    await bench.server.put(todo)
    _ = await bench.engine.sync()
    let item = try #require(try bench.scratch.open().items().first)
    #expect(item.todo.id == id)
    #expect(item.todo.tags == ["x\u{FFFD}y", "z\u{FFFD}", "plain"])
    #expect(item.todo.due == Self.moment)
    bench.events.clear()
    await bench.server.add("b")
    _ = await bench.engine.sync()
    #expect(bench.events.changes.flatMap(\.changed).map(\.todo.title) == ["b"])
  }

  @Test func `come back with a done task that is made again`() async throws {
    let bench = try Bench()
    let key = bench.newKey()
    let item = try bench.store.commit(
      .create(try draft("a", isCompleted: true)),
      to: nil,
      newKey: key,
      at: bench.clock.now
    )
    #expect(item?.todo.isCompleted == true)
    #expect(try bench.store.queue().count == 2)
    #expect(await bench.engine.sync().sent == 2)
    let todo = try #require(await bench.server.list.first)
    #expect(todo.isCompleted && todo.priority == .high && todo.tags.count == 3)
  }
}

@Suite struct `Several changes at once` {
  @Test func `are saved in their order and give back each row once`() throws {
    let bench = try Bench()
    let first = try bench.add("first")
    let second = try bench.add("second")
    let change = try bench.store.commit(
      [
        RowChange(.create(TodoDraft(title: try TodoTitle("own"))), key: "own-key"),
        RowChange(.create(TodoDraft(title: try TodoTitle("chosen"))), key: nil),
        RowChange(.prioritize(.high), key: first),
        RowChange(.setCompleted(true), key: first),
        RowChange(.prioritize(.low), key: "own-key"),
        RowChange(.delete, key: second),
      ],
      newKey: { "chosen-key" },
      at: bench.clock.now
    )
    #expect(change.changed.map(\.key) == ["own-key", "chosen-key", first])
    #expect(change.removed == [second])
    #expect(change.changed.map(\.todo.priority) == [.low, nil, .high])
    #expect(change.changed.last?.todo.isCompleted == true)
    #expect(
      try Set(bench.scratch.open().items().map(\.key)) == ["own-key", "chosen-key", first]
    )
  }

  @Test func `are saved all or none`() throws {
    let bench = try Bench()
    let key = try bench.add("a")
    let before = try bench.store.queue()
    #expect(throws: StoreError.noSuchTask(key: "nobody")) {
      try bench.store.commit(
        [
          RowChange(.create(TodoDraft(title: try TodoTitle("b"))), key: nil),
          RowChange(.retitle(try TodoTitle("c")), key: key),
          RowChange(.prioritize(.high), key: "nobody"),
        ],
        newKey: { "new" },
        at: bench.clock.now
      )
    }
    #expect(try bench.store.queue() == before)
    #expect(try bench.titles == ["a"])
  }

  @Test func `are saved all or none also when the disk fails in the middle`() throws {
    let bench = try Bench()
    let keys = [try bench.add("a"), try bench.add("b")]
    try bench.scratch.execute(
      """
      CREATE TRIGGER fails BEFORE INSERT ON outbox WHEN NEW.key = '\(keys[1])'
      BEGIN SELECT RAISE(FAIL, 'the disk is gone'); END;
      """
    )
    let before = try bench.store.queue()
    let changes = keys.map { RowChange(.setCompleted(true), key: $0) }
    #expect(throws: StoreError.self) {
      try bench.store.commit(changes, newKey: { "" }, at: bench.clock.now)
    }
    #expect(try bench.store.queue() == before)
    #expect(try bench.scratch.open().items().allSatisfy { !$0.todo.isCompleted })
  }

  @Test func `take back a deletion nobody has sent by making the task again`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    try bench.change(key, .delete)
    let again = RowChange(.create(TodoDraft(title: try TodoTitle("a"))), key: key)
    let change = try bench.store.commit([again], newKey: { "" }, at: bench.clock.now)
    #expect(change.changed.map(\.key) == [key])
    #expect(change.changed.first?.state == .synced)
    #expect(try bench.store.queue().isEmpty)
    #expect(await bench.server.titles == ["a"])
  }
}
