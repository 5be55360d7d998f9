import LocalStore
import Synchronization
import Testing
import TodoKit

/// Random histories of one person at one machine: two processes on one store, a server and a wire
/// that go wrong, kills with a change on the wire, another device that adds tasks.
///
/// The reference is what the person did, in order, as far as the store acknowledged it.
@Suite struct `Random histories` {
  @Test(arguments: 0..<4)
  func `lose nothing and make nothing twice, with ids of ours`(_ part: UInt64) async throws {
    for seed in (part * 40)..<(part * 40 + 40) {
      let found = try await History(seed: seed).run()
      #expect(found.isEmpty, "seed \(seed): \(found.joined(separator: "; "))")
    }
  }

  @Test func `lose nothing and make nothing twice, with ids of the server`() async throws {
    for seed in UInt64(1000)..<1040 {
      let found = try await History(seed: seed, takesIDs: false).run()
      #expect(found.isEmpty, "seed \(seed): \(found.joined(separator: "; "))")
    }
  }

  /// The negative control: the same histories against a wire where repeating is not safe.
  @Test func `are told apart from those of an engine that repeats blindly`() async throws {
    var broken = 0
    for seed in UInt64(0)..<20 {
      let found = try await History(seed: seed, repeatsBlindly: true).run()
      if found.contains(where: { $0.contains("twice") }) { broken += 1 }
    }
    #expect(broken > 3)
  }
}

/// One history; ``run()`` gives what was found wrong at its end.
final class History {
  private var random: SplitMix
  private let clock = TestClock()
  private let server: ReferenceServer
  private var machine: Machine
  /// What the person made of each task: its last title and state, nil when deleted.
  private var expected: [String: Expectation] = [:]
  private var theirs: Set<String> = []
  private var made = 0

  struct Expectation: Equatable {
    var mark: String
    var title: String
    var isCompleted: Bool
    var isDeleted = false
  }

  init(seed: UInt64, takesIDs: Bool = true, repeatsBlindly: Bool = false) throws {
    random = SplitMix(seed)
    server = ReferenceServer(
      clock: clock,
      abilities: .init(takesIDs: takesIDs, ignoresIDs: repeatsBlindly)
    )
    machine = try Machine(server, clock, Scratch())
  }

  func run() async throws -> [String] {
    for _ in 0..<Int.random(in: 5...25, using: &random) {
      clock.advance(seconds: Int64.random(in: 0...20, using: &random))
      try await step()
    }
    await server.goWell()
    for _ in 0..<12 {
      clock.advance(seconds: 30)
      _ = await machine.engines[0].sync()
      if try machine.stores[0].queue().isEmpty { break }
    }
    _ = await machine.engines[0].sync()
    return try await differences()
  }

  private func step() async throws {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<2: try create()
    case 2..<5: try change()
    case 5: theirs.insert(await server.add("theirs \(theirs.count)"))
    case 6..<9: await sync()
    default: try await crash()
    }
  }

  private var store: TodoStore { machine.stores[Int.random(in: 0...1, using: &random)] }

  private func create() throws {
    made += 1
    let key = uuid(made)
    let title = "task \(made)"
    let draft = TodoDraft(
      title: try TodoTitle(title),
      description: try TodoDescription("mark \(made)")
    )
    _ = try store.commit(.create(draft), to: nil, newKey: key, at: clock.now)
    expected[key] = Expectation(mark: "mark \(made)", title: title, isCompleted: false)
  }

  private func change() throws {
    let keys = expected.filter { !$0.value.isDeleted }.keys.sorted()
    guard let key = keys.randomElement(using: &random), var item = expected[key] else { return }
    let change: TodoChange
    switch Int.random(in: 0..<5, using: &random) {
    case 0..<2:
      made += 1
      item.title = "renamed \(made)"
      change = .retitle(try TodoTitle(item.title))
    case 2..<4:
      item.isCompleted = Bool.random(using: &random)
      change = .setCompleted(item.isCompleted)
    default:
      item.isDeleted = true
      change = .delete
    }
    _ = try store.commit(change, to: key, newKey: "", at: clock.now)
    expected[key] = item
  }

  /// One or both processes sync on a bad day.
  private func sync() async {
    let faults = faultPlan()
    await server.goWrong { _ in faults.next() }
    let (first, second) = (machine.engines[0], machine.engines[1])
    if Bool.random(using: &random) {
      async let one = first.sync(lockWait: .seconds(5))
      async let two = second.push(lockWait: .seconds(5))
      _ = await (one, two)
    } else if Bool.random(using: &random) {
      _ = await first.push()
    } else {
      _ = await second.sync()
    }
  }

  /// Both processes are killed while a request is on the wire; the next ones find the disk as it
  /// was then.
  private func crash() async throws {
    let faults = faultPlan()
    let old = machine
    let disk = try Scratch()
    let survives = Mutex(Int.random(in: 0...3, using: &random))
    await server.goWrong { _ in old.isDead ? .notSent : faults.next() }
    await server.during { _ in
      let isNow = survives.withLock { left in
        left -= 1
        return left == -1
      }
      guard isNow, (try? old.scratch.copyDatabase(to: disk)) != nil else { return }
      // This request may still be carried out: its process is gone, its bytes are not.
      old.die()
    }
    if Bool.random(using: &random) {
      _ = await old.engines[0].sync()
    } else {
      _ = await old.engines[0].push()
    }
    await server.during { _ in }
    if old.hasDied { machine = try Machine(server, clock, disk) }
  }

  private func faultPlan() -> FaultPlan {
    let kinds: [ReferenceServer.Fault?] = [
      nil, nil, nil, nil, .notSent, .lost, .lost, .swallowed, .broken, .later,
    ]
    return FaultPlan((0..<40).map { _ in kinds.randomElement(using: &random) ?? nil })
  }

  private func differences() async throws -> [String] {
    var found: [String] = []
    let list = await server.list
    for item in expected.values.sorted(by: { $0.mark < $1.mark }) {
      let there = list.filter { $0.description == item.mark }
      if there.count > 1 { found.append("\(item.mark) is there twice") }
      if item.isDeleted, !there.isEmpty { found.append("\(item.mark) came back") }
      if item.isDeleted { continue }
      guard let todo = there.first else {
        found.append("\(item.mark) is lost")
        continue
      }
      if todo.title != item.title || todo.isCompleted != item.isCompleted {
        found.append("\(item.mark) is \(todo), not \(item)")
      }
    }
    if list.count(where: { $0.title.hasPrefix("theirs") }) != theirs.count {
      found.append("a task of the other device is gone or there twice")
    }
    let items = try machine.stores[1].items()
    if Set(items.map(\.todo)) != Set(list) || items.count != list.count {
      found.append("the mirror differs from the server")
    }
    let queue = try machine.stores[1].queue()
    if !queue.isEmpty { found.append("left in the outbox: \(queue)") }
    return found
  }
}
