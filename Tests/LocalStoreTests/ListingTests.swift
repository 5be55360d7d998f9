import LocalStore
import Synchronization
import Testing
import TodoKit

@Suite struct `Reading the list` {
  @Test func `fills the mirror, and asks by ETag from then on`() async throws {
    let bench = try Bench()
    for number in 0..<50 { await bench.server.add("task \(number)") }
    let report = await bench.engine.sync()
    #expect(report.isListRead)
    #expect(report.status.lastSync == bench.clock.now)
    #expect(try bench.store.items().count == 50)
    #expect(try bench.store.items().allSatisfy { $0.state == .synced && $0.key == $0.todo.id })
    bench.events.clear()
    bench.clock.advance(seconds: 60)
    _ = await bench.engine.sync()
    #expect(await bench.server.calls == [.list(etag: nil), .list(etag: "v50")])
    #expect(bench.events.changes.isEmpty)
    #expect(try bench.store.status().lastSync == bench.clock.now)
  }

  @Test func `tells only rows that are different`() async throws {
    let bench = try Bench()
    let ids = [
      await bench.server.add("a"), await bench.server.add("b"), await bench.server.add("c"),
    ]
    _ = await bench.engine.sync()
    bench.events.clear()
    await bench.server.remove(ids[0])
    await bench.server.put(
      Todo(id: ids[1], title: "B", createdAt: bench.clock.now, updatedAt: bench.clock.now)
    )
    let new = await bench.server.add("d")
    _ = await bench.engine.sync()
    #expect(bench.events.changes.count == 1)
    #expect(Set(bench.events.changes[0].changed.map(\.key)) == [ids[1], new])
    #expect(bench.events.changes[0].removed == [ids[0]])
    #expect(try bench.titles == ["B", "c", "d"])
  }

  @Test func `never overwrites what waits to be sent`() async throws {
    let bench = try Bench()
    let id = await bench.server.add("a")
    _ = await bench.engine.sync()
    await bench.server.goWrong { call in
      if case .update = call { return .broken }
      return nil
    }
    try bench.retitle(id, "mine")
    await bench.server.put(
      Todo(
        id: id,
        title: "theirs",
        description: "theirs",
        isCompleted: true,
        createdAt: bench.clock.now,
        updatedAt: bench.clock.now
      )
    )
    _ = await bench.engine.sync()
    let item = try #require(try bench.store.item(key: id))
    #expect(item.todo.title == "mine", "the local change lies on top")
    #expect(item.todo.description == "theirs", "what was not changed here is the server's")
    #expect(item.todo.isCompleted)
    #expect(
      item.state
        == .conflict("Both here and elsewhere the title changed: choose which to keep.")
    )
  }

  @Test func `keeps a row with unsent changes that the server no longer has`() async throws {
    let bench = try Bench()
    let id = await bench.server.add("a")
    _ = await bench.engine.sync()
    await bench.server.remove(id)
    await bench.server.goWrong { call in
      if case .update = call { return .broken }
      return nil
    }
    try bench.retitle(id, "mine")
    _ = await bench.engine.sync()
    #expect(try bench.titles == ["mine"])
    await bench.server.goWell()
    let report = await bench.engine.sync()
    #expect(report.failures.isEmpty)
    #expect(try bench.titles == ["mine"])
    #expect(report.status.conflicts == 1)
  }

  @Test func `ends a deletion whose task is gone anyway`() async throws {
    let bench = try Bench()
    let id = await bench.server.add("a")
    _ = await bench.engine.sync()
    await bench.server.goWrong { call in
      if case .delete = call { return .lost }
      return nil
    }
    try bench.change(id, .delete)
    _ = await bench.engine.sync()
    #expect(try bench.store.queue().isEmpty)
    await bench.server.goWell()
    _ = await bench.engine.sync()
    #expect(await bench.server.writes == [.delete(id)])
    #expect(try bench.store.items().isEmpty)
  }

  @Test func `does not happen when the server was not reached`() async throws {
    let bench = try Bench()
    await bench.server.goWrong { _ in .notSent }
    let report = await bench.engine.sync()
    #expect(!report.isListRead)
    #expect(report.outcome == .stopped(.notSent(Reason("No connection."))))
    #expect(report.status.phase == .offline("No connection."))
    #expect(report.status.lastSync == nil)
    await bench.server.goWell()
    #expect(await bench.engine.sync().status.phase == .idle)
  }

  @Test func `survives a list that names an id twice, holds NUL, or names our own keys`()
    async throws
  {
    let bench = try Bench(takesIDs: false)
    let key = try bench.add("a")
    let moment = bench.clock.now
    let twice = Todo(id: "x", title: "x", createdAt: moment, updatedAt: moment)
    let nul = Todo(id: "y", title: "be\0fore", createdAt: moment, updatedAt: moment)
    let ours = Todo(id: key, title: "strange", createdAt: moment, updatedAt: moment)
    let remote = Mutex<[Todo]>([twice, twice, nul])
    var wire = bench.server.remote
    wire.list = { _ in
      .tasks(remote.withLock { $0.map { SeenTodo(todo: $0) } }, etag: nil, number: nil)
    }
    let engine = SyncEngine(
      store: bench.store,
      remote: wire,
      now: { moment },
      report: { bench.events.add($0) }
    )
    _ = await engine.sync()
    #expect(Set(try bench.titles) == ["be\u{FFFD}fore", "x"])
    bench.events.clear()
    _ = await engine.sync()
    #expect(bench.events.changes.isEmpty, "nothing is different the second time")
    remote.withLock { $0 = [ours, twice] }
    try bench.add("b")
    _ = await engine.sync()
    #expect(try bench.store.items().count == 2)
  }

  @Test func `leaves one row of two creations that the server took for one`() async throws {
    let bench = try Bench(takesIDs: false)
    let moment = bench.clock.now
    let same = Todo(id: "same", title: "a", createdAt: moment, updatedAt: moment)
    var wire = bench.server.remote
    wire.create = { (_, _) async throws(RemoteFailure) -> SeenTodo in
      SeenTodo(todo: same)
    }
    wire.list = { (_) async throws(RemoteFailure) -> ListAnswer in
      .tasks([SeenTodo(todo: same)], etag: nil, number: nil)
    }
    let engine = SyncEngine(store: bench.store, remote: wire, now: { moment }, report: { _ in })
    try bench.add("a")
    try bench.add("a")
    _ = await engine.sync()
    #expect(try bench.store.items().map(\.todo) == [same])
    #expect(try bench.store.queue().isEmpty)
  }
}
