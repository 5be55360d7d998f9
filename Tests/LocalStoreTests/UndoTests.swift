import LocalStore
import Testing
import TodoKit

@Suite struct `Undo` {
  @Test func `takes back what was done last, and redo does it again`() throws {
    let bench = try Bench()
    let key = try bench.make("a")
    try bench.rename(key, "b")
    try bench.complete([key])
    #expect(try bench.undo()?.words == "Done: 1")
    #expect(try bench.store.item(key: key)?.todo.isCompleted == false)
    let second = try #require(try bench.undo())
    #expect(second.words == "Renamed: “b”")
    #expect(second.change.changed.map(\.todo.title) == ["a"])
    #expect(second.skipped == 0 && second.recreated.isEmpty)
    #expect(try bench.redo()?.words == "Renamed: “b”")
    #expect(try bench.redo()?.words == "Done: 1")
    #expect(try bench.redo() == nil)
    let todo = try #require(try bench.store.item(key: key)?.todo)
    #expect(todo.title == "b" && todo.isCompleted)
  }

  @Test func `takes several steps at once, and no more than there are`() throws {
    let bench = try Bench()
    let key = try bench.make("a")
    try bench.rename(key, "b")
    try bench.complete([key])
    func move(_ direction: LogDirection, _ count: Int) throws -> [String] {
      try bench.store.step(direction, count: count, newKey: bench.newKey, at: bench.clock.now)
        .map(\.words)
    }
    #expect(try move(.undo, 2) == ["Done: 1", "Renamed: “b”"])
    let todo = try #require(try bench.store.item(key: key)?.todo)
    #expect(todo.title == "a" && !todo.isCompleted)
    #expect(try move(.redo, 3) == ["Renamed: “b”", "Done: 1"])
    #expect(try bench.store.item(key: key)?.todo.isCompleted == true)
    #expect(try move(.undo, 999_999).count == 3)
    #expect(try move(.undo, 1) == [])
    #expect(try bench.store.items() == [])
  }

  @Test func `has nothing to do where nothing was done`() throws {
    let bench = try Bench()
    try bench.add("not logged")
    #expect(try bench.undo() == nil)
    #expect(try bench.redo() == nil)
    #expect(try bench.store.actions(limit: 10) == [])
  }

  @Test func `is there after a restart`() throws {
    let bench = try Bench()
    let key = try bench.make("a")
    try bench.rename(key, "b")
    let again = try bench.scratch.open()
    #expect(try again.undo(newKey: bench.newKey, at: bench.clock.now)?.words == "Renamed: “b”")
    #expect(try bench.scratch.open().item(key: key)?.todo.title == "a")
    let third = try bench.scratch.open()
    #expect(try third.redo(newKey: bench.newKey, at: bench.clock.now)?.words == "Renamed: “b”")
  }

  @Test func `of what the server never had leaves nothing for it`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    try bench.undo()
    #expect(try bench.store.items() == [])
    #expect(try bench.store.queue() == [])
    let again = try #require(try bench.redo())
    let new = try #require(again.recreated[key])
    #expect(try bench.store.item(key: new)?.todo.priority == .high)
    try bench.complete([new])
    try bench.undo()
    #expect(try bench.store.queue().count == 1)
    _ = await bench.engine.sync()
    #expect(await bench.server.titles == ["a"])
  }

  @Test func `of unsent changes to a task the server has leaves nothing for it`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    try bench.rename(key, "b")
    try bench.complete([key])
    try bench.undo()
    try bench.undo()
    #expect(try bench.store.queue() == [])
    #expect(try bench.store.item(key: key)?.state == .synced)
    try bench.redo()
    #expect(try bench.store.queue().map(\.change) == [.edit([.title("b")])])
  }

  @Test func `of what was synced is sent as well`() async throws {
    let bench = try Bench()
    let key = try bench.make("a", description: "why")
    try bench.rename(key, "b")
    try bench.complete([key])
    _ = await bench.engine.sync()
    try bench.undo()
    try bench.undo()
    _ = await bench.engine.sync()
    let todo = try #require(await bench.server.list.first)
    #expect(todo.title == "a" && !todo.isCompleted && todo.description == "why")
    try bench.undo()
    _ = await bench.engine.sync()
    #expect(await bench.server.list.isEmpty)
    #expect(try bench.store.queue() == [])
  }

  @Test func `takes a whole action back, however many tasks it was for`() async throws {
    let bench = try Bench()
    let keys = try (0..<30).map { try bench.make("task \($0)") }
    _ = await bench.engine.sync()
    try bench.complete(Array(keys[..<20]))
    try bench.delete(Array(keys[10...]))
    let before = try bench.contents()
    #expect(try bench.store.actions(limit: 1).first?.rows == 20)
    #expect(try bench.undo()?.change.changed.count == 20)
    #expect(try bench.store.items().count == 30)
    #expect(try bench.undo()?.change.changed.count == 20)
    #expect(try bench.store.items().allSatisfy { !$0.todo.isCompleted })
    try bench.redo()
    try bench.redo()
    #expect(try bench.contents() == before)
  }

  @Test func `of a deletion that waits takes it back`() async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    try bench.delete([key])
    let step = try #require(try bench.undo())
    #expect(step.recreated.isEmpty)
    #expect(step.change.changed.map(\.key) == [key])
    #expect(try bench.store.queue() == [])
  }

  @Test func `of a deletion that was carried out makes the task again`() async throws {
    let bench = try Bench()
    let key = try bench.make("a", description: "why")
    try bench.complete([key])
    _ = await bench.engine.sync()
    try bench.delete([key])
    _ = await bench.engine.sync()
    #expect(await bench.server.list.isEmpty)
    let step = try #require(try bench.undo())
    let new = try #require(step.recreated[key])
    _ = await bench.engine.sync()
    let todo = try #require(await bench.server.list.first)
    #expect(todo.title == "a" && todo.description == "why" && todo.isCompleted)
    #expect(todo.priority == .high && todo.tags == ["home"] && todo.due != nil)
    // The steps before are about the new row now.
    #expect(try bench.undo()?.words == "Done: 1")
    #expect(try bench.store.item(key: new)?.todo.isCompleted == false)
    try bench.redo()
    try bench.redo()
    #expect(try bench.store.item(key: new) == nil)
    _ = await bench.engine.sync()
    #expect(await bench.server.list.isEmpty)
  }

  @Test(arguments: [ReferenceServer.Fault.lost, .swallowed, .rejected])
  func `of a deletion without a good answer ends with one task`(
    _ fault: ReferenceServer.Fault
  ) async throws {
    let bench = try Bench()
    let key = try bench.make("a")
    _ = await bench.engine.sync()
    try bench.delete([key])
    await bench.server.goWrong { call in
      if case .delete = call { return fault }
      return nil
    }
    _ = await bench.engine.push()
    try bench.undo()
    #expect(try bench.store.items().map(\.todo.title) == ["a"])
    await bench.server.goWell()
    _ = await bench.engine.sync()
    #expect(await bench.server.titles == ["a"])
    #expect(try bench.store.queue() == [])
    #expect(try bench.store.status().failed == 0)
  }
}
