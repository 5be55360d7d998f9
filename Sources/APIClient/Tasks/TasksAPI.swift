internal import TodoKit

/// The task API of one backend, in its own dialect (contract/tasks-api): the tasks of one user.
///
/// Reading takes every shape the contract knows; writing sends only what the dialect declares.
public struct TasksAPI: Sendable {
  let routes: TaskRoutes
  /// How much of a list is read at most.
  package var listBounds: ListBounds

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
    listBounds = ListBounds(requestTimeout: timeout)
  }

  /// Every task of the user.
  ///
  /// - Parameters:
  ///   - jwt: proves the user.
  ///   - etag: the tag of the list this client has, nil when it has none.
  /// - Returns: the tasks in the server's order, or that nothing changed since `etag`.
  /// - Throws: ``APIError``, also when the list keeps changing while its parts are read, does not
  ///   end, or comes in an answer that says it failed.
  public func list(jwt: JWT, etag: String? = nil) async throws(APIError) -> ListAnswer {
    let listing = try await lister(jwt).listing(dialect.paging, etag: etag)
    return listing.map { .tasks($0.tasks, etag: $0.etag, number: $0.number) } ?? .unchanged
  }

  /// One task.
  ///
  /// - Parameters:
  ///   - id: the server's id.
  ///   - jwt: proves the user.
  /// - Returns: the task as it is now; where single tasks cannot be read, from the list.
  /// - Throws: ``APIError``; `.notFound` also for another user's task.
  public func get(_ id: String, jwt: JWT) async throws(APIError) -> SeenTask {
    try await read(id, jwt).seen
  }

  /// Removes a task; one that is gone already counts as removed.
  ///
  /// A 404 or 410 alone may come from a wrong path: the list has to agree.
  ///
  /// - Parameters:
  ///   - id: the server's id.
  ///   - etag: the version it may have at most, from a ``SeenTask``; nil removes any.
  ///   - jwt: proves the user.
  /// - Throws: ``APIError``; `.rejected` with the 404 or 410 when the list still has the task, or is
  ///   not there either; `.changed` when it is another version by now.
  public func delete(_ id: String, ifMatch etag: String? = nil, jwt: JWT) async throws(APIError) {
    do throws(APIError) {
      let reply = try await change(.delete, .item(id), id, ifMatch: etag, jwt)
      if reply.isWebPage { throw routes.caller.badAnswer(.webPage, reply) }
    } catch .notFound(let refusal) {
      if try await isListed(id, jwt) { throw .rejected(refusal) }
    }
  }
}

extension TasksAPI {
  var dialect: Dialect { routes.backend.current }
  var replies: TaskReplies {
    TaskReplies(caller: routes.caller, reading: TaskReading(dialect, user: routes.user))
  }

  /// One task, with its own text.
  func read(_ id: String, _ jwt: JWT) async throws(APIError) -> TaskReplies.Single {
    if dialect.readsSingle {
      return try replies.required(try await routes.send(.get, .item(id), jwt))
    }
    return try await listed(id, jwt)
  }

  /// The same from the list.
  func listed(_ id: String, _ jwt: JWT) async throws(APIError) -> TaskReplies.Single {
    var lister = lister(jwt)
    lister.wanted = id
    guard let listing = try await lister.listing(dialect.paging) else {
      throw .notSent(.notSent(host: routes.caller.base.label, .malformed))
    }
    guard let seen = listing.tasks.first(where: { $0.todo.id == id }), let text = listing.text
    else {
      throw .notFound(
        Refusal(
          host: routes.caller.base.label,
          status: 404,
          hasChallenge: false,
          requestID: listing.reply.requestID
        )
      )
    }
    return TaskReplies.Single(seen: seen, text: text)
  }

  private func isListed(_ id: String, _ jwt: JWT) async throws(APIError) -> Bool {
    do throws(APIError) {
      let listing = try await lister(jwt).listing(dialect.paging)
      return listing?.tasks.contains { $0.todo.id == id } ?? true
    } catch .notFound(let refusal) {
      // It is the list that is not there, which says nothing about the task.
      throw .rejected(refusal)
    }
  }

  private func lister(_ jwt: JWT) -> TaskLister {
    TaskLister(routes: routes, replies: replies, bounds: listBounds, jwt: jwt)
  }
}
