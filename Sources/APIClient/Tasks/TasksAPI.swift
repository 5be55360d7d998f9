public import TodoKit

/// The task API in its canonical form (contract/tasks-api): the tasks of one user.
public struct TasksAPI: Sendable {
  private let caller: APICaller
  private let collection: String

  /// Prepares calls; nothing is sent yet.
  ///
  /// - Parameters:
  ///   - client: what sends them.
  ///   - base: the prefix before `/api`, for example `https://host`.
  ///   - user: the JWT's `sub`.
  ///   - timeout: the most time for one call.
  public init(
    client: HTTPClient,
    base: Endpoint,
    user: String,
    timeout: Duration = .seconds(30)
  ) {
    caller = APICaller(client: client, base: base, timeout: timeout)
    collection = "/api/\(pathSegment(user))/tasks"
  }

  /// Every task of the user.
  ///
  /// - Parameters:
  ///   - jwt: proves the user.
  ///   - etag: the tag of the list this client has, nil when it has none.
  /// - Returns: the tasks in the server's order, or that nothing changed since `etag`.
  /// - Throws: ``APIError``.
  public func list(jwt: JWT, etag: String? = nil) async throws(APIError) -> ListAnswer {
    var headers = HTTPHeaders()
    headers["If-None-Match"] = etag
    let reply = try await caller.send(.get, collection, bearer: jwt.text, headers: headers)
    if reply.status == 304 {
      guard etag != nil else { throw caller.badAnswer(.status, reply) }
      return .unchanged
    }
    let tasks = try caller.decode([TaskAnswer].self, from: reply)
    return .tasks(tasks.map(\.todo), etag: reply.headers["ETag"])
  }

  /// One task.
  ///
  /// - Parameters:
  ///   - id: the server's id.
  ///   - jwt: proves the user.
  /// - Returns: the task as it is now.
  /// - Throws: ``APIError``; `.notFound` also for another user's task.
  public func get(_ id: String, jwt: JWT) async throws(APIError) -> Todo {
    try todo(try await caller.send(.get, try path(id), bearer: jwt.text))
  }

  /// Makes a task.
  ///
  /// - Parameters:
  ///   - draft: title and description.
  ///   - id: a lower-case UUID chosen here, for servers where
  ///     ``declaresClientChosenIDs()`` is true: then repeating the call makes no second task. Nil
  ///     lets the server choose, and the call must not be repeated blindly.
  ///   - jwt: proves the user.
  /// - Returns: the task as the server keeps it.
  /// - Throws: ``APIError``; `.conflict` when another task has the id.
  public func create(
    _ draft: TodoDraft,
    id: String? = nil,
    jwt: JWT
  ) async throws(APIError) -> Todo {
    let body = NewTaskBody(title: draft.title.text, description: draft.description?.text)
    guard let id else {
      return try todo(try await caller.send(.post, collection, bearer: jwt.text, json: body))
    }
    let reply = try await caller.exchange(
      .put,
      try path(id),
      bearer: jwt.text,
      headers: HTTPHeaders([.init(name: "If-None-Match", value: "*")]),
      json: body
    )
    // A 412 that shows our own task is an earlier attempt that arrived.
    if reply.status == 412, let present = try? todo(reply), present.id == id,
      present.title == body.title, present.description == body.description
    {
      return present
    }
    return try todo(try caller.accepted(reply))
  }

  /// Changes title, description, or both.
  ///
  /// - Parameters:
  ///   - id: the server's id.
  ///   - title: the new title, nil to keep it.
  ///   - description: what becomes of the description.
  ///   - jwt: proves the user.
  /// - Returns: the task as the server keeps it.
  /// - Throws: ``APIError``.
  public func update(
    _ id: String,
    title: TodoTitle? = nil,
    description: DescriptionEdit = .keep,
    jwt: JWT
  ) async throws(APIError) -> Todo {
    let body = TaskEditBody(title: title?.text, description: description)
    return try todo(try await caller.send(.put, try path(id), bearer: jwt.text, json: body))
  }

  /// Marks a task done or not done.
  ///
  /// Servers that ignore the body toggle instead; the answer tells. Then the task is read, and the
  /// call made once more if it still stands wrong.
  ///
  /// - Parameters:
  ///   - id: the server's id.
  ///   - isCompleted: the state to reach.
  ///   - jwt: proves the user.
  /// - Returns: the task as the server keeps it, which is to be believed.
  /// - Throws: ``APIError``; after `.unknown` the task must be read before a repetition.
  public func setCompleted(
    _ id: String,
    _ isCompleted: Bool,
    jwt: JWT
  ) async throws(APIError) -> Todo {
    let first = try await complete(id, isCompleted, jwt)
    if first.isCompleted == isCompleted { return first }
    let read = try await get(id, jwt: jwt)
    if read.isCompleted == isCompleted { return read }
    return try await complete(id, isCompleted, jwt)
  }

  /// Removes a task; one that is gone already counts as removed.
  ///
  /// - Parameters:
  ///   - id: the server's id.
  ///   - jwt: proves the user.
  /// - Throws: ``APIError``.
  public func delete(_ id: String, jwt: JWT) async throws(APIError) {
    do throws(APIError) {
      _ = try await caller.send(.delete, try path(id), bearer: jwt.text)
    } catch .notFound {
      return
    }
  }

  /// Whether the server's own description offers `PUT …/tasks/{id}` with `If-None-Match`.
  ///
  /// - Returns: false also when the server has no description.
  /// - Throws: ``APIError`` when the server could not be asked.
  public func declaresClientChosenIDs() async throws(APIError) -> Bool {
    do throws(APIError) {
      let reply = try await caller.send(.get, "/openapi.json")
      return APIDescription(try caller.decode(JSON.self, from: reply)).offersConditionalPut
    } catch {
      switch error {
      case .notFound, .forbidden, .unauthorized, .badAnswer: return false
      default: throw error
      }
    }
  }

  private func complete(
    _ id: String,
    _ isCompleted: Bool,
    _ jwt: JWT
  ) async throws(APIError) -> Todo {
    try todo(
      try await caller.send(
        .patch,
        try path(id) + "/complete",
        bearer: jwt.text,
        json: CompletionBody(completed: isCompleted)
      )
    )
  }

  /// An empty id would name the whole list.
  private func path(_ id: String) throws(APIError) -> String {
    guard !id.isEmpty else { throw .notSent(.notSent(host: caller.base.label, .malformed)) }
    return "\(collection)/\(pathSegment(id))"
  }

  private func todo(_ reply: HTTPReply) throws(APIError) -> Todo {
    try caller.decode(TaskAnswer.self, from: reply).todo
  }
}
