import LocalStore
import Testing
import TodoKit

/// A server that numbers its changes.
@Suite(.timeLimit(.minutes(5))) struct `Reading what changed` {
  private let bench: Bench

  init() throws { bench = try Bench(.init(validators: true, numbers: true)) }

  @Test func `asks for it from the list on, and takes deletions in`() async throws {
    let gone = await bench.server.add("gone")
    let kept = await bench.server.add("kept")
    _ = await bench.engine.sync()
    await bench.server.remove(gone)
    await bench.server.edit(kept) { $0.title = "kept, better" }
    await bench.server.add("new")
    bench.events.clear()
    let report = await bench.engine.sync()
    #expect(report.isListRead)
    #expect(await bench.server.calls == [.list(etag: nil), .changes(since: 2)])
    #expect(try bench.titles == ["kept, better", "new"])
    #expect(bench.events.changes.flatMap(\.removed) == [gone])
    _ = await bench.engine.sync()
    #expect(await bench.server.calls.last == .changes(since: 5))
  }

  @Test func `takes page after page, and goes on where it was cut off`() async throws {
    _ = await bench.engine.sync()
    for number in 0..<1201 { await bench.server.add("task \(number)") }
    await bench.server.goWrong { $0 == .changes(since: 1000) ? .lost : nil }
    #expect(await bench.engine.sync().isListRead == false)
    #expect(try bench.store.items().count == 1000)
    await bench.server.goWell()
    #expect(await bench.engine.sync().isListRead)
    #expect(try bench.store.items().count == 1201)
    #expect(await bench.server.calls.last == .changes(since: 1000))
  }

  @Test func `reads the list of a server that was set up anew, and keeps what is unsent`()
    async throws
  {
    let id = await bench.server.add("a")
    await bench.server.add("b")
    _ = await bench.engine.sync()
    try bench.retitle(id, "mine")
    try bench.add("never sent")
    await bench.server.wipe()
    await bench.server.goWrong { call in
      if case .create = call { return .broken }
      return nil
    }
    _ = await bench.engine.sync()
    #expect(try bench.titles == ["mine", "never sent"])
    #expect(
      try bench.store.conflicts().map(\.kind) == [
        .deletedThere(mine: [.title("mine")], completed: nil)
      ]
    )
  }

  @Test func `finds a creation whose answer was lost, under changes made to it since`() async throws
  {
    _ = await bench.engine.sync()
    await bench.server.goWrong { call in
      if case .create = call { return .lost }
      return nil
    }
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    #expect(try bench.state(key) == .synced)
    #expect(try bench.store.queue().isEmpty)
  }

  @Test func `keeps members that this client does not know`() async throws {
    let moment = bench.clock.now
    var wire = bench.server.remote
    let todo = Todo(id: "x", title: "x", createdAt: moment, updatedAt: moment)
    wire.list = { (_) async throws(RemoteFailure) -> ListAnswer in
      .tasks([SeenTodo(todo: todo, extra: #"{"colour":"red"}"#)], etag: nil, number: nil)
    }
    let engine = SyncEngine(
      store: bench.store,
      remote: wire,
      now: { moment },
      report: { [events = bench.events] in events.add($0) }
    )
    _ = await engine.sync()
    bench.events.clear()
    _ = await engine.sync()
    #expect(bench.events.changes.isEmpty, "they are compared as they were kept")
    #expect(try bench.titles == ["x"])
  }
}
