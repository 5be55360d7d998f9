import LocalStore
import Testing
import TodoKit

/// Defects that random histories showed.
@Suite struct `Undo beside what the server has` {
  @Test func `brings a conflict back with the row whose deletion settled it`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    try bench.rename(key, "mine")
    await bench.server.edit(key) { $0.title = "theirs" }
    _ = await bench.engine.sync()
    #expect(try bench.store.conflicts().count == 1)
    try bench.delete([key])
    #expect(try bench.store.conflicts() == [])
    try bench.undo()
    #expect(try bench.store.item(key: key)?.todo.title == "mine")
    guard case .fields(let fields)? = try bench.store.conflicts().first?.kind else {
      Issue.record("not in conflict, but \(String(describing: try bench.state(key)))")
      return
    }
    #expect(fields.map(\.mine) == [.title("mine")])
    #expect(fields.map(\.theirs) == [.title("theirs")])
    _ = try bench.store.resolve(key, .mine, newKey: bench.newKey, at: bench.clock.now)
    _ = await bench.engine.sync()
    #expect(await bench.server.titles == ["mine"])
  }

  @Test(arguments: [true, false])
  func `asks of a row that comes back about nothing that nobody changed`(
    _ isDecided: Bool
  ) async throws {
    let bench = try Bench(ReferenceServer.Abilities(validators: true))
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    try bench.rename(key, "b")
    await bench.server.goWrong { call in
      if case .update = call { return .broken }
      return nil
    }
    _ = await bench.engine.push()
    await bench.server.goWell()
    await bench.server.edit(key) { $0.description = "theirs" }
    try bench.delete([key])
    _ = await bench.engine.sync()
    #expect(try bench.store.conflicts().count == 1)
    if isDecided {
      _ = try bench.store.resolve(key, .mine, newKey: bench.newKey, at: bench.clock.now)
    } else {
      try bench.delete([key])
    }
    try bench.undo()
    #expect(try bench.store.conflicts() == [])
    #expect(try bench.titles == [isDecided ? "b" : "a"])
    _ = await bench.engine.sync()
    #expect(await bench.server.titles == [isDecided ? "b" : "a"])
    #expect(await bench.server.list.map(\.description) == ["theirs"])
  }

  /// What was done without a step of the log came after it.
  @Test func `makes no conflict of what was done since a row was made`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    _ = try bench.store.commit(
      .retitle(try TodoTitle("b")),
      to: key,
      newKey: "",
      at: bench.clock.now
    )
    _ = await bench.engine.sync()
    _ = try bench.store.commit(.delete, to: key, newKey: "", at: bench.clock.now)
    #expect(try bench.undo()?.skipped == 1)
    try bench.redo()
    #expect(try bench.store.conflicts() == [])
    #expect(try bench.titles == ["b"])
    _ = await bench.engine.sync()
    #expect(await bench.server.titles == ["b"])
  }

  /// That the row is as it was before the step is then the later change's doing.
  @Test func `that finds nothing to change leaves a later change to be sent`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    try bench.complete([key])
    _ = try bench.store.commit(.setCompleted(false), to: key, newKey: "", at: bench.clock.now)
    try bench.undo()
    await bench.server.edit(key) { $0.isCompleted = true }
    _ = await bench.engine.sync()
    #expect(await bench.server.list.map(\.isCompleted) == [false])
    #expect(try bench.store.items().map(\.todo.isCompleted) == [false])
  }

  /// What was overtaken is not taken for what the server spelled its own way.
  @Test func `of what was asked for again before the server took back the first`() async throws {
    let bench = try Bench(ReferenceServer.Abilities(validators: true))
    let key = try bench.make("a")
    try bench.complete([key])
    _ = await bench.engine.sync()
    try bench.undo()
    try bench.rename(key, "b")
    try bench.complete([key])
    await bench.server.edit(key) { $0.description = "theirs" }
    _ = await bench.engine.sync()
    #expect(await bench.server.list.map(\.isCompleted) == [true])
    #expect(try bench.undo()?.change.changed.map(\.todo.isCompleted) == [false])
    _ = await bench.engine.sync()
    #expect(await bench.server.list.map(\.isCompleted) == [false])
    #expect(await bench.server.titles == ["b"])
  }

  /// The refused change is not taken for one that the server spelled its own way.
  @Test func `brings back what was refused before the deletion behind it`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    try bench.rename(key, "b")
    try bench.delete([key])
    await bench.server.goWrong { call in
      if case .delete = call { return .notSent }
      return .rejected
    }
    _ = await bench.engine.push()
    #expect(try bench.store.queue().map(\.change) == [.delete])
    try bench.undo()
    #expect(try bench.store.item(key: key)?.todo.title == "b")
  }

  @Test func `brings a row back with what was refused and what was not sent yet`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    _ = try bench.store.commit(
      .describe(try TodoDescription("mine")),
      to: key,
      newKey: "",
      at: bench.clock.now
    )
    await bench.server.goWrong { _ in .broken }
    _ = await bench.engine.push()
    try bench.rename(key, "b")
    try bench.delete([key])
    await bench.server.goWrong { call in
      if case .update(_, let edits) = call, edits.first?.field == .description { return .rejected }
      return .notSent
    }
    _ = await bench.engine.push()
    try bench.undo()
    let todo = try bench.store.item(key: key)?.todo
    #expect(todo?.title == "b" && todo?.description == "mine")
    await bench.server.goWell()
    _ = await bench.engine.sync()
    #expect(await bench.server.list.map(\.title) == ["b"])
    #expect(await bench.server.list.map(\.description) == ["mine"])
  }

  /// The first delivery is carried out, and the second one refused as too late.
  @Test(arguments: [true, false])
  func `is sent after a change that was delivered twice`(_ isUndo: Bool) async throws {
    var abilities = ReferenceServer.Abilities()
    abilities.validators = true
    abilities.tellsCurrent = false
    let bench = try Bench(abilities)
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    try bench.rename(key, "b")
    await bench.server.goWrong { call in
      if case .update = call { return .twice }
      return nil
    }
    _ = await bench.engine.push()
    #expect(await bench.server.titles == ["b"])
    if isUndo { try bench.undo() } else { try bench.rename(key, "c") }
    await bench.server.goWell()
    _ = await bench.engine.sync()
    #expect(try bench.store.conflicts() == [])
    #expect(await bench.server.titles == [isUndo ? "a" : "c"])
    #expect(try bench.titles == [isUndo ? "a" : "c"])
    #expect(try bench.store.queue() == [])
  }
}
