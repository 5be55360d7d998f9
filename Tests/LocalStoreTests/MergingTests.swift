import LocalStore
import Testing
import TodoKit

/// A task changed here and on another device.
@Suite(.timeLimit(.minutes(5))) struct `A task changed on both sides` {
  private let bench: Bench
  private let id: String

  init() async throws {
    var abilities = ReferenceServer.Abilities()
    abilities.validators = true
    abilities.numbers = true
    bench = try Bench(abilities)
    id = await bench.server.add("a")
    _ = await bench.engine.sync()
  }

  private var theirs: Todo? { get async { await bench.server.todos[id] } }

  private func conflict() throws -> Conflict? { try bench.store.conflicts().first }

  @discardableResult
  private func resolve(_ resolution: Resolution) throws -> MirrorChange {
    try bench.store.resolve(id, resolution, newKey: { bench.newKey() }, at: bench.clock.now)
  }

  @Test func `in different fields has both changes, sent upon the newest version`() async throws {
    try bench.retitle(id, "mine")
    await bench.server.edit(id) { $0.description = "theirs" }
    let report = await bench.engine.sync()
    #expect(report.outcome == .complete)
    #expect(await theirs?.title == "mine")
    #expect(await theirs?.description == "theirs")
    #expect(await bench.server.ifMatches == ["\"1\"", "\"2\""])
    #expect(try bench.state(id) == .synced)
  }

  @Test func `in one field waits for the person, and holds up nothing else`() async throws {
    let other = await bench.server.add("other")
    _ = await bench.engine.sync()
    try bench.retitle(id, "mine")
    try bench.change(id, .setCompleted(true))
    try bench.retitle(other, "other, better")
    await bench.server.edit(id) { $0.title = "theirs" }
    let report = await bench.engine.sync()
    #expect(report.failures.map(\.reason.status) == [412])
    #expect(report.status.conflicts == 1)
    #expect(await theirs?.title == "theirs")
    #expect(await bench.server.titles.contains("other, better"))
    #expect(
      try conflict()
        == Conflict(
          key: id,
          title: "mine",
          kind: .fields([
            FieldConflict(
              field: .title,
              seen: .title("a"),
              mine: .title("mine"),
              theirs: .title("theirs")
            )
          ])
        )
    )
    #expect(try bench.store.item(key: id)?.todo.title == "mine")
  }

  @Test(arguments: [
    (Resolution.mine, "mine"), (.theirs, "theirs"), (.edited([.title("both")]), "both"),
  ])
  func `is what the person decides`(_ resolution: Resolution, _ title: String) async throws {
    try bench.retitle(id, "mine")
    try bench.change(id, .setCompleted(true))
    await bench.server.edit(id) { $0.title = "theirs" }
    _ = await bench.engine.sync()
    try resolve(resolution)
    #expect(try bench.store.conflicts().isEmpty)
    _ = await bench.engine.sync()
    #expect(await theirs?.title == title)
    #expect(await theirs?.isCompleted == true, "what was not in question goes on")
    #expect(try bench.store.queue().isEmpty)
    #expect(try bench.state(id) == .synced)
  }

  @Test func `to the same value needs nothing`() async throws {
    try bench.retitle(id, "same")
    await bench.server.edit(id) { $0.title = "same" }
    _ = await bench.engine.sync()
    #expect(try bench.store.queue().isEmpty)
    #expect(await bench.server.ifMatches.count == 1)
  }

  @Test func `is no longer in question when the other side goes back`() async throws {
    try bench.retitle(id, "mine")
    await bench.server.edit(id) { $0.title = "theirs" }
    _ = await bench.engine.sync()
    await bench.server.edit(id) { $0.title = "a" }
    _ = await bench.engine.sync()
    #expect(try bench.store.conflicts().isEmpty)
    _ = await bench.engine.sync()
    #expect(await theirs?.title == "mine")
  }

  @Test func `stays in question over a restart and further edits`() async throws {
    try bench.retitle(id, "mine")
    await bench.server.edit(id) { $0.title = "theirs" }
    _ = await bench.engine.sync()
    try bench.retitle(id, "mine again")
    let store = try bench.scratch.open()
    guard case .fields(let fields)? = try store.conflicts().first?.kind else {
      Issue.record("no conflict of fields")
      return
    }
    #expect(fields.map(\.seen) == [.title("a")])
    #expect(fields.map(\.mine) == [.title("mine again")])
  }

  @Test(arguments: [Resolution.mine, .theirs])
  func `and deleted there is made again or let go`(_ resolution: Resolution) async throws {
    try bench.retitle(id, "mine")
    try bench.change(id, .setCompleted(true))
    await bench.server.remove(id)
    _ = await bench.engine.sync()
    #expect(try conflict()?.kind == .deletedThere(mine: [.title("mine")], completed: true))
    _ = await bench.engine.sync()
    #expect(try bench.store.items().map(\.todo.title) == ["mine"])
    let change = try resolve(resolution)
    #expect(change.removed == [id])
    _ = await bench.engine.sync()
    #expect(await bench.server.titles == (resolution == .mine ? ["mine"] : []))
    #expect(await bench.server.list.allSatisfy(\.isCompleted))
    #expect(try bench.store.items().allSatisfy { $0.state == .synced })
  }

  @Test(arguments: [Resolution.mine, .theirs])
  func `before it was deleted here is asked about`(_ resolution: Resolution) async throws {
    try bench.change(id, .delete)
    await bench.server.edit(id) { $0.isCompleted = true }
    _ = await bench.engine.sync()
    guard case .changedBeforeDeletion(let todo)? = try conflict()?.kind else {
      Issue.record("no conflict")
      return
    }
    #expect(todo.isCompleted)
    #expect(try bench.titles == ["a"], "the row is back until then")
    try resolve(resolution)
    _ = await bench.engine.sync()
    #expect(await bench.server.titles == (resolution == .mine ? [] : ["a"]))
    #expect(try bench.titles == (resolution == .mine ? [] : ["a"]))
  }

  @Test func `and deleted on both is gone`() async throws {
    try bench.change(id, .delete)
    await bench.server.remove(id)
    _ = await bench.engine.sync()
    #expect(try bench.store.queue().isEmpty)
    #expect(try bench.store.conflicts().isEmpty)
  }

  @Test func `by an edit whose answer was lost is not in conflict with itself`() async throws {
    await bench.server.goWrong { call in
      if case .update = call { return .lost }
      return nil
    }
    try bench.retitle(id, "mine")
    _ = await bench.engine.push()
    await bench.server.goWell()
    _ = await bench.engine.push()
    #expect(try bench.store.queue().isEmpty)
    #expect(await theirs?.title == "mine")
    #expect(await bench.server.ifMatches == ["\"1\"", "\"1\""])
  }

  @Test func `several times here sends each change upon the answer to the one before`()
    async throws
  {
    try bench.retitle(id, "b")
    try bench.change(id, .setCompleted(true))
    try bench.retitle(id, "c")
    _ = await bench.engine.push()
    #expect(await bench.server.ifMatches == ["\"1\"", "\"2\"", "\"3\""])
  }
}

