internal import TodoKit

extension TasksAPI {
  /// Changes one field or several, in one request.
  ///
  /// - Parameters:
  ///   - id: the server's id.
  ///   - edits: the new values, one a field.
  ///   - etag: the version that may be changed, from a ``SeenTask``; nil changes any.
  ///   - jwt: proves the user.
  /// - Returns: the task as the server keeps it.
  /// - Throws: ``APIError``; `.ignored` when the server says yes and keeps an old value, has no such
  ///   field or priority, or cannot clear the description; `.changed` when it is another version by
  ///   now and does not have these values.
  public func update(
    _ id: String,
    _ edits: [TaskEdit],
    ifMatch etag: String? = nil,
    jwt: JWT
  ) async throws(APIError) -> SeenTask {
    let dialect = dialect
    var members: [(name: String, text: [UInt8])] = []
    for edit in edits {
      let name = dialect.writeName(edit.field) ?? (edit.field == .title ? "title" : nil)
      guard let name else { throw kept("no \(edit.noun): it has none") }
      guard let text = dialect.json(edit) else {
        throw kept("no such \(edit.noun): it has \(dialect.priorities.joined(separator: ", "))")
      }
      members.append((name, text))
    }
    var task: SeenTask
    do throws(APIError) {
      task = try await change(id, etag, jwt) { body in
        for member in members { body.put(member.name, member.text) }
      }
    } catch .changed(let refusal, let current) {
      guard let current, edits.allSatisfy({ dialect.kept($0).isShown(in: current.todo) }) else {
        throw .changed(refusal, current: current)
      }
      return current
    }
    if let what = unchanged(edits, in: task.todo) {
      task = try await seen(id, what, jwt)
      if let what = unchanged(edits, in: task.todo) { throw kept(what) }
    }
    guard edits.contains(.description(nil)), task.todo.description != nil,
      let name = dialect.writeName(.description)
    else { return task }
    // Null may be taken for "not given" (contract/tasks-api, traps); the answer is what counts.
    guard dialect.update.clearsByNull, let cleared = try await cleared(id, name, task.etag, jwt)
    else { throw kept("the description: it cannot be cleared there") }
    return cleared
  }

  /// Marks a task done or not done, by the ways of the dialect in their order.
  ///
  /// - Parameters:
  ///   - id: the server's id.
  ///   - isCompleted: the state to reach.
  ///   - etag: the version that may be changed, from a ``SeenTask``; nil changes any.
  ///   - jwt: proves the user.
  /// - Returns: the task as the server keeps it, in the state that was asked for.
  /// - Throws: ``APIError``; after `.unknown` the task must be read before a repetition, `.ignored`
  ///   says that no way led there, and `.changed` that it is another version by now in the other
  ///   state.
  public func setCompleted(
    _ id: String,
    _ isCompleted: Bool,
    ifMatch etag: String? = nil,
    jwt: JWT
  ) async throws(APIError) -> SeenTask {
    var refused: APIError?
    for way in dialect.completion {
      do throws(APIError) {
        if let task = try await complete(id, isCompleted, etag, way, jwt) { return task }
        refused = nil
      } catch {
        switch error {
        case .changed(_, let current?) where current.todo.isCompleted == isCompleted:
          return current
        // A way the server does not have changed nothing, so that the next one may be tried.
        case .notFound, .rejected: refused = error
        default: throw error
        }
      }
    }
    if let refused { throw refused }
    throw kept(
      isCompleted
        ? "the task open: it cannot be completed there"
        : "the task completed: it cannot be reopened there"
    )
  }

  /// Goes one way, twice at most; nil when the task still stands wrong.
  private func complete(
    _ id: String,
    _ isCompleted: Bool,
    _ etag: String?,
    _ way: Dialect.Completion,
    _ jwt: JWT
  ) async throws(APIError) -> SeenTask? {
    // A toggle must know the state it turns round.
    if case .toggle = way {
      let task = try await get(id, jwt: jwt)
      if task.todo.isCompleted == isCompleted { return task }
    }
    var etag = etag
    for _ in 0..<2 {
      let answered = try await act(id, isCompleted, etag, way, jwt)
      if let answered, answered.todo.isCompleted == isCompleted { return answered }
      let task = try await get(id, jwt: jwt)
      if task.todo.isCompleted == isCompleted { return task }
      etag = task.etag
    }
    return nil
  }

