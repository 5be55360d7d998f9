import LocalStore
import Testing
import TodoKit

@Suite struct `Sending` {
  @Test func `carries every kind of change to the server, in the order of the task`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    #expect(await bench.engine.push().sent == 1)
    try bench.retitle(key, "b")
    try bench.change(key, .describe(try TodoDescription("why")))
    try bench.change(key, .setCompleted(true))
    let report = await bench.engine.push()
    #expect(report.sent == 2)
    #expect(report.outcome == .complete)
    #expect(
      await bench.server.writes == [
        .create(id: key, NewTodo(title: "a")),
        .update(key, [.title("b"), .description("why")]), .setCompleted(key, true),
      ]
    )
    let item = try #require(try bench.store.item(key: key))
    #expect(item.state == .synced)
    #expect(await bench.server.list == [item.todo])
    try bench.change(key, .delete)
    #expect(await bench.engine.push().sent == 1)
    #expect(await bench.server.list.isEmpty)
    #expect(try bench.store.queue().isEmpty)
  }

  @Test func `makes tasks in the order they were typed`() async throws {
    let bench = try Bench()
    let titles = (0..<20).map { "task \($0)" }
    for title in titles { try bench.add(title) }
    #expect(await bench.engine.push().sent == 20)
    #expect(await bench.server.titles == titles)
  }

  @Test func `keeps that order however often there was no connection`() async throws {
    let bench = try Bench()
    for title in ["a", "b"] { try bench.add(title) }
    await bench.server.goWrong { _ in .notSent }
    for _ in 0..<5 { _ = await bench.engine.sync() }
    try bench.add("c")
    await bench.server.goWell()
    #expect(await bench.engine.push().sent == 3)
    #expect(await bench.server.titles == ["a", "b", "c"])
  }

  @Test func `takes the id a server chose, and keeps the row's key`() async throws {
    let bench = try Bench(takesIDs: false)
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    let item = try #require(try bench.store.item(key: key))
    #expect(item.todo.id == "srv-1")
    #expect(item.key == key)
    try bench.change(key, .setCompleted(true))
    _ = await bench.engine.sync()
    #expect(await bench.server.writes.last == .setCompleted("srv-1", true))
    #expect(try bench.store.items().count == 1)
  }

  @Test(arguments: [ReferenceServer.Fault.notSent, .later, .signedOut])
  func `that was certainly without effect waits, and the rest with it`(
    _ fault: ReferenceServer.Fault
  ) async throws {
    let bench = try Bench()
    let keys = [try bench.add("a"), try bench.add("b"), try bench.add("c")]
    try bench.store.setTakesClientChosenIDs(true)
    await bench.server.goWrong { _ in fault }
    let report = await bench.engine.sync()
    guard case .stopped(let failure) = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
    #expect(report.status.queued == 3)
    #expect(await bench.server.calls.count == 1, "nothing more was tried")
    for key in keys { #expect(try bench.state(key) == .queued) }
    let isSignedOut = fault == .signedOut
    #expect(
      report.status.phase == (isSignedOut ? .signedOut : .offline(failure.reason.sentence))
    )
    await bench.server.goWell()
    await bench.engine.setSignedIn(true)
    #expect(await bench.engine.sync().sent == 3)
    #expect(await bench.server.titles == ["a", "b", "c"])
  }

  @Test func `does nothing when signed out`() async throws {
    let bench = try Bench()
    try bench.add("a")
    await bench.engine.setSignedIn(false)
    let report = await bench.engine.sync()
    #expect(report.outcome == .signedOut)
    #expect(report.status.phase == .signedOut)
    #expect(report.status.queued == 1)
    #expect(await bench.server.calls.isEmpty)
  }

  @Test func `refused puts the row back and says why, and blocks no other task`() async throws {
    let bench = try Bench()
    let (first, second) = (try bench.add("a"), try bench.add("b"))
    _ = await bench.engine.sync()
    await bench.server.goWrong { $0 == .update(first, [.title("refused")]) ? .rejected : nil }
    try bench.retitle(first, "refused")
    try bench.change(first, .setCompleted(true))
    try bench.retitle(second, "better")
    let report = await bench.engine.sync()
    #expect(report.outcome == .complete)
    #expect(report.failures.map(\.key) == [first])
    #expect(report.failures.first?.reason.status == 422)
    #expect(report.failures.first?.change == .edit([.title("refused")]))
    let item = try #require(try bench.store.item(key: first))
    #expect(item.todo.title == "a")
    #expect(!item.todo.isCompleted)
    #expect(item.state == .failed("The server refused."))
    #expect(try bench.store.item(key: second)?.todo.title == "better")
    #expect(
      try bench.store.queue().map(\.change) == [.edit([.title("refused")]), .setCompleted(true)]
    )
    #expect(try bench.store.status().failed == 1)
    // Parked: nothing goes out by itself.
    let before = await bench.server.writes.count
    _ = await bench.engine.sync()
    #expect(await bench.server.writes.count == before)
  }

  @Test func `goes on when a person answers a refusal with another change`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    await bench.server.goWrong { $0 == .update(key, [.title("refused")]) ? .rejected : nil }
    try bench.retitle(key, "refused")
    try bench.change(key, .setCompleted(true))
    _ = await bench.engine.sync()
    try bench.retitle(key, "accepted")
    #expect(try bench.state(key) == .queued)
    _ = await bench.engine.sync()
    #expect(try bench.store.queue().isEmpty)
    let item = try #require(try bench.store.item(key: key))
    #expect(item.todo.title == "accepted")
    #expect(item.todo.isCompleted)
    #expect(await bench.server.list == [item.todo])
  }

  @Test func `of a refused creation keeps what was typed until it is changed`() async throws {
    let bench = try Bench()
    await bench.server.goWrong { call in
      if case .create(_, let new) = call, new.title == "refused" { return .rejected }
      return nil
    }
    let key = try bench.add("refused", description: "typed with care")
    let other = try bench.add("b")
    _ = await bench.engine.sync()
    let item = try #require(try bench.store.item(key: key))
    #expect(item.todo.title == "refused")
    #expect(item.todo.description == "typed with care")
    #expect(item.state == .failed("The server refused."))
    #expect(try bench.state(other) == .synced)
    try bench.retitle(key, "accepted")
    _ = await bench.engine.sync()
    #expect(try bench.state(key) == .synced)
    #expect(await bench.server.titles == ["b", "accepted"])
  }

  @Test func `of a refused creation tries once more when its task is completed, not for ever`()
    async throws
  {
    let bench = try Bench()
    await bench.server.refuseCreations(20)
    let key = try bench.add("refused")
    _ = await bench.engine.push()
    try bench.change(key, .setCompleted(true))
    #expect(try bench.state(key) == .queued)
    let report = await bench.engine.push()
    #expect(report.failures.map(\.key) == [key])
    #expect(await bench.server.writes.count == 2)
    #expect(try bench.state(key) == .failed("The server refused."))
    #expect(try bench.store.queue().map(\.change).last == .setCompleted(true))
    await bench.server.goWell()
    _ = await bench.engine.push()
    #expect(await bench.server.writes.count == 2, "parked")
    try bench.change(key, .setCompleted(true))
    _ = await bench.engine.push()
    #expect(await bench.server.list.map(\.isCompleted) == [true])
  }

  @Test func `of a creation refused while it was edited waits for the next run`() async throws {
    let bench = try Bench()
    await bench.server.refuseCreations(20)
    let key = try bench.add("a")
    await bench.server.during { call in
      if case .create(_, let new) = call { try? bench.retitle(key, new.title + "+") }
    }
    #expect(await bench.engine.push().failures.map(\.key) == [key])
    #expect(await bench.server.writes.count == 1)
    await bench.server.during { _ in }
    await bench.server.goWell()
    #expect(await bench.engine.push().sent == 1)
    #expect(await bench.server.titles == ["a+"])
  }

  @Test func `of a refused creation is over when it is deleted`() async throws {
    let bench = try Bench()
    await bench.server.goWrong { _ in .rejected }
    try bench.store.setTakesClientChosenIDs(true)
    let key = try bench.add("refused")
    _ = await bench.engine.push()
    try bench.change(key, .delete)
    #expect(try bench.store.queue().isEmpty)
    #expect(try bench.store.items().isEmpty)
  }

  @Test func `to a task that is gone is told, and waits for the person`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    await bench.server.remove(key)
    try bench.change(key, .setCompleted(true))
    let pushed = await bench.engine.push()
    #expect(pushed.failures.first?.reason.status == 404)
    #expect(pushed.failures.first?.title == "a")
    let parked = SyncState.conflict(
      "It was deleted elsewhere and changed here: keep it or let it go."
    )
    #expect(try bench.state(key) == parked)
    _ = await bench.engine.sync()
    #expect(try bench.state(key) == parked)
    #expect(await bench.server.writes.count == 2, "what is parked is not sent again")
  }

  @Test func `a deletion of a task that is gone is done`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    await bench.server.remove(key)
    try bench.change(key, .delete)
    let report = await bench.engine.push()
    #expect(report.sent == 1)
    #expect(report.failures.isEmpty)
    #expect(try bench.store.queue().isEmpty)
  }

  @Test func `a refused deletion brings the row back`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    await bench.server.goWrong { $0 == .delete(key) ? .rejected : nil }
    try bench.change(key, .delete)
    #expect(try bench.store.items().isEmpty)
    _ = await bench.engine.sync()
    #expect(try bench.store.item(key: key)?.state == .failed("The server refused."))
    #expect(bench.events.changes.last?.changed.map(\.key) == [key])
  }
}
