public import TodoKit

extension TasksAPI {
  /// Makes a task.
  ///
  /// - Parameters:
  ///   - draft: what it is to be, but for being done: servers make tasks as open ones. Fields the
  ///     server has not are left out.
  ///   - id: a lower-case UUID chosen here, for dialects with ``Dialect/clientChosenIDs``: then
  ///     repeating the call makes no second task. Nil lets the server choose, and the call must not
  ///     be repeated blindly.
  ///   - jwt: proves the user.
  /// - Returns: the task as the server keeps it.
  /// - Throws: ``APIError``; `.conflict` when the task with the id has another content by now,
  ///   `.rejected` for a 409 or 412 of any other reason.
  public func create(
    _ draft: TodoDraft,
    id: String? = nil,
    jwt: JWT
  ) async throws(APIError) -> SeenTask {
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
    if [409, 412].contains(reply.status), !reply.isWebPage {
      return try await present(id, draft, reply, jwt)
    }
    let task = try await created(try routes.caller.accepted(reply), id, jwt)
    if isSameID(task.todo.id, id) { return task }
    guard isSameText(task.todo.title, draft.title.text) else {
      throw routes.caller.otherShape(
        expected: "the task it was sent",
        found: "another one",
        reply
      )
    }
    // Put under an id, made under another: sending it again would make it twice.
    routes.backend.noteOwnIDs()
    return task
  }

  /// Makes a deleted task again under the id it had, with the date it had, where the server keeps
  /// what was deleted.
  ///
  /// Repeating the call makes no second task: it finds the one that is there.
  ///
  /// - Parameters:
  ///   - draft: what it is to be, but for being done.
  ///   - id: the id it had.
  ///   - jwt: proves the user.
  /// - Returns: the task that is there now; nil, and nothing was done, when the server takes no ids
  ///   of ours, compares no versions, or does not let it be brought back.
  /// - Throws: ``APIError``.
  public func restore(
    _ draft: TodoDraft,
    id: String,
    jwt: JWT
  ) async throws(APIError) -> SeenTask? {
    guard dialect.clientChosenIDs, dialect.validators else { return nil }
    let body = dialect.creation(of: draft, user: routes.user)
    let absent = HTTPHeaders([.init(name: "If-None-Match", value: "*")])
    var reply = try await routes.exchange(.put, .item(id), jwt, headers: absent, body: body)
    if reply.status == 410, let tag = reply.headers["ETag"].flatMap(strongTag) {
      let deleted = HTTPHeaders([.init(name: "If-Match", value: tag)])
      reply = try await routes.exchange(.put, .item(id), jwt, headers: deleted, body: body)
    }
    let task: SeenTask
    switch reply.status {
    case 409 where !reply.isWebPage, 412 where !reply.isWebPage:
      let shown = (try? replies.single(reply))?.seen
      if let shown, isSameID(shown.todo.id, id) { return shown }
      return try await look(for: id, reply, jwt)
    case 404, 405, 410: return nil
    default: task = try await created(try routes.caller.accepted(reply), id, jwt)
    }
    guard isSameID(task.todo.id, id) else {
      throw routes.caller.otherShape(
        expected: "the task it was sent",
        found: "another one",
        reply
      )
    }
    return task
  }

  /// The task that an earlier attempt made, when a 409 or 412 means that and not, for example, that
  /// titles are unique there.
  private func present(
    _ id: String,
    _ draft: TodoDraft,
    _ reply: HTTPReply,
    _ jwt: JWT
  ) async throws(APIError) -> SeenTask {
    let shown = (try? replies.single(reply))?.seen
    let present: SeenTask?
    if let shown, isSameID(shown.todo.id, id) {
      present = shown
    } else {
      present = try await look(for: id, reply, jwt)
    }
    let refusal = Refusal(reply, host: routes.caller.base.label)
    guard let present, isSameID(present.todo.id, id) else { throw .rejected(refusal) }
    guard present.todo.title == draft.title.text,
      present.todo.description == draft.description?.text
    else { throw .conflict(refusal) }
    return present
  }

  /// Nil when the task is not there.
  ///
  /// As long as that is not known it may be there: no error says otherwise.
  private func look(
    for id: String,
    _ reply: HTTPReply,
    _ jwt: JWT
  ) async throws(APIError) -> SeenTask? {
    do throws(APIError) {
      do throws(APIError) {
        return try await read(id, jwt).seen
      } catch {
        switch error {
        case .forbidden, .rejected: return try await listed(id, jwt).seen
        default: throw error
        }
      }
    } catch {
      switch error {
      case .notFound(let refusal) where refusal.listAddress == nil:
        // 410 says more than that it was never made.
        if refusal.status != 404 { throw error }
        return nil
      case .notFound, .forbidden, .rejected, .conflict:
        throw routes.caller.badAnswer(.status, reply)
      default: throw error
      }
    }
  }

  /// The new task, read where the answer only names it.
  ///
  /// Whatever keeps it from being seen, it may be there: no error says otherwise, and no guess from
  /// a list replaces it.
  private func created(
    _ reply: HTTPReply,
    _ id: String?,
    _ jwt: JWT
  ) async throws(APIError) -> SeenTask {
    if let single = try replies.single(reply) { return single.seen }
    guard let id else { throw replies.noTask(reply) }
    do throws(APIError) {
      return try await read(id, jwt).seen
    } catch {
      switch error.outcome {
      case .unknown: throw error
      case .notSent, .rejected: throw replies.noTask(reply)
      }
    }
  }
}

/// UUIDs may come back in the other case (RFC 9562, 4).
private func isSameID(_ left: String, _ right: String) -> Bool {
  left.lowercased() == right.lowercased()
}
