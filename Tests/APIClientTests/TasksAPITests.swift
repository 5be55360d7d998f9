import APIClient
import Testing
import TodoKit

@Suite struct TasksAPITests {
  static let body = #"""
    {"id":"7f0a","user_id":"u","title":"Milk","description":null,"completed":false,
    "created_at":"2026-11-21T06:05:55.117Z","updated_at":"2026-11-21T06:06:00.000Z","extra":[1]}
    """#
  static let milk = Todo(
    id: "7f0a",
    title: "Milk",
    createdAt: Timestamp(milliseconds: 1_795_241_155_117),
    updatedAt: Timestamp(milliseconds: 1_795_241_160_000)
  )
  static let seenMilk = SeenTask(milk, extra: #"{"user_id":"u","extra":[1]}"#)
  static let jwtText = makeToken(#"{"sub":"u/1","iat":1000,"exp":1900}"#)

  private func withTasks<Answer>(
    _ peer: Peer,
    _ body: (TasksAPI, JWT) async throws -> Answer
  ) async throws -> Answer {
    let (endpoint, jwt) = (peer.endpoint, try JWT(Self.jwtText))
    return try await withClient {
      try await body(
        TasksAPI(client: $0, base: endpoint, user: "u/1", backend: LiveDialect(.canonical)),
        jwt
      )
    }
  }

  private func completed(_ isCompleted: Bool) -> [Step] {
    .answer(200, Self.body.replacing(#""completed":false"#, with: #""completed":\#(isCompleted)"#))
  }

  @Test func `the list comes with its tag, and unchanged without a body`() async throws {
    let peer = try Peer()
    let headers = [("Content-Type", "application/json"), ("ETag", #""v1""#)]
    try peer.on(
      "GET /api/u%2F1/tasks",
      .answer(200, "[\(Self.body)]", headers: headers),
      .answer(304, headers: headers)
    )
    try await withTasks(peer) { tasks, jwt in
      let first = try await tasks.list(jwt: jwt)
      #expect(first == .tasks([Self.seenMilk], etag: #""v1""#, number: nil))
      let second = try await tasks.list(jwt: jwt, etag: #""v1""#)
      #expect(second == .unchanged)
    }
    let received = try peer.received()
    #expect(received.map { $0.all("If-None-Match") } == [[], [#""v1""#]])
    #expect(received.allSatisfy { $0.all("Authorization") == ["Bearer \(Self.jwtText)"] })
  }

  @Test(arguments: [
    (#"{"id":12,"title":"","completed":true,"created_at":"2026-11-21"}"#, "12", "", true),
    (
      #"{"id":"a b","title":"\u0000\u202e","completed":false,"created_at":"2026-11-21T06:05:55.12345"}"#,
      "a b", "\u{0}\u{202E}", false
    ),
  ])
  func `foreign tasks are read as they come`(
    _ body: String,
    _ id: String,
    _ title: String,
    _ isCompleted: Bool
  ) async throws {
    let peer = try Peer()
    try peer.on("GET /api/u%2F1/tasks/x", .answer(200, body))
    let todo = try await withTasks(peer) { try await $0.get("x", jwt: $1).todo }
    #expect(todo.id == id)
    #expect(todo.title == title)
    #expect(todo.isCompleted == isCompleted)
    #expect(todo.updatedAt == todo.createdAt)
  }

  @Test func `ten thousand tasks are read`() async throws {
    let peer = try Peer()
    let body = "[\(Array(repeating: Self.body, count: 10_000).joined(separator: ","))]"
    try peer.on("GET /api/u%2F1/tasks", .answer(200, body))
    let answer = try await withTasks(peer) { try await $0.list(jwt: $1) }
    #expect(
      answer == .tasks(Array(repeating: Self.seenMilk, count: 10_000), etag: nil, number: nil)
    )
  }

  @Test func `a task without a chosen id is posted once`() async throws {
    let peer = try Peer()
    try peer.on("POST /api/u%2F1/tasks", .answer(201, Self.body))
    let draft = TodoDraft(title: try TodoTitle("Milk \"1\""))
    let todo = try await withTasks(peer) { try await $0.create(draft, jwt: $1).todo }
    #expect(todo == Self.milk)
    #expect(try peer.received().map(\.body) == [#"{"title":"Milk \"1\""}"#])
  }

  @Test func `a chosen id is put, and its own 412 is success`() async throws {
    let peer = try Peer()
    let other = Self.body.replacing("Milk", with: "Beer")
    try peer.on(
      "PUT /api/u%2F1/tasks/7f0a",
      .answer(201, Self.body),
      .answer(200, Self.body),
      .answer(412, Self.body),
      .answer(412, other)
    )
    let draft = TodoDraft(title: try TodoTitle("Milk"))
    try await withTasks(peer) { tasks, jwt in
      for _ in 0..<3 {
        let todo = try await tasks.create(draft, id: "7f0a", jwt: jwt).todo
        #expect(todo == Self.milk)
      }
      let error = await #expect(throws: APIError.self) {
        try await tasks.create(draft, id: "7f0a", jwt: jwt)
      }
      guard case .conflict = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
    #expect(try peer.received().allSatisfy { $0.all("If-None-Match") == ["*"] })
  }

  @Test func `an update sends only what changes, and null to clear`() async throws {
    let peer = try Peer()
    let described = Self.body.replacing(#""description":null"#, with: #""description":"2 l""#)
    try peer.on(
      "PUT /api/u%2F1/tasks/7f0a",
      .answer(200, Self.body),
      .answer(200, Self.body),
      .answer(200, described)
    )
    let title = try TodoTitle("Milk")
    let words = try TodoDescription("2 l")
    try await withTasks(peer) { tasks, jwt in
      _ = try await tasks.update("7f0a", [.title(title)], jwt: jwt)
      _ = try await tasks.update("7f0a", [.description(nil)], jwt: jwt)
      _ = try await tasks.update("7f0a", [.description(words)], jwt: jwt)
    }
    #expect(
      try peer.received().map(\.body)
        == [#"{"title":"Milk"}"#, #"{"description":null}"#, #"{"description":"2 l"}"#]
    )
  }

  @Test func `completing sets`() async throws {
    let peer = try Peer()
    try peer.on("PATCH /api/u%2F1/tasks/7f0a/complete", completed(true))
    let todo = try await withTasks(peer) { try await $0.setCompleted("7f0a", true, jwt: $1).todo }
    #expect(todo.isCompleted)
    #expect(try peer.received().map(\.body) == [#"{"completed":true}"#])
  }

  @Test func `a server that toggles the wrong way is read, then asked once more`() async throws {
    let peer = try Peer()
    try peer.on("PATCH /api/u%2F1/tasks/7f0a/complete", completed(false), completed(true))
    try peer.on("GET /api/u%2F1/tasks/7f0a", completed(false))
    let todo = try await withTasks(peer) { try await $0.setCompleted("7f0a", true, jwt: $1).todo }
    #expect(todo.isCompleted)
    #expect(try peer.received().map(\.method) == ["PATCH", "GET", "PATCH"])
  }

  @Test func `deleting what is gone is done`() async throws {
    let peer = try Peer()
    try peer.on(
      "DELETE /api/u%2F1/tasks/7f0a",
      .answer(204),
      .answer(200, Self.body),
      .answer(404, #"{"detail":"Task not found"}"#),
      .answer(403, #"{"detail":"No"}"#)
    )
    try peer.on("GET /api/u%2F1/tasks", .answer(200, "[]"))
    try await withTasks(peer) { tasks, jwt in
      for _ in 0..<3 { try await tasks.delete("7f0a", jwt: jwt) }
      await #expect(throws: APIError.self) { try await tasks.delete("7f0a", jwt: jwt) }
    }
  }

  @Test func `an id is one segment of the path, and never none`() async throws {
    let peer = try Peer()
    try await withTasks(peer) { tasks, jwt in
      for id in ["..", "a/b?c#d", "ä"] {
        await #expect(throws: APIError.self) { try await tasks.get(id, jwt: jwt) }
      }
      await #expect(throws: APIError.self) { try await tasks.delete("", jwt: jwt) }
    }
    #expect(
      try peer.received().map(\.target)
        == ["%2E%2E", "a%2Fb%3Fc%23d", "%C3%A4"].map { "/api/u%2F1/tasks/\($0)" }
    )
  }
}
