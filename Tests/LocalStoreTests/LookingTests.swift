import LocalStore
import Testing
import TodoKit

/// A server that chooses ids itself: a creation of unknown outcome is looked for, not repeated.
@Suite struct `After an unknown creation, with ids of the server,` {
  private func bench(_ fault: ReferenceServer.Fault) async throws -> Bench {
    let bench = try Bench(takesIDs: false)
    await bench.server.goWrong { call in
      if case .create = call { return fault }
      return nil
    }
    return bench
  }

  private func creations(_ bench: Bench) async -> Int {
    await bench.server.writes.count {
      if case .create = $0 { return true }
      return false
    }
  }

  @Test func `the one task that can be it is taken`() async throws {
    let bench = try await bench(.lost)
    await bench.server.add("a")
    _ = await bench.engine.sync()
    bench.clock.advance(seconds: 3600)
    let key = try bench.add("a", description: "mine")
    let report = await bench.engine.sync()
    #expect(report.isListRead)
    let item = try #require(try bench.store.item(key: key))
    #expect(item.state == .synced)
    #expect(item.todo.id == "srv-2")
    #expect(try bench.store.items().count == 2)
    #expect(await creations(bench) == 1)
    try bench.change(key, .setCompleted(true))
    _ = await bench.engine.sync()
    #expect(await bench.server.todos["srv-2"]?.isCompleted == true)
  }

  @Test func `nothing is sent again before two looks, the second not at once`() async throws {
    let bench = try await bench(.swallowed)
    let key = try bench.add("a")
    for _ in 0..<5 { _ = await bench.engine.sync() }
    #expect(await creations(bench) == 1)
    #expect(try bench.state(key) == .queued)
    await bench.server.goWell()
    bench.clock.advance(seconds: 10)
    _ = await bench.engine.sync()
    #expect(await creations(bench) == 1)
    #expect(try bench.store.queue().map(\.state) == [.queued])
    _ = await bench.engine.sync()
    #expect(await creations(bench) == 2)
    #expect(await bench.server.titles == ["a"])
    #expect(try bench.state(key) == .synced)
  }

  @Test func `a push alone repeats nothing`() async throws {
    let bench = try await bench(.lost)
    try bench.add("a")
    for _ in 0..<5 {
      bench.clock.advance(seconds: 60)
      _ = await bench.engine.push()
    }
    #expect(await creations(bench) == 1)
  }

  @Test func `an older task of the same title is not taken`() async throws {
    let bench = try await bench(.swallowed)
    _ = await bench.engine.sync()
    bench.clock.advance(seconds: 3600)
    await bench.server.add("a", id: "old", createdAt: Timestamp(milliseconds: 1))
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    #expect(try bench.store.items().count == 2)
    #expect(try bench.state(key) == .queued)
    #expect(try bench.store.item(key: "old")?.state == .synced)
  }

  @Test(arguments: ["no date", "only the day"])
  func `a task of a server that writes no time is taken all the same`(dates: String) async throws {
    let bench = try await bench(.swallowed)
    bench.clock.advance(seconds: 20_000 * 86_400)
    let key = try bench.add("a")
    _ = await bench.engine.push()
    let now = bench.clock.now.milliseconds
    let written = dates == "no date" ? 0 : now - now % 86_400_000
    await bench.server.add("a", id: "it", createdAt: Timestamp(milliseconds: written))
    _ = await bench.engine.sync()
    #expect(try bench.store.item(key: key)?.todo.id == "it")
    #expect(try bench.store.items().count == 1)
  }

  @Test func `what was typed and the task found lacks is asked about`() async throws {
    let bench = try await bench(.swallowed)
    let key = try bench.add("a", description: "typed")
    _ = await bench.engine.push()
    let id = await bench.server.add("a")
    await bench.server.edit(id) { $0.description = "theirs" }
    _ = await bench.engine.sync()
    let typed = FieldConflict(
      field: .description,
      seen: .description("typed"),
      mine: .description("typed"),
      theirs: .description("theirs")
    )
    #expect(try bench.store.conflicts().map(\.kind) == [.fields([typed])])
    #expect(try bench.store.item(key: key)?.todo.description == "typed")
    _ = try bench.store.resolve(key, .mine, newKey: bench.newKey, at: bench.clock.now)
    _ = await bench.engine.sync()
    #expect(await bench.server.list.map(\.description) == ["typed"])
    #expect(try bench.state(key) == .synced)
  }

  @Test func `what was typed is asked about together with what was changed since`() async throws {
    let bench = try await bench(.swallowed)
    let key = try bench.add("a", description: "typed")
    _ = await bench.engine.push()
    try bench.change(key, .setCompleted(false))
    let id = await bench.server.add("a")
    await bench.server.edit(id) { $0.isCompleted = true }
    _ = await bench.engine.sync()
    let conflicts = try bench.store.conflicts()
    #expect(conflicts.count == 1)
    guard case .fields(let fields)? = conflicts.first?.kind else {
      Issue.record("not in conflict")
      return
    }
    #expect(fields.map(\.field) == [.description, .completed])
    _ = try bench.store.resolve(key, .theirs, newKey: bench.newKey, at: bench.clock.now)
    #expect(try bench.store.conflicts().isEmpty)
    #expect(try bench.store.queue().isEmpty)
  }

