import LocalStore
import Testing
import TodoKit

/// A cut that does not come at once comes after an hour: the limit is against that.
@Suite(.timeLimit(.minutes(5))) struct `Cancelling the engine` {
  /// A bench whose server never answers what `isStuck` names, until the request is cancelled.
  private func stuckBench(
    _ entered: Gate,
    _ isStuck: @escaping @Sendable (ReferenceServer.Call) -> Bool
  ) async throws -> Bench {
    let bench = try Bench()
    try bench.store.setTakesClientChosenIDs(true)
    await bench.server.during { call in
      guard isStuck(call) else { return }
      entered.open()
      try? await Task.sleep(for: .seconds(3600))
    }
    await bench.server.goWrong { call in isStuck(call) ? .swallowed : nil }
    return bench
  }

  private func heal(_ bench: Bench) async {
    await bench.server.during { _ in }
    await bench.server.goWell()
  }

  @Test func `ends a run at once, leaves its change in doubt, and frees the store`() async throws {
    let entered = Gate()
    let bench = try await stuckBench(entered) { if case .create = $0 { true } else { false } }
    for title in ["a", "b"] { try bench.add(title) }
    async let cut = bench.engine.sync()
    await entered.wait()
    await bench.engine.cancel()
    guard case .stopped(.unknown) = await cut.outcome else {
      Issue.record("\(await cut.outcome)")
      return
    }
    #expect(try bench.store.queue().map(\.state) == [.unknown, .queued])
    #expect(await bench.server.calls.count == 1, "nothing more was tried")
    #expect(await cut.status.phase == .idle)
    await heal(bench)
    let (_, other) = try bench.secondEngine()
    #expect(await other.push(lockWait: .zero).outcome == .complete)
    try bench.add("c")
    #expect(await bench.engine.sync(lockWait: .zero).outcome == .complete)
    #expect(await bench.server.titles == ["a", "b", "c"])
  }

  @Test func `sends nothing more, also when what was on the wire had its answer`() async throws {
    let entered = Gate()
    let bench = try await stuckBench(entered) { if case .create = $0 { true } else { false } }
    await bench.server.goWell()
    for title in ["a", "b"] { try bench.add(title) }
    async let cut = bench.engine.push()
    await entered.wait()
    await bench.engine.cancel()
    #expect(await cut.sent == 1)
    #expect(await cut.outcome != .complete)
    #expect(try bench.store.queue().map(\.state) == [.queued])
    #expect(await bench.server.titles == ["a"])
  }

  @Test func `ends the run that waits too, and a later call runs`() async throws {
    let entered = Gate()
    let bench = try await stuckBench(entered) { if case .list = $0 { true } else { false } }
    async let cut = bench.engine.sync()
    await entered.wait()
    try bench.add("a")
    // The second call is waiting for the first when the engine is cancelled.
    let waiting = Gate()
    let second = Task {
      waiting.open()
      return await bench.engine.push()
    }
    await waiting.wait()
    for _ in 0..<1000 { await Task.yield() }
    await bench.engine.cancel()
    await heal(bench)
    #expect(await bench.engine.push().outcome == .complete)
    _ = await cut
    #expect(try bench.store.queue().isEmpty)
    #expect(await bench.server.titles == ["a"])
    guard case .stopped = await second.value.outcome else {
      Issue.record("the waiting run was not ended")
      return
    }
  }

  @Test func `ends a wait for another process`() async throws {
    let entered = Gate()
    let leave = Gate()
    let bench = try Bench()
    try bench.add("a")
    await bench.server.during { _ in
      entered.open()
      await leave.wait()
    }
    async let first = bench.engine.push()
    await entered.wait()
    let working = Gate()
    let other = SyncEngine(
      store: try bench.scratch.open(),
      remote: bench.server.remote,
      now: { bench.clock.now },
      report: { _ in working.open() }
    )
    async let waiting = other.push(lockWait: .seconds(50))
    await working.wait()
    await other.cancel()
    let outcome = await waiting.outcome
    leave.open()
    guard case .stopped(.notSent) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(await first.outcome == .complete)
  }
}
