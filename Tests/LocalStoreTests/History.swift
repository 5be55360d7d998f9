import LocalStore
import Synchronization
import TodoKit

/// One server and one machine, on which random histories happen one after the other, each beginning
/// with nothing.
actor History {
  /// Something deliberately broken.
  enum Flaw { case repeatsBlindly, lastWriterWins }

  var random: SplitMix
  let clock = TestClock()
  private let server: ReferenceServer
  private let remote: RemoteTasks
  var ledger: Ledger
  private let abilities: ReferenceServer.Abilities
  var machine: Machine
  var keys = 0
  private var words = 0

  init(seed: UInt64, on template: Template, flaw: Flaw? = nil) throws {
    var random = SplitMix(seed)
    var abilities = ReferenceServer.Abilities()
    abilities.takesIDs = flaw != nil || Int.random(in: 0..<4, using: &random) > 0
    abilities.validators = flaw == .lastWriterWins || Int.random(in: 0..<3, using: &random) > 0
    abilities.numbers = Bool.random(using: &random)
    abilities.tellsCurrent = Int.random(in: 0..<3, using: &random) > 0
    abilities.ignoresIDs = flaw == .repeatsBlindly
    self.abilities = abilities
    server = ReferenceServer(clock: clock, abilities: abilities)
    remote = flaw == .lastWriterWins ? server.remote.withoutValidators : server.remote
    ledger = Ledger(compares: abilities.validators, takesIDs: abilities.takesIDs)
    machine = try Machine(remote, clock, template.copy())
    self.random = random
  }

  /// So many histories; what was found wrong at the end of each.
  func run(_ count: Int) async throws -> [String] {
    var found: [String] = []
    for number in 0..<count {
      found += try await one().map { "history \(number): \($0)" }
      for todo in await server.list { await server.remove(todo.id) }
      _ = await machine.engines[0].sync()
    }
    return found
  }

  private func one() async throws -> [String] {
    let ledger = Ledger(compares: abilities.validators, takesIDs: abilities.takesIDs)
    self.ledger = ledger
    await server.bear { ledger.witness($0, $1, $2) }
    for _ in 0..<Int.random(in: 2...8, using: &random) {
      clock.advance(seconds: Int64.random(in: 0...20, using: &random))
      try await step()
    }
    await server.goWell()
    await server.during { _ in }
    for _ in 0..<16 {
      clock.advance(seconds: 30)
      _ = await machine.engines[0].sync()
      if try machine.stores[0].queue().isEmpty { break }
      try decide()
    }
    return ledger.faults(await server.list) + (try await differences())
  }

  private func step() async throws {
    switch Int.random(in: 0..<12, using: &random) {
    case 0..<2: try create()
    case 2..<5: try change()
    case 5..<7: await meddle()
    case 7: try decide()
    default: try await sync()
    }
  }

  var store: TodoStore { machine.stores[Int.random(in: 0...1, using: &random)] }

  func newKey() -> String {
    keys += 1
    return uuid(keys)
  }

  func newWord(_ prefix: String) -> String {
    words += 1
    return "\(prefix) \(words)"
  }

  // MARK: The other device

  private func meddle() async {
    let list = await server.list
    guard list.count > 1 || Bool.random(using: &random),
      let todo = list.randomElement(using: &random)
    else {
      words += 1
      let moment = clock.now
      return await server.put(
        Todo(
          id: "theirs-\(words)",
          title: newWord("title"),
          description: newWord("about"),
          tags: ["theirs\(words)"],
          createdAt: moment,
          updatedAt: moment
        )
      )
    }
    let moment = clock.now
    let word = newWord("other")
    switch Int.random(in: 0..<7, using: &random) {
    case 0..<2: await server.edit(todo.id) { ($0.title, $0.updatedAt) = (word, moment) }
    case 2..<4: await server.edit(todo.id) { ($0.description, $0.updatedAt) = (word, moment) }
    case 4..<6: await server.edit(todo.id) { $0.isCompleted.toggle() }
    default: await server.remove(todo.id)
    }
  }

  // MARK: The machine

  /// One or both processes sync on a bad day; sometimes both are killed meanwhile.
  private func sync() async throws {
    let faults = faultPlan()
    let old = machine
    let ledger = ledger
    let takesIDs = abilities.takesIDs
    let disk: Scratch? = Int.random(in: 0..<4, using: &random) == 0 ? try Scratch() : nil
    if let disk { old.die(in: Int.random(in: 0...7, using: &random), leaving: disk) }
    await server.goWrong { call in
      if old.isTooLate(call) { return .notSent }
      let fault = faults.next()
      if case .create(_, let new) = call, !takesIDs, fault == .twice || fault == .late {
        ledger.blur(new.tags.first)
      }
      return fault
    }
    let isBusy = Int.random(in: 0..<3, using: &random) == 0
    await server.during { [weak self] call in
      if isBusy { await self?.interrupt(old) }
      old.pass(during: call)
    }
    let (first, second) = (old.engines[0], old.engines[1])
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      async let one = first.sync(lockWait: .seconds(5))
      async let two = second.push(lockWait: .seconds(5))
      _ = await (one, two)
    case 1..<3: _ = await first.push()
    default: _ = await second.sync()
    }
    if let disk {
      if old.hasDied { machine = try Machine(remote, clock, disk) } else { old.liveOn() }
    }
  }

  /// Something happens while a request is on the wire.
  private func interrupt(_ old: Machine) async {
    switch Int.random(in: 0..<3, using: &random) {
    case 0: await meddle()
    case 1: try? old.ifAlive { try change() }
    default: break
    }
  }

  private func faultPlan() -> FaultPlan {
    let kinds: [ReferenceServer.Fault?] = [
      nil, nil, nil, nil, nil, .notSent, .lost, .lost, .swallowed, .broken, .later, .twice, .late,
    ]
    return FaultPlan((0..<30).map { _ in kinds.randomElement(using: &random) ?? nil })
  }

  private func differences() async throws -> [String] {
    var found: [String] = []
    let list = await server.list
    let items = try machine.stores[1].items()
    if Set(items.map(\.todo)) != Set(list) || items.count != list.count {
      found.append("the mirror differs from the server: \(items) instead of \(list)")
    }
    if let rung = try machine.stores[1].status().rung,
      rung != (abilities.takesIDs ? .exactlyOnce : .atLeastOnce)
    {
      found.append("it says \(rung)")
    }
    let queue = try machine.stores[1].queue()
    if !queue.isEmpty { found.append("left in the outbox: \(queue)") }
    return found
  }
}

extension RemoteTasks {
  /// Sends whatever it is given, whatever the server has by then.
  fileprivate var withoutValidators: RemoteTasks {
    var copy = self
    copy.update = { [update] (id, edits, _) async throws(RemoteFailure) -> SeenTodo in
      try await update(id, edits, nil)
    }
    copy.setCompleted = { [setCompleted] (id, done, _) async throws(RemoteFailure) -> SeenTodo in
      try await setCompleted(id, done, nil)
    }
    copy.delete = { [delete] (id, _) async throws(RemoteFailure) -> Void in
      try await delete(id, nil)
    }
    return copy
  }
}
