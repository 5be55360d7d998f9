import LocalStore
import Testing
import TodoKit

/// A conflict that was decided, and the decision taken back.
@Suite(.timeLimit(.minutes(5))) struct `Undo of a decision` {
  private let bench: Bench
  private let id: String

  init() async throws {
    bench = try Bench(ReferenceServer.Abilities(validators: true, numbers: true))
    id = await bench.server.add("a")
    _ = await bench.engine.sync()
  }

  private var shown: String? { get throws { try bench.store.items().first?.todo.title } }

  private var theirs: [String] { get async { await bench.server.titles } }

  @discardableResult
  private func decide(_ resolution: Resolution) throws -> MirrorChange {
    let change = try bench.store.resolve(
      id,
      resolution,
      action: "Decided",
      newKey: bench.newKey,
      at: bench.clock.now
    )
    #expect(try bench.store.actions(limit: 1).first?.words == "Decided")
    return change
  }

  private func sync() async throws {
    _ = await bench.engine.sync()
    #expect(try bench.store.queue().isEmpty)
  }

  @Test(
    "about a field gives the other side back, sent or not",
    arguments: [
      (Resolution.mine, "mine", "theirs"), (.theirs, "theirs", "mine"),
      (.edited([.title("both")]), "both", "mine"), (.edited([.title("mine")]), "mine", "theirs"),
    ],
    [false, true]
  )
  func field(_ decision: (Resolution, String, String), _ isSent: Bool) async throws {
    let (resolution, title, other) = decision
    try bench.rename(id, "mine")
    try bench.complete([id])
    await bench.server.edit(id) { $0.title = "theirs" }
    _ = await bench.engine.sync()
    try decide(resolution)
    if isSent { try await sync() }
    #expect(try shown == title)
    #expect(try bench.undo()?.skipped == 0)
    #expect(try shown == other)
    #expect(try bench.store.items().first?.todo.isCompleted == true, "that was in no question")
    try await sync()
    #expect(await theirs == [other])
    #expect(try bench.redo()?.words == "Decided")
    try await sync()
    #expect(await theirs == [title])
    #expect(try bench.store.items().map(\.state) == [.synced])
  }

  @Test func `leaves a newer value of another device alone`() async throws {
    try bench.rename(id, "mine")
    await bench.server.edit(id) { $0.title = "theirs" }
    _ = await bench.engine.sync()
    try decide(.mine)
    try await sync()
    await bench.server.edit(id) { $0.title = "newer" }
    try await sync()
    #expect(try bench.undo()?.skipped == 1)
    #expect(try shown == "newer")
  }

  @Test(arguments: [false, true])
  func `to make a task again deletes it, and redo makes it once more`(
    _ isSent: Bool
  ) async throws {
    try bench.rename(id, "mine")
    await bench.server.remove(id)
    _ = await bench.engine.sync()
    let made = try #require(try decide(.mine).changed.first?.key)
    if isSent { try await sync() }
    #expect(try bench.undo()?.change.removed == [made])
    try await sync()
    #expect(await theirs == [])
    let again = try #require(try bench.redo()?.recreated[made])
    try await sync()
    #expect(await theirs == ["mine"])
    #expect(try bench.store.items().map(\.key) == [again])
  }

  @Test(arguments: [false, true])
  func `to let a task go makes it again`(_ isSent: Bool) async throws {
    try bench.rename(id, "mine")
    await bench.server.remove(id)
    _ = await bench.engine.sync()
    try decide(.theirs)
    if isSent { try await sync() }
    #expect(try bench.store.items() == [])
    #expect(try bench.undo()?.recreated[id] != nil)
    try await sync()
    #expect(await theirs == ["mine"])
    try bench.redo()
    try await sync()
    #expect(await theirs == [])
  }

  @Test(arguments: [false, true])
  func `to delete all the same brings back what the server had`(_ isSent: Bool) async throws {
    try bench.delete([id])
    await bench.server.edit(id) { $0.title = "theirs" }
    _ = await bench.engine.sync()
    try decide(.mine)
    if isSent { try await sync() }
    #expect(try bench.store.items() == [])
    try bench.undo()
    try await sync()
    #expect(await theirs == ["theirs"])
    #expect(try shown == "theirs")
  }

  @Test func `to keep what was deleted deletes it, and redo keeps it`() async throws {
    try bench.delete([id])
    await bench.server.edit(id) { $0.title = "theirs" }
    _ = await bench.engine.sync()
    try decide(.theirs)
    #expect(try shown == "theirs")
    try bench.undo()
    #expect(try bench.store.items() == [])
    try bench.redo()
    #expect(try shown == "theirs")
    try bench.undo()
    try await sync()
    #expect(await theirs == [])
    try bench.redo()
    try await sync()
    #expect(await theirs == ["theirs"])
  }
}
