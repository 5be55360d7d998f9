internal import HTTPTypes
internal import Hummingbird

extension TaskRoutes {
  func create(_ request: ServerRequest, _ user: VerifiedUser) async throws -> Response {
    guard let bytes = try await request.bytes(upTo: limits.bodyBytes) else { return tooLarge }
    var body = try TaskBody(bytes)
    let row = try await store.create(try body.draft(), for: user, now: .now())
    return .json(
      row.json,
      status: .created,
      headers: [.location: request.path + "/" + row.id, .eTag: row.etag]
    )
  }

  func createChosen(
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
    case .created(let row): return TaskRoutes.answer(row, .created)
    case .repeated(let row): return TaskRoutes.answer(row)
    case .conflict(let row): return TaskRoutes.answer(row, .preconditionFailed)
    case .gone(let tombstone):
      return .detail(
        "This task was deleted",
        status: .gone,
        headers: [.eTag: tombstone.etag]
      )
    }
  }

  func update(
    _ id: String,
    _ request: ServerRequest,
    _ conditions: TaskConditions,
    _ user: VerifiedUser
  ) async throws -> Response {
    guard let bytes = try await request.bytes(upTo: limits.bodyBytes) else { return tooLarge }
    var body = try TaskBody(bytes)
    let patch = try body.patch()
    if request.method == .put {
      return try TaskRoutes.answer(
        await store.put(id: id, patch, for: user, now: .now(), if: conditions)
      )
    }
    return try TaskRoutes.answer(
      await store.update(id: id, for: user, now: .now(), if: conditions) { patch.applied(to: $0) }
    )
  }

  func complete(
    _ id: String,
    _ request: ServerRequest,
    _ conditions: TaskConditions,
    _ user: VerifiedUser
  ) async throws -> Response {
    guard let bytes = try await request.bytes(upTo: limits.bodyBytes) else { return tooLarge }
    var wanted: Bool?
    if !bytes.isEmpty {
      var body = try TaskBody(bytes)
      wanted = try body.completion()
    }
    let completed = wanted
    return try TaskRoutes.answer(
      await store.update(id: id, for: user, now: .now(), if: conditions) { fields in
        var fields = fields
        fields.isCompleted = completed ?? !fields.isCompleted
        return fields
      }
    )
  }

  func delete(
    _ id: String,
    _ conditions: TaskConditions,
    _ user: VerifiedUser
  ) async throws -> Response {
    switch try await store.delete(id: id, for: user, now: .now(), if: conditions) {
    // The tag lets who deleted it take that back.
    case .deleted(let tombstone): return .empty(.noContent, headers: [.eTag: tombstone.etag])
    case .unmet(let row): return TaskRoutes.answer(row, .preconditionFailed)
    case .missing: return TaskRoutes.missing
    }
  }

  private static func answer(_ change: TaskStore.Change) throws(TaskProblem) -> Response {
    switch change {
    case .changed(let row): return answer(row)
    case .restored(let row): return answer(row, .created)
    case .unmet(let row): return answer(row, .preconditionFailed)
    case .missing: return missing
    case .incomplete: throw TaskProblem(["body", "title"], "Field required", type: "missing")
    }
  }

  private static func answer(_ row: TaskRow, _ status: HTTPResponse.Status = .ok) -> Response {
    .json(row.json, status: status, headers: [.eTag: row.etag])
  }

  private static func isLowerCaseUUID(_ text: String) -> Bool {
    let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.joined().allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
