import APIClient
import Testing
import TodoKit

/// What changed in the list since a number.
@Suite struct ChangedTasksTests {
  private static let task = #"{"id":1,"title":"Milk","completed":false,"etag":"\"7\"","x":1}"#
  private static let gone = #"{"id":2,"deleted_at":"2026-11-21T06:05:55.117Z","etag":"\"8\""}"#
  private static let target = "GET /tasks?changes_since=41&limit=500"

  private static func answer(
    _ status: Int = 200,
    _ body: String = "[]",
    number: String? = "43",
    total: String? = nil
  ) -> [Step] {
    let headers = [
      ("Content-Type", "application/json"), ("X-Change-Number", number), ("X-Total-Count", total),
    ]
    return .answer(
      status,
      body,
      headers: headers.compactMap { name, value in
        value.map { (name, $0) }
      }
    )
  }

  private func changes(
    _ peer: Peer,
    since number: Int64 = 41,
    limit: Int = 500,
    _ backend: LiveDialect = LiveDialect(Self.dialect)
  ) async throws -> ChangedTasks? {
    let (endpoint, jwt) = (peer.endpoint, try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":1900}"#)))
    return try await withClient {
      try await TasksAPI(client: $0, base: endpoint, user: "u", backend: backend)
        .changes(since: number, limit: limit, jwt: jwt)
    }
  }

  private static var dialect: Dialect {
    var dialect = Dialect.inMemory
    dialect.changes = true
    dialect.validators = true
    dialect.fields[.etag] = .init(read: "etag", write: nil)
    return dialect
  }

  @Test func `changes come in their order, deletions among them`() async throws {
    let peer = try Peer()
    try peer.on(Self.target, Self.answer(200, "[\(Self.gone),\(Self.task)]", total: "2"))
    let changes = try #require(try await changes(peer))
    #expect(changes.number == 43 && changes.isComplete)
    guard case .deleted(let id, let moment) = changes.rows.first,
      case .task(let seen) = changes.rows.last
    else {
      Issue.record("\(changes)")
      return
    }
    #expect(id == "2" && moment == Timestamp(iso8601: "2026-11-21T06:05:55.117Z"))
    #expect(seen.todo.title == "Milk" && seen.etag == #""7""# && seen.extra == #"{"x":1}"#)
  }

  @Test(arguments: [
    (1, "1", true), (1, "2", false), (1, nil, false), (2, nil, true), (2, "x", true),
  ])
  func `a part says whether more follows`(_ limit: Int, _ total: String?, _ isComplete: Bool)
    async throws
  {
    let peer = try Peer()
    let target = "GET /tasks?changes_since=41&limit=\(limit)"
    try peer.on(target, Self.answer(200, "[\(Self.task)]", total: total))
    #expect(try await changes(peer, limit: limit)?.isComplete == isComplete)
  }

  @Test func `an answer without rows is the end, whatever it counts`() async throws {
    let peer = try Peer()
    try peer.on(Self.target, Self.answer(total: "5"))
    let changes = try await changes(peer)
    #expect(changes == ChangedTasks(rows: [], number: 43, isComplete: true))
  }

  @Test func `a number of another history leads to the whole list, now and not for ever`()
    async throws
  {
    let peer = try Peer()
    try peer.on(Self.target, Self.answer(410, #"{"detail":"gone"}"#), Self.answer(number: "40"))
    let backend = LiveDialect(Self.dialect)
    #expect(try await changes(peer, backend) == nil)
    #expect(try await changes(peer, backend) == nil)
    #expect(backend.current.changes)
  }

  @Test(arguments: [
    answer(200, "[\(task)]", number: nil), answer(200, "[\(task)]", number: "x"),
    answer(200, "[\(task)]", number: "-1"), answer(422, #"{"detail":"unknown parameter"}"#),
    answer(400, ""),
  ])
  func `a server that numbers nothing after all is not asked again`(_ step: [Step]) async throws {
    let peer = try Peer()
    try peer.on(Self.target, step)
    let backend = LiveDialect(Self.dialect)
    #expect(try await changes(peer, backend) == nil)
    #expect(try await changes(peer, backend) == nil)
    #expect(try peer.received().count == 1)
  }

  @Test func `a server that does not declare them is never asked`() async throws {
    let peer = try Peer()
    #expect(try await changes(peer, LiveDialect(.inMemory)) == nil)
    #expect(try peer.received().isEmpty)
  }

  @Test(arguments: [
    (answer(500, ""), APIError.Outcome.unknown), (answer(200, "<html>"), .unknown),
    (answer(200, #"{"items":[]}"#), .unknown), (answer(200, #"[{"id":1}]"#), .unknown),
    (answer(200, #"[{"deleted_at":"2026-11-21T06:05:55Z"}]"#), .unknown),
    (answer(200, "[\(task)"), .unknown), (answer(204), .unknown), (answer(404, ""), .rejected),
  ])
  func `an answer that cannot be read is an error, not an empty change`(
    _ step: [Step],
    _ outcome: APIError.Outcome
  ) async throws {
    let peer = try Peer()
    try peer.on(Self.target, step)
    let error = await #expect(throws: APIError.self) { try await changes(peer) }
    #expect(error?.outcome == outcome)
  }

  @Test func `the whole list tells the number to go on from, where numbers are declared`()
    async throws
  {
    let peer = try Peer()
    try peer.on("GET /tasks", Self.answer(200, "[\(Self.task)]", number: "9007199254740991"))
    let declared = try await calls(peer, { $0.changes = true }) { try await $0.list(jwt: $1) }
    guard case .tasks(_, nil, let number) = declared else {
      Issue.record("\(declared)")
      return
    }
    #expect(number == 9_007_199_254_740_991)
    let foreign = try await calls(peer) { try await $0.list(jwt: $1) }
    #expect(foreign == .tasks(declared.tasks ?? [], etag: nil, number: nil))
  }

  @Test func `a list in parts goes on from the number of its first part`() async throws {
    let peer = try Peer()
    let paging = Dialect.Paging(
      style: .page(first: 1),
      position: "page",
      size: "limit",
      count: 1,
      isNeeded: true
    )
    for (page, number) in [(1, "7"), (2, "8"), (3, "9")] {
      let task = page < 3 ? Backend.task(page) : ""
      let step = Self.answer(200, "[\(task)]", number: number, total: "2")
      try peer.on("GET /tasks?page=\(page)&limit=1", step)
    }
    let answer = try await calls(peer) {
      $0.changes = true
      $0.paging = paging
    } _: {
      try await $0.list(jwt: $1)
    }
    guard case .tasks(let tasks, _, 7) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(tasks.count == 2)
  }
}
