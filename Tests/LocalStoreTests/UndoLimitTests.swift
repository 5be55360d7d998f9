import LocalStore
import Testing
import TodoKit

@Suite struct `Undo leaves alone` {
  @Test func `a value that another device has set since`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    let other = try bench.make("other")
    _ = await bench.engine.sync()
    try bench.act(
      "Renamed two",
      [
        RowChange(.retitle(try TodoTitle("b")), key: key),
        RowChange(.retitle(try TodoTitle("other b")), key: other),
      ]
    )
    _ = await bench.engine.sync()
    var todo = try #require(await bench.server.list.first { $0.id == key })
    todo.title = "theirs"
    await bench.server.put(todo)
    _ = await bench.engine.sync()
    let step = try #require(try bench.undo())
    #expect(step.skipped == 1)
    _ = await bench.engine.sync()
    #expect(await Set(bench.server.titles) == ["theirs", "other"])
    #expect(try bench.redo()?.skipped == 1)
    _ = await bench.engine.sync()
    #expect(await Set(bench.server.titles) == ["theirs", "other b"])
  }

  @Test func `but other values of the same task are no reason`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    try bench.rename(key, "b")
    _ = await bench.engine.sync()
    var todo = try #require(await bench.server.list.first)
    todo.description = "theirs"
    todo.isCompleted = true
    await bench.server.put(todo)
    _ = await bench.engine.sync()
    #expect(try bench.undo()?.skipped == 0)
    _ = await bench.engine.sync()
    let now = try #require(await bench.server.list.first)
    #expect(now.title == "a" && now.description == "theirs" && now.isCompleted)
  }

  @Test func `a task of ours that another device went on with`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    var todo = try #require(await bench.server.list.first)
    todo.description = "theirs"
    await bench.server.put(todo)
    _ = await bench.engine.sync()
    #expect(try bench.undo()?.skipped == 1)
    #expect(try bench.store.item(key: key)?.todo.description == "theirs")
  }

  @Test func `a task that is gone`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    try bench.rename(key, "b")
    _ = await bench.engine.sync()
    await bench.server.remove(key)
    _ = await bench.engine.sync()
    #expect(try bench.undo()?.skipped == 1)
    #expect(try bench.undo()?.skipped == 1)
    #expect(try bench.undo() == nil)
    #expect(try bench.store.items() == [])
    #expect(try bench.store.queue() == [])
  }

  @Test func `nothing where the server only writes a value in its own way`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    let remote = bench.server.remote
    var spelling = remote
    spelling.update = { (id, edits, etag) async throws(RemoteFailure) in
      try await remote.update(
        id,
        edits.map { edit in
          if case .title(let title) = edit { return .title(title.uppercased()) }
          return edit
        },
        etag
      )
    }
    let engine = SyncEngine(
      store: bench.store,
      remote: spelling,
      now: { [clock = bench.clock] in clock.now },
      report: { _ in }
    )
    _ = await engine.sync()
    try bench.rename(key, "b")
    _ = await engine.sync()
    try bench.rename(key, "c")
    _ = await engine.sync()
    #expect(try bench.store.item(key: key)?.todo.title == "C")
    #expect(try bench.undo()?.skipped == 0)
    #expect(try bench.store.item(key: key)?.todo.title == "B")
    #expect(try bench.undo()?.skipped == 0)
    #expect(try bench.store.item(key: key)?.todo.title == "a")
    #expect(try bench.redo()?.skipped == 0)
    #expect(try bench.store.item(key: key)?.todo.title == "B")
  }

  @Test func `a task in conflict, which waits for the person`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    try bench.rename(key, "mine")
    var todo = try #require(await bench.server.list.first)
    todo.title = "theirs"
    await bench.server.put(todo)
    await bench.server.goWrong { call in
      if case .update = call { return .notSent }
      return nil
    }
    _ = await bench.engine.sync()
    await bench.server.goWell()
    _ = await bench.engine.sync()
    if case .conflict? = try bench.state(key) {
      #expect(try bench.undo()?.skipped == 1)
      #expect(try bench.store.conflicts().count == 1)
      #expect(try bench.store.counts(today: CalendarDay(daysSinceEpoch: 0)).conflicts == 1)
      let change = try bench.store.drop(key: key, sequence: nil)
      #expect(change.changed.map(\.todo.title) == ["theirs"])
      #expect(try bench.store.conflicts() == [])
    } else {
      Issue.record("no conflict: \(String(describing: try bench.state(key)))")
    }
  }

  @Test func `nothing where the server refused the change: it goes with it`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    try bench.rename(key, "b")
    await bench.server.goWrong { call in
      if case .update = call { return .rejected }
      return nil
    }
    _ = await bench.engine.sync()
    #expect(try bench.store.status().failed == 1)
    #expect(try bench.undo()?.skipped == 0)
    #expect(try bench.store.queue() == [])
    #expect(try bench.store.item(key: key)?.state == .synced)
  }
}

@Suite struct `The log of what was done` {
  @Test func `tells the newest first, and what was undone`() throws {
    let bench = try Bench()
    let key = try bench.make("a")
    bench.clock.advance(seconds: 5)
    try bench.rename(key, "b")
    try bench.undo()
    let actions = try bench.store.actions(limit: 10)
    #expect(actions.map(\.words) == ["Renamed: “b”", "Added: “a”"])
    #expect(actions.map(\.isUndone) == [true, false])
    #expect(actions.map(\.rows) == [1, 1])
    #expect(actions[0].at.seconds(since: actions[1].at) == 5)
    #expect(try bench.store.actions(limit: 1).count == 1)
  }

  @Test func `forgets what could be redone when something new is done`() throws {
    let bench = try Bench()
    let key = try bench.make("a")
    try bench.rename(key, "b")
    try bench.undo()
    try bench.rename(key, "c")
    #expect(try bench.redo() == nil)
    #expect(try bench.store.actions(limit: 10).map(\.words) == ["Renamed: “c”", "Added: “a”"])
    try bench.undo()
    #expect(try bench.store.item(key: key)?.todo.title == "a")
  }

  @Test func `has no step for what changed nothing`() throws {
    let bench = try Bench()
    let key = try bench.make("a")
    try bench.rename(key, "a")
    try bench.act(
      "Done and not",
      [
        RowChange(.setCompleted(true), key: key), RowChange(.setCompleted(false), key: key),
      ]
    )
    #expect(try bench.store.actions(limit: 10).map(\.words) == ["Added: “a”"])
  }

  @Test func `keeps a thousand steps`() throws {
    let bench = try Bench()
    let key = try bench.make("a")
    for number in 0..<1005 { try bench.rename(key, "title \(number)") }
    let actions = try bench.store.actions(limit: 2000)
    #expect(actions.count == 1000)
    #expect(actions.last?.words == "Renamed: “title 5”")
    while let step = try bench.undo() { #expect(step.skipped == 0) }
    #expect(try bench.store.item(key: key)?.todo.title == "title 4")
  }

  @Test func `is not written when the change is not`() throws {
    let bench = try Bench()
    let key = try bench.make("a")
    #expect(throws: StoreError.noSuchTask(key: "nobody")) {
      try bench.complete([key, "nobody"])
    }
    #expect(try bench.store.actions(limit: 10).count == 1)
    #expect(try bench.store.item(key: key)?.todo.isCompleted == false)
  }
}
