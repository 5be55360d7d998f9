import Foundation
import LocalStore
import Synchronization
import Testing
import TodoKit

@Suite(.timeLimit(.minutes(5))) struct `The engine` {
  @Test func `tells rows and status in order`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    let states = bench.events.changes.flatMap(\.changed).filter { $0.key == key }.map(\.state)
    #expect(states == [.sending, .synced])
    #expect(bench.events.phases.first == .syncing)
    #expect(bench.events.phases.last == .idle)
    guard case .status(let status) = bench.events.all.last else {
      Issue.record("the last event is no status")
      return
    }
    #expect(status.queued == 0)
  }

  @Test func `answers many calls with few runs`() async throws {
    let bench = try Bench()
    let entered = Gate()
    let leave = Gate()
    await bench.server.during { call in
      guard case .list(nil) = call else { return }
      entered.open()
      await leave.wait()
    }
    await bench.server.add("theirs")
    async let first = bench.engine.sync()
    await entered.wait()
    try bench.add("typed during the run")
    await withTaskGroup(of: SyncReport.Outcome.self) { group in
      for _ in 0..<10 { group.addTask { await bench.engine.sync().outcome } }
      for _ in 0..<10 { group.addTask { await bench.engine.push().outcome } }
      group.addTask {
        leave.open()
        return .complete
      }
      for await outcome in group { #expect(outcome == .complete) }
    }
    #expect(await first.outcome == .complete)
    #expect(try bench.store.queue().isEmpty)
    let calls = await bench.server.calls
    let lists = calls.count { if case .list = $0 { true } else { false } }
    #expect((2...3).contains(lists), "one run, one that all others share")
    #expect(await bench.server.titles == ["theirs", "typed during the run"])
  }

  @Test func `sends what is committed while it sends`() async throws {
    let bench = try Bench()
    let count = Mutex(0)
    await bench.server.during { call in
      guard case .create = call else { return }
      let number = count.withLock { count in
        count += 1
        return count
      }
      if number == 5 { return }
      _ = try? bench.add("another")
    }
    try bench.add("first")
    #expect(await bench.engine.push().sent == 5)
    await bench.server.during { _ in }
    #expect(try bench.store.queue().isEmpty)
  }

  @Test func `keeps a change made to a task that is on the wire`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    let isFirst = Mutex(true)
    await bench.server.during { call in
      guard case .create = call, isFirst.withLock({ $0.take() }) else { return }
      _ = try? bench.retitle(key, "b")
    }
    await bench.server.goWrong { call in
      if case .create(_, let new) = call, new.title == "a" { return .notSent }
      return nil
    }
    _ = await bench.engine.push()
    await bench.server.during { _ in }
    #expect(try bench.store.queue().map(\.change) == [.create(NewTodo(title: "b"))])
    _ = await bench.engine.push()
    #expect(await bench.server.titles == ["b"])
  }

  @Test func `says busy while another works, and works when that has ended`() async throws {
    let bench = try Bench()
    let (other, engine) = try bench.secondEngine()
    let entered = Gate()
    let leave = Gate()
    await bench.server.during { call in
      guard case .create = call else { return }
      entered.open()
      await leave.wait()
    }
    try bench.add("a")
    async let first = bench.engine.push()
    await entered.wait()
    _ = try other.commit(
      .create(TodoDraft(title: try TodoTitle("b"))),
      to: nil,
      newKey: uuid(77),
      at: bench.clock.now
    )
    #expect(await engine.push(lockWait: .zero).outcome == .busy)
    async let second = engine.push(lockWait: .seconds(20))
    leave.open()
    #expect(await first.outcome == .complete)
    #expect(await second.outcome == .complete)
    #expect(await bench.server.titles == ["a", "b"])
  }

  @Test func `and another one drain a store together, each change exactly once`() async throws {
    let bench = try Bench()
    let (other, engine) = try bench.secondEngine()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<40 {
        let (store, engine) =
          number.isMultiple(of: 2) ? (bench.store, bench.engine) : (other, engine)
        group.addTask {
          let key = uuid(1000 + number)
          let draft = TodoDraft(title: try TodoTitle("task \(number)"))
          _ = try store.commit(.create(draft), to: nil, newKey: key, at: bench.clock.now)
          _ = try store.commit(.setCompleted(true), to: key, newKey: "", at: bench.clock.now)
          #expect(await engine.push(lockWait: .seconds(30)).outcome == .complete)
        }
      }
      try await group.waitForAll()
    }
    #expect(try bench.store.queue().isEmpty)
    #expect(Set(await bench.server.titles) == Set((0..<40).map { "task \($0)" }))
    #expect(await bench.server.list.allSatisfy(\.isCompleted))
    let calls = await bench.server.writes
    #expect(Set(calls).count == calls.count, "no request went out twice")
  }

  @Test(arguments: [false, true])
  func `that dies while a change is on the wire leaves it in doubt, not lost`(
    _ wasCarriedOut: Bool
  ) async throws {
    let bench = try Bench()
    let disk = try Scratch()
    let key = try bench.add("a")
    await bench.server.during { [scratch = bench.scratch] call in
      guard case .create = call else { return }
      try? scratch.copyDatabase(to: disk)
    }
    if !wasCarriedOut { await bench.server.goWrong { _ in .notSent } }
    try bench.store.setTakesClientChosenIDs(true)
    _ = await bench.engine.push()
    // The process that starts next finds what lay on the disk while the request was under way.
    await bench.server.goWell()
    await bench.server.during { _ in }
    let store = try disk.open()
    #expect(try store.queue().map(\.state) == [.sending])
    let clock = bench.clock
    let engine = SyncEngine(
      store: store,
      remote: bench.server.remote,
      now: { clock.now },
      report: { _ in }
    )
    _ = await engine.sync()
    #expect(try store.queue().isEmpty)
    #expect(try store.item(key: key)?.state == .synced)
    #expect(await bench.server.titles == ["a"])
  }

  @Test func `tells in its report that the store cannot be used`() async throws {
    let bench = try Bench()
    try bench.add("a")
    await bench.server.add("theirs")
    try FileManager.default.createDirectory(
      atPath: bench.store.file + ".sync-lock",
      withIntermediateDirectories: false
    )
    let report = await bench.engine.sync()
    #expect(
      report.outcome
        == .store(.cannotOpen(path: bench.store.file + ".sync-lock", errno: EISDIR))
    )
    #expect(await bench.server.calls.isEmpty)
  }
}

extension Bool {
  /// The value; false from then on.
  fileprivate mutating func take() -> Bool {
    defer { self = false }
    return self
  }
}

/// Opens once; whoever waits goes on.
final class Gate: Sendable {
  private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>(
    (false, [])
  )

  func open() {
    let waiting = state.withLock { state in
      defer { state = (true, []) }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }
}