  @Test func `of several with its title the one with its content is taken`() async throws {
    let bench = try await bench(.lost)
    let key = try bench.add("a", description: "mine")
    await bench.server.add("a")
    _ = await bench.engine.sync()
    #expect(try bench.store.item(key: key)?.todo.id == "srv-2")
    #expect(try bench.store.items().map(\.state) == [.synced, .synced])
  }

  @Test func `of two with one title each is found though the server added to both`() async throws {
    let bench = try await bench(.lost)
    let keys = [try bench.add("a"), try bench.add("a", description: "mine")]
    _ = await bench.engine.push()
    _ = await bench.engine.push()
    await bench.server.edit("srv-1") { $0.description = "added" }
    await bench.server.edit("srv-2") { $0.priority = .medium }
    _ = await bench.engine.sync()
    bench.clock.advance(seconds: 60)
    for _ in 0..<3 { _ = await bench.engine.sync() }
    #expect(try keys.map { try bench.store.item(key: $0)?.todo.id } == ["srv-1", "srv-2"])
    #expect(try bench.store.items().map(\.state) == [.synced, .synced])
    #expect(await creations(bench) == 2)
  }

  @Test func `a tag that the server adds is not asked about`() async throws {
    let bench = try await bench(.lost)
    let draft = TodoDraft(title: try TodoTitle("a"), tags: ["home"])
    let key = bench.newKey()
    _ = try bench.store.commit(.create(draft), to: nil, newKey: key, at: bench.clock.now)
    _ = await bench.engine.push()
    await bench.server.edit("srv-1") { $0.tags = ["home", "inbox"] }
    _ = await bench.engine.sync()
    #expect(try bench.state(key) == .synced)
    #expect(try bench.store.item(key: key)?.todo.tags == ["home", "inbox"])
  }

  @Test func `several that can be it are told to the person, and nothing is sent`() async throws {
    let bench = try await bench(.lost)
    let key = try bench.add("a")
    _ = await bench.engine.push()
    await bench.server.add("a")
    _ = await bench.engine.sync()
    guard case .failed(let sentence) = try bench.state(key) else {
      Issue.record("not failed")
      return
    }
    #expect(sentence.contains("2 new tasks"))
    #expect(try bench.store.items().count == 3)
    bench.clock.advance(seconds: 60)
    for _ in 0..<3 { _ = await bench.engine.sync() }
    #expect(await creations(bench) == 1)
    try bench.change(key, .delete)
    _ = await bench.engine.sync()
    #expect(try bench.store.items().count == 2)
    #expect(try bench.store.queue().isEmpty)
    #expect(await bench.server.list.count == 2)
  }

  @Test func `several that can be it, deleted meanwhile, are all left and told`() async throws {
    let bench = try await bench(.lost)
    let key = try bench.add("a")
    _ = await bench.engine.push()
    await bench.server.add("a")
    try bench.change(key, .delete)
    _ = await bench.engine.sync()
    guard case .failed(let sentence) = try bench.state(key) else {
      Issue.record("not failed")
      return
    }
    #expect(sentence.contains("2 new tasks"))
    try bench.change(key, .delete)
    _ = await bench.engine.sync()
    #expect(try bench.store.items().map(\.state) == [.synced, .synced])
    #expect(try bench.store.queue().isEmpty)
    #expect(await bench.server.list.count == 2)
  }

  @Test func `as many of one title as were sent are taken each once`() async throws {
    let bench = try await bench(.lost)
    let keys = [try bench.add("a"), try bench.add("a")]
    _ = await bench.engine.push()
    _ = await bench.engine.push()
    #expect(await creations(bench) == 2)
    _ = await bench.engine.sync()
    #expect(try bench.store.items().count == 2)
    #expect(Set(try keys.map { try bench.store.item(key: $0)?.todo.id }) == ["srv-1", "srv-2"])
  }

  @Test func `a task deleted meanwhile is deleted once it is found`() async throws {
    let bench = try await bench(.lost)
    let key = try bench.add("a")
    _ = await bench.engine.push()
    try bench.change(key, .delete)
    #expect(try bench.store.items().isEmpty)
    _ = await bench.engine.sync()
    _ = await bench.engine.sync()
    #expect(await bench.server.list.isEmpty)
    #expect(try bench.store.queue().isEmpty)
  }

  @Test func `a task deleted meanwhile that was never made is forgotten`() async throws {
    let bench = try await bench(.swallowed)
    let key = try bench.add("a")
    _ = await bench.engine.push()
    try bench.change(key, .delete)
    bench.clock.advance(seconds: 60)
    _ = await bench.engine.sync()
    _ = await bench.engine.sync()
    #expect(try bench.store.queue().isEmpty)
    #expect(await creations(bench) == 1)
  }
}