  /// Sends one request to complete or reopen; the task when the answer has it.
  private func act(
    _ id: String,
    _ isCompleted: Bool,
    _ etag: String?,
    _ way: Dialect.Completion,
    _ jwt: JWT
  ) async throws(APIError) -> SeenTask? {
    let state = dialect.doneText(isCompleted)
    var body: RequestBody?
    switch way {
    case .set(let method, let path, let field):
      body = RequestBody()
      body?.put(field, state)
      return try await completed(method, path, id, etag, body, jwt)
    case .toggle(let method, let path, let wantsBody):
      body = wantsBody ? RequestBody() : nil
      return try await completed(method, path, id, etag, body, jwt)
    case .update:
      let name = dialect.writeName(.completed) ?? "completed"
      return try await change(id, etag, jwt) { $0.put(name, state) }
    }
  }

  private func completed(
    _ method: Dialect.Method,
    _ path: String,
    _ id: String,
    _ etag: String?,
    _ body: RequestBody?,
    _ jwt: JWT
  ) async throws(APIError) -> SeenTask? {
    let route = TaskRoutes.Route.completion(path, id: id)
    let reply = try await change(method.verb, route, id, ifMatch: etag, jwt, body: body)
    return try replies.single(reply)?.seen
  }

  /// Sends the ordinary update, partial or whole, and reads the task when the answer lacks it.
  private func change(
    _ id: String,
    _ etag: String?,
    _ jwt: JWT,
    _ edit: (inout RequestBody) -> Void
  ) async throws(APIError) -> SeenTask {
    let update = dialect.update
    var etag = etag
    var body = RequestBody()
    if !update.isPartial {
      let single = try await read(id, jwt)
      body = dialect.rewriting(single.text)
      // What is written back whole is of this version.
      etag = etag ?? single.seen.etag
    }
    edit(&body)
    let reply = try await change(
      update.method.verb,
      .item(id),
      id,
      ifMatch: etag,
      jwt,
      body: body
    )
    if let single = try replies.single(reply) { return single.seen }
    return try await get(id, jwt: jwt)
  }

  /// What a task shows otherwise than it was asked for; nil when nothing.
  private func unchanged(_ edits: [TaskEdit], in todo: Todo) -> String? {
    let dialect = dialect
    let ignored = edits.first { edit in
      !dialect.kept(edit).isKept(in: todo, isDeclared: dialect.fields[edit.field]?.read != nil)
    }
    return ignored.map { "the old \($0.noun)" }
  }

  /// The task once more: an answer may show it as it was before the change.
  private func seen(_ id: String, _ what: String, _ jwt: JWT) async throws(APIError) -> SeenTask {
    do throws(APIError) {
      return try await get(id, jwt: jwt)
    } catch {
      switch error {
      // What cannot be read leaves the word of the first answer.
      case .rejected, .forbidden: throw kept(what)
      default: throw error
      }
    }
  }

  /// Clears a description by an empty text; nil when that does not help either.
  private func cleared(
    _ id: String,
    _ name: String,
    _ etag: String?,
    _ jwt: JWT
  ) async throws(APIError) -> SeenTask? {
    do throws(APIError) {
      let task = try await change(id, etag, jwt) { $0.put(name, "") }
      return task.todo.description == nil ? task : nil
    } catch .rejected {
      return nil
    }
  }

  private func kept(_ what: String) -> APIError {
    .ignored(host: routes.caller.base.label, what: what)
  }
}

extension Dialect.Method {
  fileprivate var verb: HTTPRequest.Method {
    switch self {
    case .post: .post
    case .put: .put
    case .patch: .patch
    }
  }
}
