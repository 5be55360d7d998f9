import LocalStore
import Synchronization
import TodoKit

/// A task server in memory that keeps the contract, and goes wrong when told to.
actor ReferenceServer {
  private(set) var todos: [String: Todo] = [:]
  private(set) var calls: [Call] = []
  /// The validators that came with changes and deletions, in their order.
  private(set) var ifMatches: [String?] = []
  private var order: [String] = []
  /// The number of each task's last change, deleted ones included.
  private var numbers: [String: Int64] = [:]
  private var version: Int64 = 0
  /// When deleted tasks were made.
  private var buried: [String: Timestamp] = [:]
  private var chosenIDs = 0
  private let clock: TestClock
  private let abilities: Abilities
  private var fault: @Sendable (Call) -> Fault? = { _ in nil }
  private var duringCall: @Sendable (Call) async -> Void = { _ in }
  /// Told of every task that is made, different or gone, and whether a client of ours did it.
  private var witness: @Sendable (_ old: Todo?, _ new: Todo?, _ isOurs: Bool) -> Void = { _, _, _ in
  }
  private var isOurs = false
  private var carriedOut: Set<Call> = []
  /// Requests that arrive late: with the next one that is carried out.
  private var underway: [@Sendable (isolated ReferenceServer) -> Void] = []

  init(clock: TestClock, abilities: Abilities) {
    self.clock = clock
    self.abilities = abilities
  }

  var list: [Todo] { order.compactMap { todos[$0] } }
  var titles: [String] { list.map(\.title) }
  var writes: [Call] {
    calls.filter {
      switch $0 {
      case .list, .changes, .description: false
      default: true
      }
    }
  }

  func goWrong(_ fault: @escaping @Sendable (Call) -> Fault?) { self.fault = fault }
  /// Refuses this many creations, so that not even a client that never stops asks for ever.
  func refuseCreations(_ count: Int) {
    let left = Mutex(count)
    fault = { call in
      guard case .create = call else { return nil }
      return left.withLock { left in
        left -= 1
        return left >= 0 ? .rejected : nil
      }
    }
  }
  /// Carries out what is still under way, and does everything well from now on.
  func goWell() {
    fault = { _ in nil }
    isOurs = true
    for request in underway { request(self) }
    underway = []
    isOurs = false
  }
  func during(_ body: @escaping @Sendable (Call) async -> Void) { duringCall = body }

  /// What another device did.
  @discardableResult
  func add(_ title: String, id: String? = nil, createdAt: Timestamp? = nil) -> String {
    let id = id ?? freshID()
    let moment = createdAt ?? clock.now
    put(Todo(id: id, title: title, createdAt: moment, updatedAt: moment))
    return id
  }

  func bear(
    _ witness: @escaping @Sendable (_ old: Todo?, _ new: Todo?, _ isOurs: Bool) -> Void
  ) {
    self.witness = witness
  }

  func put(_ todo: Todo) {
    witness(todos[todo.id], todo, isOurs)
    if todos.updateValue(todo, forKey: todo.id) == nil { order.append(todo.id) }
    version += 1
    numbers[todo.id] = version
  }

  func remove(_ id: String) {
    guard let old = todos.removeValue(forKey: id) else { return }
    witness(old, nil, isOurs)
    order.removeAll { $0 == id }
    buried[id] = old.createdAt
    version += 1
    numbers[id] = version
  }

  /// What another device did to a task; false when it is gone.
  @discardableResult
  func edit(_ id: String, _ body: @Sendable (inout Todo) -> Void) -> Bool {
    (try? change(id, nil, body)) != nil
  }

  /// Forgets everything, as a server set up anew.
  func wipe() {
    todos = [:]
    order = []
    numbers = [:]
    buried = [:]
    version = 0
    underway = []
  }

  private func seen(_ todo: Todo) -> SeenTodo {
    SeenTodo(todo: todo, etag: abilities.validators ? "\"\(numbers[todo.id] ?? 0)\"" : nil)
  }

  nonisolated var remote: RemoteTasks {
    RemoteTasks(
      list: { (etag) async throws(RemoteFailure) -> ListAnswer in
        try await self.answer(.list(etag: etag)) { server in
          let now = "v\(server.version)"
          if etag == now { return .unchanged }
          let number = server.abilities.numbers ? server.version : nil
          return .tasks(server.list.map(server.seen), etag: now, number: number)
        }
      },
      changes: { (since, limit) async throws(RemoteFailure) -> ChangesAnswer? in
        guard self.abilities.numbers else { return nil }
        return try await self.answer(.changes(since: since)) { $0.changes(since, limit) }
      },
      create: { (id, new) async throws(RemoteFailure) -> SeenTodo in
        try await self.answer(.create(id: id, new)) { server throws(RemoteFailure) in
          try server.create(id, new)
        }
      },
      restore: { (id, new) async throws(RemoteFailure) -> SeenTodo? in
        guard self.abilities.restores else { return nil }
        let deletion = await self.numbers[id]
        return try await self.answer(.restore(id, new)) { $0.restore(id, new, upon: deletion) }
      },
      update: { (id, edits, etag) async throws(RemoteFailure) -> SeenTodo in
        try await self.answer(.update(id, edits), etag) { server throws(RemoteFailure) in
          try server.change(id, etag) { todo in
            for edit in edits {
              switch edit {
              case .title(let title): todo.title = title
              case .description(let description): todo.description = description
              case .priority(let priority): todo.priority = priority
              case .due(let due): todo.due = due
              case .tags(let tags): todo.tags = tags
              case .completed(let isCompleted): todo.isCompleted = isCompleted
              }
            }
          }
        }
      },
      setCompleted: { (id, isCompleted, etag) async throws(RemoteFailure) -> SeenTodo in
        try await self.answer(.setCompleted(id, isCompleted), etag) {
          server throws(RemoteFailure) in
          try server.change(id, etag) { $0.isCompleted = isCompleted }
        }
      },
      delete: { (id, etag) async throws(RemoteFailure) -> Void in
        try await self.answer(.delete(id), etag) { server throws(RemoteFailure) in
          try server.compare(id, etag)
          server.remove(id)
        }
      },
      takesClientChosenIDs: { () async throws(RemoteFailure) -> Bool in
        try await self.answer(.description) { $0.abilities.takesIDs }
      }
    )
  }

  private func answer<Value: Sendable>(
    _ call: Call,
    _ ifMatch: String?,
    _ body: @escaping @Sendable (isolated ReferenceServer) throws(RemoteFailure) -> Value
  ) async throws(RemoteFailure) -> Value {
    ifMatches.append(ifMatch)
    return try await answer(call, body)
  }

  private func answer<Value: Sendable>(
    _ call: Call,
    _ body: @escaping @Sendable (isolated ReferenceServer) throws(RemoteFailure) -> Value
  ) async throws(RemoteFailure) -> Value {
    calls.append(call)
    await duringCall(call)
    isOurs = true
    let late = underway
    underway = []
    defer {
      for request in late { request(self) }
      isOurs = false
    }
    var fault = fault(call)
    // What a server took before, it does not refuse for what it says.
    if fault == .rejected, carriedOut.contains(call) { fault = nil }
    switch fault {
    case nil, .lost, .twice, .late: carriedOut.insert(call)
    default: break
    }
    switch fault {
    case .notSent: throw .notSent(Reason("No connection."))
    case .swallowed: throw .unknown(Reason("No answer."))
    case .broken: throw .unknown(Reason("The server failed.", status: 500))
    case .rejected: throw .rejected(Reason("The server refused.", status: 422))
    case .later: throw .later(Reason("The server is busy.", status: 503), seconds: 3)
    case .signedOut: throw .signedOut(Reason("The session is over.", status: 401))
    case .lost:
      _ = try? body(self)
      throw .unknown(Reason("No answer."))
    case .twice:
      _ = try? body(self)
      return try body(self)
    case .late:
      underway.append { server in _ = try? body(server) }
      throw .unknown(Reason("No answer."))
    case nil: return try body(self)
    }
  }

  private func changes(_ since: Int64, _ limit: Int) -> ChangesAnswer {
    let ids = numbers.filter { $0.value > since }.sorted { $0.value < $1.value }
    let page = ids.prefix(limit)
    return ChangesAnswer(
      rows: page.map { id, _ in
        todos[id].map { .task(seen($0)) } ?? .deleted(id: id, at: clock.now)
      },
      number: page.count < ids.count ? page.last?.value ?? version : version,
      isComplete: page.count == ids.count
    )
  }

  private func create(_ id: String?, _ new: NewTodo) throws(RemoteFailure) -> SeenTodo {
    if let id {
      guard abilities.takesIDs else {
        throw .rejected(Reason("Method not allowed.", status: 405))
      }
      if let old = todos[id] {
        let made = NewTodo(
          title: old.title,
          description: old.description,
          priority: old.priority,
          due: old.due,
          tags: old.tags
        )
        if made == new { return seen(old) }
        throw .exists(Reason("Another task has this id.", status: 412))
      }
      if numbers[id] != nil { throw .rejected(Reason("Deleted.", status: 410)) }
    }
    let todo = Todo(
      id: id ?? freshID(),
      title: new.title,
      description: new.description,
      priority: new.priority,
      due: new.due,
      tags: new.tags,
      createdAt: clock.now,
      updatedAt: clock.now
    )
    put(todo)
    return seen(todo)
  }

  /// Brings a task back with its date upon one deletion of it; the one that is there already stays.
  private func restore(_ id: String, _ new: NewTodo, upon deletion: Int64?) -> SeenTodo? {
    if let present = todos[id] { return seen(present) }
    guard let born = buried[id], numbers[id] == deletion else { return nil }
    let todo = Todo(
      id: id,
      title: new.title,
      description: new.description,
      priority: new.priority,
      due: new.due,
      tags: new.tags,
      createdAt: born,
      updatedAt: clock.now
    )
    put(todo)
    return seen(todo)
  }

  private func compare(_ id: String, _ ifMatch: String?) throws(RemoteFailure) {
    guard let todo = todos[id] else { throw .missing(Reason("No such task.", status: 404)) }
    if let ifMatch, ifMatch != seen(todo).etag {
      let current = abilities.tellsCurrent ? seen(todo) : nil
      throw .changed(current, Reason("It has changed.", status: 412))
    }
  }

  private func change(
    _ id: String,
    _ ifMatch: String?,
    _ edit: (inout Todo) -> Void
  ) throws(RemoteFailure) -> SeenTodo {
    try compare(id, ifMatch)
    guard var todo = todos[id] else { throw .missing(Reason("No such task.", status: 404)) }
    edit(&todo)
    todo.updatedAt = clock.now
    put(todo)
    return seen(todo)
  }

  private func freshID() -> String {
    chosenIDs += 1
    return "srv-\(chosenIDs)"
  }
}
