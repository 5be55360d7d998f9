internal import TodoKit

extension TasksAPI {
  /// Sends a change of one task, which a server with validators makes only to the version given.
  ///
  /// - Parameters:
  ///   - method: what to do.
  ///   - route: where.
  ///   - id: the task's id.
  ///   - etag: the version; nil changes any.
  ///   - jwt: proves the user.
  ///   - body: the change.
  /// - Returns: the answer, which says yes.
  /// - Throws: ``APIError``; `.changed` when it is another version by now, with that version as the
  ///   refusal or the server's next word shows it.
  func change(
    _ method: HTTPRequest.Method,
    _ route: TaskRoutes.Route,
    _ id: String,
    ifMatch etag: String?,
    _ jwt: JWT,
    body: RequestBody? = nil
  ) async throws(APIError) -> HTTPReply {
    guard dialect.validators, let etag = etag.flatMap(strongTag) else {
      return try await routes.send(method, route, jwt, body: body)
    }
    let reply = try await routes.exchange(
      method,
      route,
      jwt,
      headers: HTTPHeaders([.init(name: "If-Match", value: etag)]),
      body: body
    )
    guard reply.status == 412, !reply.isWebPage else { return try routes.caller.accepted(reply) }
    let refusal = Refusal(reply, host: routes.caller.base.label)
    throw .changed(refusal, current: try await current(id, reply, jwt))
  }

  /// The version a refusal speaks of; nil when it cannot be had now.
  private func current(
    _ id: String,
    _ reply: HTTPReply,
    _ jwt: JWT
  ) async throws(APIError) -> SeenTask? {
    if let shown = (try? replies.single(reply))?.seen, shown.todo.id == id { return shown }
    do throws(APIError) {
      return try await get(id, jwt: jwt)
    } catch {
      switch error {
      // The condition fails for a task that is gone, too.
      case .notFound where !error.isAboutList: throw error
      default: return nil
      }
    }
  }
}
