public import TodoKit

/// The task API of one backend, in its own dialect (contract/tasks-api): the tasks of one user.
///
/// Reading takes every shape the contract knows; writing sends only what the dialect declares.
public struct TasksAPI: Sendable {
  let routes: TaskRoutes

  /// Prepares calls; nothing is sent yet.
  ///
  /// - Parameters:
  ///   - client: what sends them.
  ///   - base: the prefix of the dialect's paths, for example `https://host`.
  ///   - user: the JWT's `sub`.
  ///   - backend: how the backend speaks.
  ///   - timeout: the most time for one request.
  public init(
    client: HTTPClient,
    base: Endpoint,
    user: String,
    backend: LiveDialect,
    timeout: Duration = .seconds(30)
  ) {
    let caller = APICaller(client: client, base: base, timeout: timeout)
    routes = TaskRoutes(caller: caller, user: user, backend: backend)
  }

  /// Every task of the user.
  ///
  /// - Parameters:
  ///   - jwt: proves the user.
  ///   - etag: the tag of the list this client has, nil when it has none.
  /// - Returns: the tasks in the server's order, or that nothing changed since `etag`.
  /// - Throws: ``APIError``, also when the list keeps changing while its parts are read.
  public func list(jwt: JWT, etag: String? = nil) async throws(APIError) -> ListAnswer {
    let listing = try await lister(jwt).listing(dialect.paging, etag: etag)
    return listing.map { .tasks($0.tasks, etag: $0.etag) } ?? .unchanged
  }

  /// One task.
  ///
  /// - Parameters:
  ///   - id: the server's id.
  ///   - jwt: proves the user.
  /// - Returns: the task as it is now; where single tasks cannot be read, from the list.
  /// - Throws: ``APIError``; `.notFound` also for another user's task.
  public func get(_ id: String, jwt: JWT) async throws(APIError) -> Todo {
    try await read(id, jwt).todo
  }

  /// Makes a task.
  ///
  /// - Parameters:
  ///   - draft: title and description.
  ///   - id: a lower-case UUID chosen here, for dialects with ``Dialect/clientChosenIDs``: then
  ///     repeating the call makes no second task. Nil lets the server choose, and the call must not
  ///     be repeated blindly.
  ///   - jwt: proves the user.
  /// - Returns: the task as the server keeps it.
  /// - Throws: ``APIError``; `.conflict` when another task has the id.
  public func create(
    _ draft: TodoDraft,
    id: String? = nil,
    jwt: JWT
  ) async throws(APIError) -> Todo {
    let body = dialect.creation(of: draft, user: routes.user)
    guard let id else {
      let reply = try await routes.send(.post, .collection(query: ""), jwt, body: body)
      return try await created(reply, replies.id(reply), jwt)
    }
    let reply = try await routes.exchange(
      .put,
      .item(id),
      jwt,
      headers: HTTPHeaders([.init(name: "If-None-Match", value: "*")]),
      body: body
    )
    // A 412 that shows our own task is an earlier attempt that arrived.
    if reply.status == 412, let present = try? replies.single(reply)?.todo, present.id == id,
      present.title == draft.title.text, present.description == draft.description?.text
    {
      return present
    }
    return try await created(try routes.caller.accepted(reply), id, jwt)
  }

  /// Removes a task; one that is gone already counts as removed.
  ///
  /// - Parameters:
  ///   - id: the server's id.
  ///   - jwt: proves the user.
  /// - Throws: ``APIError``.
  public func delete(_ id: String, jwt: JWT) async throws(APIError) {
    do throws(APIError) {
      let reply = try await routes.send(.delete, .item(id), jwt)
      if reply.isWebPage { throw routes.caller.badAnswer(.webPage, reply) }
    } catch .notFound {
      return
    }
  }
}

extension TasksAPI {
  var dialect: Dialect { routes.backend.current }
  var replies: TaskReplies {
    TaskReplies(caller: routes.caller, reading: TaskReading(dialect))
  }

  /// One task, with its own text.
  func read(_ id: String, _ jwt: JWT) async throws(APIError) -> TaskReplies.Single {
    if dialect.readsSingle {
      return try replies.required(try await routes.send(.get, .item(id), jwt))
    }
    var lister = lister(jwt)
    lister.wanted = id
    guard let listing = try await lister.listing(dialect.paging) else {
      throw .notSent(.notSent(host: routes.caller.base.label, .malformed))
    }
    guard let todo = listing.tasks.first(where: { $0.id == id }), let text = listing.text else {
      throw .notFound(
        Refusal(
          host: routes.caller.base.label,
          status: 404,
          hasChallenge: false,
          requestID: listing.reply.requestID
        )
      )
    }
    return TaskReplies.Single(todo: todo, text: text)
  }

  private func lister(_ jwt: JWT) -> TaskLister {
    TaskLister(routes: routes, replies: replies, jwt: jwt)
  }

  /// The new task, read where the answer only names it.
  ///
  /// Whatever keeps it from being seen, it may be there: no error says otherwise, and no guess from
  /// a list replaces it.
  private func created(_ reply: HTTPReply, _ id: String?, _ jwt: JWT) async throws(APIError) -> Todo
  {
    if let single = try replies.single(reply) { return single.todo }
    guard let id else { throw replies.noTask(reply) }
    do throws(APIError) {
      return try await read(id, jwt).todo
    } catch {
      switch error.outcome {
      case .unknown: throw error
      case .notSent, .rejected: throw replies.noTask(reply)
      }
    }
  }
}
