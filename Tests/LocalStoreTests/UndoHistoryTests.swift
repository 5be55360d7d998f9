import LocalStore
import Testing
import TodoKit

/// Random histories of actions, undo, redo, restarts, and syncs on a bad wire.
///
/// The reference is a list of snapshots: an action cuts it off behind the present one and adds one,
/// undo and redo step through it.
@Suite struct `Random undo` {
  @Test(arguments: [true, false], 0..<4)
  func `steps through what was there`(_ takesIDs: Bool, _ part: UInt64) async throws {
    for seed in (part * 25)..<(part * 25 + 25) {
      let found = try await UndoHistory(seed: seed, takesIDs: takesIDs).run()
      #expect(found.isEmpty, "seed \(seed): \(found.joined(separator: "; "))")
    }
  }
}

/// One history; ``run()`` gives what was found wrong.
private final class UndoHistory {
  private var random: SplitMix
  private let bench: Bench
  private var machine: Machine
  private var snapshots: [[NewTodo: Int]] = [[:]]
  private var place = 0
  private var made = 0
  private var found: [String] = []

  init(seed: UInt64, takesIDs: Bool) throws {
    random = SplitMix(seed)
    let restores = takesIDs && seed.isMultiple(of: 2)
    bench = try Bench(ReferenceServer.Abilities(takesIDs: takesIDs, restores: restores))
    machine = try Machine(bench.server.remote, bench.clock, bench.scratch)
  }

  func run() async throws -> [String] {
    for number in 0..<Int.random(in: 10...40, using: &random) where found.isEmpty {
      bench.clock.advance(seconds: Int64.random(in: 0...15, using: &random))
      try await step()
      let now = try bench.contents()
      if now != snapshots[place] {
        found.append("after step \(number): \(now), not \(snapshots[place])")
      }
    }
    await bench.server.goWell()
    for _ in 0..<6 {
      bench.clock.advance(seconds: 30)
      _ = await bench.engine.sync()
    }
    let there = Dictionary(await bench.server.list.map { ($0.title, 1) }, uniquingKeysWith: +)
    let expected = try bench.store.items().map { ($0.todo.title, 1) }
    if there != Dictionary(expected, uniquingKeysWith: +) { found.append("server has \(there)") }
    if try bench.contents() != snapshots[place] { found.append("the end differs") }
    if try !bench.store.queue().isEmpty { found.append("left: \(try bench.store.queue())") }
    return found
  }

  private var store: TodoStore { machine.stores[Int.random(in: 0...1, using: &random)] }

  private func step() async throws {
    switch Int.random(in: 0..<12, using: &random) {
    case 0..<4: try act()
    case 4..<7: try move(by: -1, try store.undo(newKey: bench.newKey, at: bench.clock.now))
    case 7..<9: try move(by: 1, try store.redo(newKey: bench.newKey, at: bench.clock.now))
    case 9..<11: await sync()
    default:
      machine = try Machine(bench.server.remote, bench.clock, bench.scratch)
    }
  }

  private func act() throws {
    let items = try bench.store.items().sorted { $0.key < $1.key }
    var changes: [RowChange] = []
    for item in items.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random)) {
      made += 1
      let kinds: [TodoChange] = [
        .retitle(try TodoTitle("title \(made)")), .setCompleted(!item.todo.isCompleted), .delete,
        .describe(try TodoDescription("text \(made)")), .tag(["tag\(made)"]),
        .prioritize(item.todo.priority == .low ? nil : .low),
      ]
      if let change = kinds.randomElement(using: &random) {
        changes.append(RowChange(change, key: item.key))
      }
    }
    if changes.isEmpty || Bool.random(using: &random) {
      made += 1
      let draft = TodoDraft(title: try TodoTitle("title \(made)"), tags: ["new"])
      changes.append(RowChange(.create(draft), key: bench.newKey()))
    }
    _ = try store.commit(changes, action: "\(made)", newKey: bench.newKey, at: bench.clock.now)
    snapshots = Array(snapshots[...place]) + [try bench.contents()]
    place += 1
  }

  private func move(by distance: Int, _ step: UndoStep?) throws {
    let isPossible = snapshots.indices.contains(place + distance)
    if (step != nil) != isPossible { found.append("undo or redo was possible: \(isPossible)") }
    if let step, step.skipped > 0 { found.append("skipped \(step.skipped) of \(step.words)") }
    if isPossible { place += distance }
  }

  private func sync() async {
    let faults = FaultPlan(
      (0..<20).map { _ in
        [nil, nil, nil, .notSent, .lost, .swallowed, .broken, .later].randomElement(using: &random)
          ?? nil
      }
    )
    await bench.server.goWrong { _ in faults.next() }
    _ = await machine.engines[Int.random(in: 0...1, using: &random)].sync(lockWait: .seconds(5))
  }
}
