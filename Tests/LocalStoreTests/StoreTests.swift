import LocalStore
import Testing
import TodoKit

@Suite struct `A change in the store` {
  @Test func `is there for the next reader, and in the outbox`() throws {
    let bench = try Bench()
    let key = try bench.add("Buy milk", description: "two litres")
    let item = try #require(try bench.store.item(key: key))
    #expect(item.todo.title == "Buy milk")
    #expect(item.todo.description == "two litres")
    #expect(item.todo.id == key)
    #expect(item.todo.createdAt == bench.clock.now)
    #expect(item.state == .queued)
    #expect(try bench.store.items() == [item])
    #expect(try bench.store.queue().map(\.key) == [key])
    #expect(try bench.scratch.open().items() == [item])
  }

  @Test func `is given back as the row it makes`() throws {
    let bench = try Bench()
    let key = try bench.add("a")
    let done = try bench.store.commit(
      .setCompleted(true),
      to: key,
      newKey: bench.newKey(),
      at: bench.clock.now
    )
    #expect(done?.todo.isCompleted == true)
    let gone = try bench.store.commit(
      .delete,
      to: key,
      newKey: bench.newKey(),
      at: bench.clock.now
    )
    #expect(gone == nil)
  }

  @Test func `to the text of a task that was never sent becomes part of its creation`() throws {
    let bench = try Bench()
    let key = try bench.add("a")
    try bench.retitle(key, "b")
    try bench.change(key, .describe(try TodoDescription("why")))
    try bench.change(key, .setCompleted(true))
    try bench.change(key, .setCompleted(false))
    try bench.change(key, .setCompleted(true))
    #expect(
      try bench.store.queue().map(\.change)
        == [.create(NewTodo(title: "b", description: "why")), .setCompleted(true)]
    )
  }

  @Test func `that deletes a task never sent leaves nothing`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    try bench.change(key, .delete)
    #expect(try bench.store.items().isEmpty)
    #expect(try bench.store.queue().isEmpty)
    #expect(await bench.engine.sync().outcome == .complete)
    #expect(await bench.server.writes.isEmpty)
  }

  @Test func `that deletes a task the server has hides it and waits`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.push()
    try bench.change(key, .delete)
    #expect(try bench.store.items().isEmpty)
    #expect(try bench.store.item(key: key) == nil)
    #expect(try bench.store.queue().map(\.change) == [.delete])
    #expect(throws: StoreError.noSuchTask(key: key)) { try bench.retitle(key, "b") }
  }

  @Test func `that makes a task is made once under its key`() throws {
    let bench = try Bench()
    let key = try bench.add("a")
    let draft = TodoDraft(title: try TodoTitle("again"))
    let item = try bench.store.commit(.create(draft), to: nil, newKey: key, at: bench.clock.now)
    #expect(item?.todo.title == "a")
    #expect(try bench.store.queue().count == 1)
  }

  @Test func `to a task that is not there is refused`() throws {
    let bench = try Bench()
    #expect(throws: StoreError.noSuchTask(key: "nobody")) { try bench.retitle("nobody", "b") }
    #expect(try bench.store.queue().isEmpty)
  }

  @Test(arguments: [
    "'; DROP TABLE task; --", "\"quoted\" %s ?1 :name", "日本語のタイトル", "👩‍👩‍👧‍👦 family",
    "e\u{301} and \u{e9}", "\u{202E}right to left", "zero\u{200B}width", "\u{10FFFF}\u{FEFF}x",
  ])
  func `keeps every character`(_ title: String) async throws {
    let bench = try Bench()
    let key = try bench.add(title, description: title + "\n" + title)
    let checked = try TodoTitle(title).text
    let kept = try #require(try bench.scratch.open().item(key: key))
    #expect(Array(kept.todo.title.unicodeScalars) == Array(checked.unicodeScalars))
    _ = await bench.engine.sync()
    let synced = try #require(try bench.store.item(key: key))
    #expect(synced.state == .synced)
    #expect(Array(synced.todo.title.unicodeScalars) == Array(checked.unicodeScalars))
    #expect(synced.todo.description == kept.todo.description)
  }

  @Test func `of another process changes the token, one's own does not`() throws {
    let bench = try Bench()
    let other = try bench.scratch.open()
    let before = try bench.store.changeToken()
    let key = try bench.add("a")
    #expect(try bench.store.changeToken() == before)
    _ = try other.commit(.setCompleted(true), to: key, newKey: "", at: bench.clock.now)
    #expect(try bench.store.changeToken() != before)
    #expect(try bench.store.item(key: key)?.todo.isCompleted == true)
  }

  @Test func `is counted in the status`() async throws {
    let bench = try Bench()
    #expect(try bench.store.status() == SyncStatus())
    try bench.add("a")
    try bench.add("b")
    #expect(try bench.store.status().queued == 2)
    await bench.server.goWrong { call in
      if case .create(_, let new) = call, new.title == "b" { return .rejected }
      return nil
    }
    _ = await bench.engine.sync()
    let status = try bench.store.status()
    #expect(status.queued == 0)
    #expect(status.failed == 1)
    #expect(status.lastSync == bench.clock.now)
  }
}

@Suite struct `The store remembers` {
  @Test func `the last printed list, whatever its keys`() throws {
    let bench = try Bench()
    #expect(try bench.store.lastList() == [])
    let keys = ["12", "a:b", "", "3:x", "ключ", "line\nbreak"]
    try bench.store.rememberList(keys)
    #expect(try bench.scratch.open().lastList() == keys)
    try bench.store.rememberList([])
    #expect(try bench.store.lastList() == [])
  }

  @Test func `whether the server takes ids`() throws {
    let bench = try Bench()
    #expect(try bench.store.takesClientChosenIDs() == nil)
    try bench.store.setTakesClientChosenIDs(false)
    #expect(try bench.scratch.open().takesClientChosenIDs() == false)
    try bench.store.setTakesClientChosenIDs(nil)
    #expect(try bench.store.takesClientChosenIDs() == nil)
  }
}
