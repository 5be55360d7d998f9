internal import Crypto
internal import HTTPTypes
internal import Hummingbird

/// The task API (contract/tasks-api), checks in the order 401, 403, 405, 422, 404, 412.
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
    switch (resource, request.method) {
    case (.list, .post): return try await create(request, user)
    case (.list, _): return try await list(request, user)
    case (.task(let id), .get):
      return TaskRoutes.found(try await store.task(id: id, for: user))
    case (.task(let id), .delete):
      if let refusal = try await unmet(request, id, user) { return refusal }
      let isDeleted = try await store.delete(id: id, for: user)
      return isDeleted ? .empty(.noContent) : TaskRoutes.found(nil)
    case (.task(let id), .put) where TaskRoutes.isStar(request.headers, "if-none-match"):
      return try await createChosen(id, request, user)
    case (.task(let id), _): return try await update(id, request, user)
    case (.completion(let id), _): return try await complete(id, request, user)
    }
  }

  private func list(_ request: ServerRequest, _ user: VerifiedUser) async throws -> Response {
    let page = try await store.list(TaskSelection(query: request.query), for: user)
    let body = page.body
    // The count is part of the answer, so it is part of its tag.
    let digest = SHA256.hash(data: body + Array(" \(page.total)".utf8))
    let tag = "\"\(Hexadecimal.encode(digest.prefix(16)))\""
    var headers: HTTPFields = [.eTag: tag, .cacheControl: "private, no-cache"]
    headers.add("x-total-count", String(page.total))
    let same = ["*", tag, "W/\(tag)"].map { Array($0.utf8) }
    let known = request.headers.listed("if-none-match")
    if known.contains(where: { value in same.contains { $0.elementsEqual(value) } }) {
      return .empty(.notModified, headers: headers)
    }
    return .bytes(body, contentType: "application/json", headers: headers)
  }

  private func create(_ request: ServerRequest, _ user: VerifiedUser) async throws -> Response {
    guard let bytes = try await request.bytes(upTo: limits.bodyBytes) else { return tooLarge }
    var body = try TaskBody(bytes)
    let row = try await store.create(try body.draft(), for: user, now: .now())
    return .json(row.json, status: .created, headers: [.location: request.path + "/" + row.id])
  }

  private func createChosen(
    _ id: String,
    _ request: ServerRequest,
    _ user: VerifiedUser
  ) async throws -> Response {
    guard let bytes = try await request.bytes(upTo: limits.bodyBytes) else { return tooLarge }
    guard TaskRoutes.isLowerCaseUUID(id) else {
      throw TaskProblem(["path", "id"], "Input should be a lower-case UUID", type: "uuid_parsing")
    }
    var body = try TaskBody(bytes)
    switch try await store.create(id: id, try body.draft(), for: user, now: .now()) {
    case .created(let row): return .json(row.json, status: .created)
    case .repeated(let row): return .json(row.json)
    case .conflict(let row): return .json(row.json, status: .preconditionFailed)
    }
  }

  private func update(
    _ id: String,
    _ request: ServerRequest,
    _ user: VerifiedUser
  ) async throws -> Response {
    guard let bytes = try await request.bytes(upTo: limits.bodyBytes) else { return tooLarge }
    var body = try TaskBody(bytes)
    let patch = try body.patch()
    if let refusal = try await unmet(request, id, user) { return refusal }
    return TaskRoutes.found(
      try await store.update(id: id, for: user, now: .now()) { patch.applied(to: $0) }
    )
  }

  private func complete(
    _ id: String,
    _ request: ServerRequest,
    _ user: VerifiedUser
  ) async throws -> Response {
    guard let bytes = try await request.bytes(upTo: limits.bodyBytes) else { return tooLarge }
    var wanted: Bool?
    if !bytes.isEmpty {
      var body = try TaskBody(bytes)
      wanted = try body.completion()
    }
    let completed = wanted
    if let refusal = try await unmet(request, id, user) { return refusal }
    return TaskRoutes.found(
      try await store.update(id: id, for: user, now: .now()) { fields in
        var fields = fields
        fields.isCompleted = completed ?? !fields.isCompleted
        return fields
      }
    )
  }

  /// A task has no tag of its own to compare with, so a condition on one cannot be met; ignoring
  /// it would overwrite what the client has not seen.
  private func unmet(
    _ request: ServerRequest,
    _ id: String,
    _ user: VerifiedUser
  ) async throws -> Response? {
    let headers = request.headers
    let isMet =
      headers.values("if-none-match").isEmpty
      && (headers.values("if-match").isEmpty || TaskRoutes.isStar(headers, "if-match"))
    if isMet { return nil }
    let row = try await store.task(id: id, for: user)
    return row.map { .json($0.json, status: .preconditionFailed) } ?? TaskRoutes.found(nil)
  }

  private static func isStar(_ headers: HTTPFields, _ name: String) -> Bool {
    let listed = headers.listed(name)
    return listed.count == 1 && listed[0].elementsEqual("*".utf8)
  }

  private var tooLarge: Response {
    .detail(
      "The body may have at most \(limits.bodyBytes) bytes",
      status: .contentTooLarge,
      headers: [.connection: "close"]
    )
  }

  private static func found(_ row: TaskRow?) -> Response {
    row.map { .json($0.json) } ?? .detail("Task not found", status: .notFound)
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

  private static func isLowerCaseUUID(_ text: String) -> Bool {
    let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.joined().allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
