import LocalStore
import Synchronization
import TodoKit

/// One server and one machine, on which random histories happen one after the other, each beginning
/// with nothing.
actor History {
  var random: SplitMix
  let clock = TestClock()
  let tally: Tally
  let flaw: Flaw?
  private let server: ReferenceServer
  private let remote: RemoteTasks
  var ledger: Ledger
  private let abilities: ReferenceServer.Abilities
  var machine: Machine
  /// What the person did and can take back, oldest first.
  var steps: [Step] = []
  var keys = 0
  private var words = 0

  init(seed: UInt64, on template: Template, tally: Tally, flaw: Flaw? = nil) throws {
    var random = SplitMix(seed)
    var abilities = ReferenceServer.Abilities()
    abilities.takesIDs = Int.random(in: 0..<4, using: &random) > 0
    abilities.validators = Int.random(in: 0..<3, using: &random) > 0
    abilities.numbers = Bool.random(using: &random)
    abilities.tellsCurrent = Int.random(in: 0..<3, using: &random) > 0
    flaw?.needs(&abilities)
    self.abilities = abilities
    self.tally = tally
    self.flaw = flaw
    let server = ReferenceServer(clock: clock, abilities: abilities)
    self.server = server
    remote = flaw?.breaking(server.remote) ?? server.remote
    ledger = Ledger(compares: abilities.validators, takesIDs: abilities.takesIDs)
    machine = try Machine(remote, clock, template.copy())
    self.random = random
  }

  /// So many histories; what was found wrong, each with the number of its history.
  func run(_ count: Int) async throws -> [String] {
    var found: [String] = []
    for number in 0..<count {
      found += try await one().map { "history \(number): \($0)" }
      // What a broken history leaves would be found again and again.
      if !found.isEmpty { break }
      for todo in await server.list { await server.remove(todo.id) }
      _ = await machine.engines[0].sync()
    }
    return found
  }

  private func one() async throws -> [String] {
    let ledger = Ledger(compares: abilities.validators, takesIDs: abilities.takesIDs)
    self.ledger = ledger
    forgetSteps()
    await server.bear { ledger.witness($0, $1, $2) }
    if try !store.items().isEmpty { ledger.fault("it does not begin with nothing") }
    for _ in 0..<Int.random(in: 3...12, using: &random) {
      clock.advance(seconds: Int64.random(in: 0...20, using: &random))
      try await step()
    }
    await server.goWell()
    await server.during { _ in }
    for _ in 0..<16 {
      clock.advance(seconds: 30)
      _ = await machine.engines[0].sync()
      if try machine.stores[0].queue().isEmpty { break }
      try answerRefusals()
      try decide()
    }
    tally.add("histories")
    tally.add("made twice, and announced", ledger.surplus.excused)
    tally.add("made twice", ledger.surplus.inexcusable)
    return ledger.faults(await server.list) + (try await differences())
  }

  private func step() async throws {
    // The person is told of a row that was refused, and answers before anything else.
    try answerRefusals()
    switch Int.random(in: 0..<16, using: &random) {
    case 0: try create()
    case 1..<5: try change(isAlone: true)
    case 5..<8: await meddle()
    case 8: try decide()
    case 9..<11: try stepBack()
    default:
      try await sync()
      ledger.look(at: try store.items())
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
    tally.add("another device")
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
    case 0..<2:
      excuseIfInDoubt(todo)
      await server.edit(todo.id) { ($0.title, $0.updatedAt) = (word, moment) }
    case 2..<4: await server.edit(todo.id) { ($0.description, $0.updatedAt) = (word, moment) }
    case 4..<6: await server.edit(todo.id) { $0.isCompleted.toggle() }
    default:
      excuseIfInDoubt(todo)
      await server.remove(todo.id)
    }
  }

  /// A task that is known by its title alone, and loses that, cannot be found.
  ///
  /// After a kill in the midst of a run the disk may be in doubt about what the store here is not.
  private func excuseIfInDoubt(_ todo: Todo) {
    if abilities.takesIDs { return }
    let isInDoubt = (try? machine.stores[0].queue())?.contains { entry in
      guard case .create(let new) = entry.change else { return false }
      return new.tags == todo.tags
    }
    if machine.hasDied || isInDoubt ?? true { ledger.excuse(todo.tags.first) }
  }

  // MARK: The machine

  /// One or both processes sync on a bad day; sometimes both are killed meanwhile.
  private func sync() async throws {
    let isBusy = Int.random(in: 0..<3, using: &random) == 0
    let faults = faultPlan(refuses: !isBusy)
    let old = machine
    let (ledger, tally) = (ledger, tally)
    let takesIDs = abilities.takesIDs
    let disk: Scratch? = Int.random(in: 0..<4, using: &random) == 0 ? try Scratch() : nil
    if let disk { old.die(in: Int.random(in: 0...7, using: &random), leaving: disk) }
    await server.goWrong { call in
      let fault = old.isTooLate(call) ? .notSent : faults.next()
      ledger.pass(call, fault)
      tally.add(fault.map { "\($0)" } ?? "answered")
      if case .create(_, let new) = call, !takesIDs, fault == .twice {
        ledger.excuse(new.tags.first)
      }
      return fault
    }
    await server.during { [weak self] call in
      if isBusy { await self?.interrupt(old) }
      old.pass(during: call)
    }
    let (first, second) = (old.engines[0], old.engines[1])
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      tally.add("two processes at once")
      async let one = first.sync(lockWait: .seconds(5))
      async let two = second.push(lockWait: .seconds(5))
      _ = await (one, two)
    case 1..<3: _ = await first.push()
    default: _ = await second.sync()
    }
    // Whoever was signed out signs in again.
    for engine in old.engines { await engine.setSignedIn(true) }
    guard let disk else { return }
    if !old.hasDied { return old.liveOn() }
    tally.add("killed")
    machine = try Machine(remote, clock, disk)
    ledger.forgetReads()
    try flaw?.restart(machine.stores[0])
  }

  /// Something happens while a request is on the wire.
  private func interrupt(_ old: Machine) async {
    switch Int.random(in: 0..<3, using: &random) {
    case 0: await meddle()
    case 1:
      do {
        try old.ifAlive { try change(isAlone: false) }
      } catch StoreError.noSuchTask {
        // The engine took the row out between the look at it and the change: the person is told.
      } catch {
        ledger.fault("a change was refused: \(error)")
      }
    default: break
    }
  }

  /// While a person changes rows nothing is refused: a change of a refused row takes its place, and
  /// which of them came first nobody could tell.
  private func faultPlan(refuses: Bool) -> FaultPlan {
    if Int.random(in: 0..<12, using: &random) == 0 {
      return FaultPlan(Array(repeating: .notSent, count: 100))
    }
    let kinds: [ReferenceServer.Fault?] = [
      nil, nil, nil, nil, nil, nil, .notSent, .lost, .lost, .swallowed, .broken, .later, .twice,
      .late,
    ]
    var faults = (0..<30).map { _ in kinds.randomElement(using: &random) ?? nil }
    if Int.random(in: 0..<8, using: &random) == 0 {
      faults[Int.random(in: 0..<4, using: &random)] = .signedOut
    }
    if refuses, Int.random(in: 0..<4, using: &random) == 0 {
      faults[Int.random(in: 0..<4, using: &random)] = .rejected
    }
    return FaultPlan(faults)
  }

  private func differences() async throws -> [String] {
    var found: [String] = []
    let list = await server.list
    let items = try machine.stores[1].items()
    if Set(items.map(\.todo)) != Set(list) || items.count != list.count {
      found.append("the mirror differs from the server: \(items) instead of \(list)")
    }
    // Without a creation there may have been no occasion to ask.
    let rung = try machine.stores[1].status().rung
    if rung != (abilities.takesIDs ? .exactlyOnce : .atLeastOnce), rung != nil || ledger.hasMade {
      found.append("it says \(String(describing: rung))")
    }
    let queue = try machine.stores[1].queue()
    if !queue.isEmpty { found.append("left in the outbox: \(queue)") }
    return found
  }
}
