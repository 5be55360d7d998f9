import LocalStore
import Synchronization
import TodoKit

/// A task server in memory that keeps the contract, and goes wrong when told to.
actor ReferenceServer {
  /// What happens to one request.
  enum Fault: Hashable {
    /// It never arrives.
    case notSent
    /// It is carried out, and the answer is lost.
    case lost
    /// It is not carried out, and nothing comes back.
    case swallowed
    /// 500 before anything was done.
    case broken
    /// 422.
    case rejected
    /// 503 with Retry-After.
    case later
    /// 401, confirmed.
    case signedOut
  }

  /// A request as the server saw it.
  enum Call: Hashable {
    case list(etag: String?)
    case create(id: String?, NewTodo)
    case update(String, [TodoEdit])
    case setCompleted(String, Bool)
    case delete(String)
    case description
  }

  private(set) var todos: [String: Todo] = [:]
  private(set) var calls: [Call] = []
  private var order: [String] = []
  private var deleted: Set<String> = []
  private var version = 0
  private var chosenIDs = 0
  private let clock: TestClock
  private let takesIDs: Bool
  /// The broken server of the negative control: it says it takes ids, and makes a new task on every
  /// request.
  private let ignoresIDs: Bool
  private var fault: @Sendable (Call) -> Fault? = { _ in nil }
  private var duringCall: @Sendable (Call) async -> Void = { _ in }

  init(clock: TestClock, takesIDs: Bool = true, ignoresIDs: Bool = false) {
    self.clock = clock
    self.takesIDs = takesIDs
    self.ignoresIDs = ignoresIDs
  }

  var list: [Todo] { order.compactMap { todos[$0] } }
  var titles: [String] { list.map(\.title) }
  var writes: [Call] {
    calls.filter {
      switch $0 {
      case .list, .description: false
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
  func goWell() { fault = { _ in nil } }
  func during(_ body: @escaping @Sendable (Call) async -> Void) { duringCall = body }

  /// What another device did.
  @discardableResult
  func add(_ title: String, id: String? = nil, createdAt: Timestamp? = nil) -> String {
    let id = id ?? freshID()
    let moment = createdAt ?? clock.now
    put(Todo(id: id, title: title, createdAt: moment, updatedAt: moment))
    return id
  }

  func put(_ todo: Todo) {
    if todos.updateValue(todo, forKey: todo.id) == nil { order.append(todo.id) }
    version += 1
  }

  func remove(_ id: String) {
    if todos.removeValue(forKey: id) == nil { return }
    order.removeAll { $0 == id }
    deleted.insert(id)
    version += 1
  }

  nonisolated var remote: RemoteTasks {
    RemoteTasks(
      list: { (etag) async throws(RemoteFailure) -> ListAnswer in
        try await self.answer(.list(etag: etag)) { server in
          let now = "v\(server.version)"
          return etag == now ? .unchanged : .tasks(server.list, etag: now)
        }
      },
      create: { (id, new) async throws(RemoteFailure) -> Todo in
        try await self.answer(.create(id: id, new)) { server throws(RemoteFailure) in
          try server.create(id, new)
        }
      },
      update: { (id, edits) async throws(RemoteFailure) -> Todo in
        try await self.answer(.update(id, edits)) { server throws(RemoteFailure) in
          try server.change(id) { todo in
            for edit in edits {
              switch edit {
              case .title(let title): todo.title = title
              case .description(let description): todo.description = description
              case .priority(let priority): todo.priority = priority
              case .due(let due): todo.due = due
              case .tags(let tags): todo.tags = tags
              }
            }
          }
        }
      },
      setCompleted: { (id, isCompleted) async throws(RemoteFailure) -> Todo in
        try await self.answer(.setCompleted(id, isCompleted)) { server throws(RemoteFailure) in
          try server.change(id) { $0.isCompleted = isCompleted }
        }
      },
      delete: { (id) async throws(RemoteFailure) -> Void in
        try await self.answer(.delete(id)) { server throws(RemoteFailure) in
          if server.todos[id] == nil { throw .missing(Reason("No such task.", status: 404)) }
          server.remove(id)
        }
      },
      takesClientChosenIDs: { () async throws(RemoteFailure) -> Bool in
        try await self.answer(.description) { $0.takesIDs || $0.ignoresIDs }
      }
    )
  }

  private func answer<Value: Sendable>(
    _ call: Call,
    _ body: @Sendable (isolated ReferenceServer) throws(RemoteFailure) -> Value
  ) async throws(RemoteFailure) -> Value {
    calls.append(call)
    await duringCall(call)
    switch fault(call) {
    case .notSent: throw .notSent(Reason("No connection."))
    case .swallowed: throw .unknown(Reason("No answer."))
    case .broken: throw .unknown(Reason("The server failed.", status: 500))
    case .rejected: throw .rejected(Reason("The server refused.", status: 422))
    case .later: throw .later(Reason("The server is busy.", status: 503), seconds: 3)
    case .signedOut: throw .signedOut(Reason("The session is over.", status: 401))
    case .lost:
      _ = try body(self)
      throw .unknown(Reason("No answer."))
    case nil: return try body(self)
    }
  }

  private func create(_ id: String?, _ new: NewTodo) throws(RemoteFailure) -> Todo {
    if let id, !ignoresIDs {
      guard takesIDs else { throw .rejected(Reason("Method not allowed.", status: 405)) }
      if deleted.contains(id) { throw .rejected(Reason("Deleted.", status: 410)) }
      if let old = todos[id] {
        let made = NewTodo(
          title: old.title,
          description: old.description,
          priority: old.priority,
          due: old.due,
          tags: old.tags
        )
        if made == new { return old }
        throw .exists(Reason("Another task has this id.", status: 412))
      }
    }
    let id = ignoresIDs ? freshID() : id ?? freshID()
    put(
      Todo(
        id: id,
        title: new.title,
        description: new.description,
        priority: new.priority,
        due: new.due,
        tags: new.tags,
        createdAt: clock.now,
        updatedAt: clock.now
      )
    )
    return todos[id] ?? Todo(id: id, title: "", createdAt: clock.now, updatedAt: clock.now)
  }

  private func change(
    _ id: String,
    _ edit: (inout Todo) -> Void
  ) throws(RemoteFailure) -> Todo {
    guard var todo = todos[id] else { throw .missing(Reason("No such task.", status: 404)) }
    edit(&todo)
    todo.updatedAt = clock.now
    put(todo)
    return todo
  }

  private func freshID() -> String {
    chosenIDs += 1
    return "srv-\(chosenIDs)"
  }
}
