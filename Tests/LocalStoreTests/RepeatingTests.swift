import LocalStore
import Testing
import TodoKit

@Suite struct `After an unknown outcome, with ids of ours,` {
  @Test(arguments: [ReferenceServer.Fault.lost, .swallowed, .broken])
  func `a change is repeated and has its effect once`(
    _ fault: ReferenceServer.Fault
  ) async throws {
    let bench = try Bench()
    let (kept, deleted) = (try bench.add("kept"), try bench.add("deleted"))
    _ = await bench.engine.sync()
    await bench.server.goWrong { call in
      switch call {
      case .list, .description: nil
      default: fault
      }
    }
    let new = try bench.add("new")
    try bench.retitle(kept, "renamed")
    try bench.change(deleted, .delete)
    for _ in 0..<4 {
      let report = await bench.engine.sync()
      #expect(report.sent == 0 || fault == .lost)
      #expect(report.failures.isEmpty)
    }
    await bench.server.goWell()
    _ = await bench.engine.sync()
    #expect(try bench.store.queue().isEmpty)
    #expect(await bench.server.titles == ["renamed", "new"])
    #expect(try bench.titles == ["new", "renamed"])
    #expect(try bench.state(new) == .synced)
  }

  @Test func `a change of its own trouble blocks no other`() async throws {
    let bench = try Bench()
    let poison = try bench.add("poison")
    await bench.server.goWrong { call in
      if case .create(_, let new) = call, new.title == "poison" { return .broken }
      return nil
    }
    let other = try bench.add("b")
    let report = await bench.engine.sync()
    #expect(try bench.state(other) == .synced)
    #expect(try bench.state(poison) == .queued)
    #expect(report.status.phase == .idle, "the list was read")
    guard case .stopped(.unknown) = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
  }

  @Test func `a change that kills the connection goes behind the others`() async throws {
    let bench = try Bench()
    try bench.add("poison")
    await bench.server.goWrong { call in
      if case .create(_, let new) = call, new.title == "poison" { return .swallowed }
      return nil
    }
    let other = try bench.add("b")
    for _ in 0..<4 { _ = await bench.engine.sync() }
    #expect(try bench.state(other) == .synced)
  }

  @Test func `a creation that another device changed meanwhile is ours all the same`() async throws
  {
    let bench = try Bench()
    await bench.server.goWrong { call in
      if case .create = call { return .lost }
      return nil
    }
    let key = try bench.add("a")
    _ = await bench.engine.push()
    await bench.server.goWell()
    var todo = try #require(await bench.server.todos[key])
    todo.title = "changed elsewhere"
    await bench.server.put(todo)
    _ = await bench.engine.push()
    // Nobody here has seen that version: it is not deleted before it has been read.
    try bench.change(key, .delete)
    _ = await bench.engine.push()
    #expect(await bench.server.titles == ["changed elsewhere"])
    _ = await bench.engine.sync()
    #expect(try bench.store.conflicts().map(\.key) == [key])
    _ = try bench.store.resolve(key, .theirs, newKey: bench.newKey, at: bench.clock.now)
    _ = await bench.engine.sync()
    #expect(try bench.titles == ["changed elsewhere"])
    #expect(try bench.store.queue() == [])
  }

  @Test func `a creation that was changed and then deleted elsewhere goes`() async throws {
    let bench = try Bench()
    await bench.server.goWrong { call in
      if case .create = call { return .lost }
      return nil
    }
    let key = try bench.add("a")
    _ = await bench.engine.push()
    await bench.server.goWell()
    await bench.server.edit(key) { $0.title = "changed elsewhere" }
    _ = await bench.engine.push()
    await bench.server.remove(key)
    for _ in 0..<2 { _ = await bench.engine.sync() }
    #expect(try bench.store.items().isEmpty)
    #expect(try bench.store.queue().isEmpty)
  }

  /// What the list shows is the newest value by chance: the older one is still under way.
  @Test func `a newer value follows one in doubt`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    await bench.server.goWrong { call in
      if case .setCompleted = call { return .late }
      return nil
    }
    try bench.change(key, .setCompleted(true))
    _ = await bench.engine.push()
    try bench.change(key, .setCompleted(false))
    await bench.server.goWrong { _ in nil }
    _ = await bench.engine.sync()
    _ = await bench.engine.sync()
    #expect(await bench.server.todos[key]?.isCompleted == false)
    #expect(try bench.store.item(key: key)?.todo.isCompleted == false)
    #expect(try bench.store.queue().isEmpty)
  }

  @Test func `a creation that another device deleted meanwhile stays deleted`() async throws {
    let bench = try Bench()
    await bench.server.goWrong { call in
      if case .create = call { return .lost }
      return nil
    }
    let key = try bench.add("a")
    _ = await bench.engine.push()
    await bench.server.goWell()
    await bench.server.remove(key)
    _ = await bench.engine.sync()
    #expect(try bench.store.items().isEmpty)
    #expect(try bench.store.queue().isEmpty)
  }

  @Test func `a creation in doubt that is deleted here is deleted there`() async throws {
    let bench = try Bench()
    await bench.server.goWrong { call in
      if case .create = call { return .lost }
      return nil
    }
    let key = try bench.add("a")
    _ = await bench.engine.push()
    await bench.server.goWrong { _ in .notSent }
    _ = await bench.engine.push()
    try bench.change(key, .delete)
    #expect(try bench.store.items().isEmpty)
    await bench.server.goWell()
    _ = await bench.engine.sync()
    #expect(await bench.server.list.isEmpty)
    #expect(try bench.store.queue().isEmpty)
  }
}
