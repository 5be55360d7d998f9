internal import Crypto
internal import HTTPTypes
internal import Hummingbird

/// The task API (contract/tasks-api), checks in the order 401, 403, 405, 422,
/// 404 (or 410), 412.
struct TaskRoutes: Sendable {
  /// What a path under `/api/{user_id}/tasks` names.
  enum Resource: Equatable {
    case list
    case task(id: String)
    case completion(id: String)

    var methods: [HTTPRequest.Method] {
      switch self {
      case .list: [.get, .post]
      case .task: [.get, .put, .patch, .delete]
      case .completion: [.patch]
      }
    }
  }

  let store: TaskStore
  let check: TokenCheck
  let limits: ServerLimits

  func respond(to request: ServerRequest) async throws -> Response {
    guard let (owner, resource) = TaskRoutes.resource(request.path) else {
      return .detail("Not Found", status: .notFound)
    }
    guard let user = try await check.user(request.headers, base: request.base, now: .now()) else {
      return .detail(
        "Could not validate credentials",
        status: .unauthorized,
        headers: [.wwwAuthenticate: "Bearer"]
      )
    }
    guard owner.hasSameBytes(as: user.id) else {
      return .detail("This path belongs to another user", status: .forbidden)
    }
    guard resource.methods.contains(request.method) else {
      let allow = resource.methods.map(\.rawValue).joined(separator: ", ")
      return .detail("Method Not Allowed", status: .methodNotAllowed, headers: [.allow: allow])
    }
    do {
      return try await answer(request, resource, user)
    } catch let problem as TaskProblem {
      return problem.response
    }
  }

  private func answer(
    _ request: ServerRequest,
    _ resource: Resource,
    _ user: VerifiedUser
  ) async throws -> Response {
    let conditions = TaskConditions(request.headers)
    switch (resource, request.method) {
    case (.list, .post): return try await create(request, user)
    case (.list, _): return try await list(request, conditions, user)
    case (.task(let id), .get): return try await task(id, conditions, user)
    case (.task(let id), .delete): return try await delete(id, conditions, user)
    case (.task(let id), .put) where conditions.demandNone:
      return try await createChosen(id, request, user)
    case (.task(let id), _): return try await update(id, request, conditions, user)
    case (.completion(let id), _): return try await complete(id, request, conditions, user)
    }
  }

  private func list(
    _ request: ServerRequest,
    _ conditions: TaskConditions,
    _ user: VerifiedUser
  ) async throws -> Response {
    let selection = try TaskSelection(query: request.query)
    if let since = selection.changesSince { return try await changes(since, selection.limit, user) }
    let page = try await store.list(selection, for: user)
    // The count is part of the answer, so it is part of its tag.
    let digest = SHA256.hash(data: page.body + Array(" \(page.total)".utf8))
    let tag = "\"\(Hexadecimal.encode(digest.prefix(16)))\""
    var headers = TaskRoutes.headers(of: page)
    headers[.eTag] = tag
    if conditions.know(tag) { return .empty(.notModified, headers: headers) }
    return .bytes(page.body, contentType: "application/json", headers: headers)
  }

  private func changes(
    _ since: Int64,
    _ limit: Int?,
    _ user: VerifiedUser
  ) async throws -> Response {
    do {
      let page = try await store.changes(since: since, limit: limit, for: user)
      let headers = TaskRoutes.headers(of: page)
      return .bytes(page.body, contentType: "application/json", headers: headers)
    } catch let unknown as TaskStore.Unknown {
      var headers = TaskRoutes.uncached
      headers.add("x-change-number", String(unknown.number))
      return .detail(
        "The changes since then are not known: read the whole list",
        status: .gone,
        headers: headers
      )
    }
  }

  private func task(
    _ id: String,
    _ conditions: TaskConditions,
    _ user: VerifiedUser
  ) async throws -> Response {
    guard let row = try await store.task(id: id, for: user) else { return TaskRoutes.missing }
    var headers = TaskRoutes.uncached
    headers[.eTag] = row.etag
    if conditions.know(row.etag) { return .empty(.notModified, headers: headers) }
    return .json(row.json, headers: headers)
  }

  private static func headers(of page: TaskStore.Page) -> HTTPFields {
    var headers = uncached
    headers.add("x-total-count", String(page.total))
    headers.add("x-change-number", String(page.number))
    return headers
  }

  /// A 410 too would be kept without this.
  private static let uncached: HTTPFields = [.cacheControl: "private, no-cache"]

  static var missing: Response { .detail("Task not found", status: .notFound) }

  var tooLarge: Response {
    .detail(
      "The body may have at most \(limits.bodyBytes) bytes",
      status: .contentTooLarge,
      headers: [.connection: "close"]
    )
  }

  /// Splits a raw path; each segment is decoded on its own, so `%2F` opens no other route.
  static func resource(_ path: String) -> (owner: String, resource: Resource)? {
    let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { PercentCoding.decode($0) }
    guard (4...6).contains(segments.count), segments[0]?.isEmpty == true,
      segments[1]?.hasSameBytes(as: "api") == true,
      segments[3]?.hasSameBytes(as: "tasks") == true, let owner = segments[2], !owner.isEmpty
    else { return nil }
    if segments.count == 4 { return (owner, .list) }
    guard let id = segments[4], !id.isEmpty else { return nil }
    if segments.count == 5 { return (owner, .task(id: id)) }
    guard segments[5]?.hasSameBytes(as: "complete") == true else { return nil }
    return (owner, .completion(id: id))
  }
}
