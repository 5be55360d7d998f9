import LocalStore
import Testing
import TodoKit

/// A deletion taken back where the server keeps what was deleted.
@Suite(.timeLimit(.minutes(5))) struct `Undo of a deletion that was carried out` {
  private let bench: Bench
  private let id: String
  private let born: Timestamp

  init() async throws {
    bench = try Bench(ReferenceServer.Abilities(validators: true, numbers: true, restores: true))
    id = await bench.server.add("a")
    born = bench.clock.now
    _ = await bench.engine.sync()
    try bench.complete([id])
    try bench.delete([id])
    _ = await bench.engine.sync()
    bench.clock.advance(seconds: 60)
  }

  private var titles: [String] { get async { await bench.server.titles } }

  /// The rows here are those of the server, each once.
  private func expectOne(_ key: String?) async throws {
    let todo = try #require(await bench.server.todos[id])
    #expect(todo.title == "a" && todo.isCompleted && todo.createdAt == born)
    #expect(await titles == ["a"])
    #expect(try bench.store.items().map(\.todo) == [todo])
    #expect(try bench.store.items().map(\.state) == [.synced])
    if let key { #expect(try bench.store.items().map(\.key) == [key]) }
    #expect(try bench.store.queue().isEmpty)
  }

  @Test func `brings the task back under its id and with its date, again and again`() async throws {
    for _ in 0..<3 {
      let made = try #require(try bench.undo()?.recreated.values.first)
      _ = await bench.engine.sync()
      try await expectOne(made)
      _ = await bench.engine.sync()
      try await expectOne(made)
      try bench.redo()
      _ = await bench.engine.sync()
      #expect(await titles == [])
    }
    try bench.undo()
    try bench.undo()
    _ = await bench.engine.sync()
    #expect(
      await bench.server.todos[id]?.isCompleted == false,
      "the step before is about it as well"
    )
  }

  @Test(arguments: [ReferenceServer.Fault.lost, .swallowed, .twice, .broken, .notSent])
  func `makes one task, whatever became of the first attempt`(
    _ fault: ReferenceServer.Fault
  ) async throws {
    let made = try bench.undo()?.recreated.values.first
    await bench.server.goWrong { call in if case .restore = call { fault } else { nil } }
    _ = await bench.engine.sync()
    await bench.server.goWell()
    _ = await bench.engine.sync()
    _ = await bench.engine.sync()
    try await expectOne(made)
  }

  @Test func `goes on in another process, and finds what the list shows already`() async throws {
    let made = try bench.undo()?.recreated.values.first
    await bench.server.goWrong { call in
      switch call {
      case .restore: .lost
      default: nil
      }
    }
    _ = await bench.engine.push()
    await bench.server.edit(id) { $0.description = "by another device" }
    let (store, engine) = try bench.secondEngine()
    _ = await engine.sync()
    await bench.server.goWell()
    _ = await engine.sync()
    #expect(try store.items().map(\.key) == [made])
    #expect(try store.items().first?.todo.description == "by another device")
    #expect(await titles == ["a"])
    #expect(try store.queue().isEmpty)
  }

  @Test func `that another device took back too is one task`() async throws {
    let made = try bench.undo()?.recreated.values.first
    await bench.server.put(Todo(id: id, title: "a", createdAt: born, updatedAt: born))
    _ = await bench.engine.sync()
    _ = await bench.engine.sync()
    try await expectOne(made)
  }

  @Test(arguments: [Resolution.mine, .theirs])
  func `elsewhere is the same task, made again at once or after it was let go`(
    _ resolution: Resolution
  ) async throws {
    let made = try #require(try bench.undo()?.recreated.values.first)
    _ = await bench.engine.sync()
    try bench.rename(made, "b")
    await bench.server.remove(id)
    _ = await bench.engine.sync()
    _ = try bench.store.resolve(
      made,
      resolution,
      action: "Decided",
      newKey: bench.newKey,
      at: bench.clock.now
    )
    if resolution == .theirs { #expect(try bench.undo()?.recreated.count == 1) }
    _ = await bench.engine.sync()
    _ = await bench.engine.sync()
    #expect(await titles == ["b"])
    #expect(await bench.server.todos[id]?.createdAt == born)
    #expect(try bench.store.items().map(\.todo.id) == [id])
  }

  @Test func `makes a new task where the server knows nothing of the old one`() async throws {
    await bench.server.wipe()
    let made = try #require(try bench.undo()?.recreated.values.first)
    _ = await bench.engine.sync()
    #expect(await titles == ["a"])
    #expect(await bench.server.todos[made]?.isCompleted == true)
  }
}