/// Servers that tell less.
@Suite(.timeLimit(.minutes(5))) struct `Without help of the server` {
  @Test func `a refusal that does not tell the present version waits for the list`() async throws {
    let bench = try Bench(.init(validators: true, tellsCurrent: false))
    let id = await bench.server.add("a")
    _ = await bench.engine.sync()
    try bench.retitle(id, "mine")
    await bench.server.edit(id) { $0.description = "theirs" }
    #expect(await bench.engine.push().outcome == .complete)
    #expect(try bench.store.queue().map(\.isStale) == [true])
    _ = await bench.engine.sync()
    #expect(try bench.store.queue().isEmpty)
    #expect(await bench.server.todos[id]?.title == "mine")
    #expect(await bench.server.todos[id]?.description == "theirs")
  }

  @Test func `a validator that it cannot compare itself is left away`() async throws {
    let bench = try Bench(.init(validators: true))
    let id = await bench.server.add("a")
    var wire = bench.server.remote
    let update = wire.update
    wire.update = { (id, edits, etag) async throws(RemoteFailure) -> SeenTodo in
      if etag != nil, let todo = await bench.server.todos[id] {
        throw .changed(SeenTodo(todo: todo, etag: "\"1\""), Reason("Changed.", status: 412))
      }
      return try await update(id, edits, nil)
    }
    let clock = bench.clock
    let engine = SyncEngine(
      store: bench.store,
      remote: wire,
      now: { clock.now },
      report: { _ in }
    )
    _ = await engine.sync()
    try bench.retitle(id, "mine")
    #expect(await engine.push().sent == 1)
    #expect(await bench.server.titles == ["mine"])
  }

  @Test func `that compares nothing the list is read before changes of long ago are sent`()
    async throws
  {
    let bench = try Bench()
    let id = await bench.server.add("a")
    _ = await bench.engine.sync()
    try bench.retitle(id, "mine")
    await bench.server.edit(id) { $0.title = "theirs" }
    _ = await bench.engine.sync()
    #expect(await bench.server.titles == ["theirs"])
    #expect(try bench.store.conflicts().count == 1)
  }

  @Test func `a change that arrives late is not asked about as another's`() async throws {
    let bench = try Bench()
    let id = await bench.server.add("a")
    _ = await bench.engine.sync()
    try bench.change(id, .setCompleted(true))
    await bench.server.goWrong { call in
      if case .setCompleted = call { return .swallowed }
      return nil
    }
    _ = await bench.engine.push()
    try bench.retitle(id, "mine")
    await bench.server.edit(id) { $0.title = "theirs" }
    _ = await bench.engine.sync()
    try bench.change(id, .setCompleted(false))
    await bench.server.edit(id) { $0.isCompleted = true }
    _ = await bench.engine.sync()
    guard case .fields(let fields)? = try bench.store.conflicts().first?.kind else {
      Issue.record("not in conflict")
      return
    }
    #expect(fields.map(\.field) == [.title])
    _ = try bench.store.resolve(id, .mine, newKey: bench.newKey, at: bench.clock.now)
    await bench.server.goWell()
    _ = await bench.engine.sync()
    #expect(await bench.server.list.map(\.title) == ["mine"])
    #expect(await bench.server.list.map(\.isCompleted) == [false])
  }

  @Test func `since when it is out of reach is remembered`() async throws {
    let bench = try Bench()
    await bench.server.goWrong { _ in .notSent }
    let first = bench.clock.now
    _ = await bench.engine.sync()
    bench.clock.advance(seconds: 60)
    #expect(await bench.engine.sync().status.offlineSince == first)
    #expect(try bench.scratch.open().status().offlineSince == first)
    await bench.server.goWell()
    #expect(await bench.engine.sync().status.offlineSince == nil)
  }
}
