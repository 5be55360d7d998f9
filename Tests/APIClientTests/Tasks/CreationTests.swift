import APIClient
import Synchronization
import Testing
import TodoKit

/// Tasks made under an id chosen here, at servers that take it otherwise than they say.
@Suite struct CreationTests {
  private static let id = "0b9e6b2e-5f0a-4c39-9a10-27f1a36d8a11"
  private static let put = "PUT /tasks/\(id)"
  private static let get = "GET /tasks/\(id)"

  private static func task(_ id: String = id, _ title: String = "Milk") -> String {
    #"{"id":"\#(id)","title":"\#(title)","completed":false,"created_at":"2026-11-21"}"#
  }

  private func create(
    _ peer: Peer,
    _ change: (inout Dialect) -> Void = { _ in }
  ) async throws -> Todo {
    let draft = TodoDraft(title: try TodoTitle("Milk"))
    return try await calls(peer) {
      $0.clientChosenIDs = true
      change(&$0)
    } _: {
      try await $0.create(draft, id: Self.id, jwt: $1).todo
    }
  }

  private func failure(
    _ peer: Peer,
    _ change: (inout Dialect) -> Void = { _ in }
  ) async throws -> APIError? {
    await #expect(throws: APIError.self) { try await create(peer, change) }
  }

  @Test(arguments: [
    (409, #"{"detail":"title must be unique"}"#), (409, task("9")), (412, #"{"detail":"no"}"#),
    (412, ""), (409, "quota"),
  ])
  func `a refusal that shows another reason than our task is one, with its status`(
    _ status: Int,
    _ body: String
  ) async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(status, body))
    let single = try await failure(peer)
    try peer.on("GET /tasks", .answer(200, "[\(Self.task("9"))]"))
    let listed = try await failure(peer) { $0.readsSingle = false }
    for error in [single, listed] {
      guard case .rejected(let refusal)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(refusal.status == status)
    }
    #expect(try peer.received().map(\.method) == ["PUT", "GET", "PUT", "GET"])
  }

  @Test func `the words of such a refusal reach the person`() async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(409, #"{"detail":"title must be unique"}"#))
    let error = try await failure(peer)
    #expect(error?.sentence.hasSuffix(" refused: title must be unique.") ?? false)
  }

  @Test(arguments: [409, 412], [true, false])
  func `where our task is there after all it is ours, or another's by then`(
    _ status: Int,
    _ readsSingle: Bool
  ) async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(status, #"{"detail":"exists"}"#))
    try peer.on(Self.get, .answer(200, Self.task()), .answer(200, Self.task(Self.id, "Beer")))
    try peer.on(
      "GET /tasks",
      .answer(200, "[\(Self.task())]"),
      .answer(200, "[\(Self.task(Self.id, "Beer"))]")
    )
    let todo = try await create(peer) { $0.readsSingle = readsSingle }
    #expect(todo.id == Self.id)
    let error = try await failure(peer) { $0.readsSingle = readsSingle }
    guard case .conflict(let refusal)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.status == status)
  }

  @Test func `where single tasks cannot be read after all the list is`() async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(409, #"{"detail":"exists"}"#))
    try peer.on(Self.get, .answer(405))
    try peer.on("GET /tasks", .answer(200, "[\(Self.task())]"), .answer(200, "[]"))
    #expect(try await create(peer).id == Self.id)
    let error = try await failure(peer)
    #expect(error?.outcome == .rejected && error?.refusal?.status == 409)
  }

  @Test(arguments: [[Step].answer(500), .answer(200, "<html>"), .answer(409), [.close]])
  func `a look that fails leaves it unknown`(_ look: [Step]) async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(409, #"{"detail":"exists"}"#))
    try peer.on(Self.get, look)
    #expect(try await failure(peer)?.outcome == .unknown)
    // No list where the dialect has it says nothing about the task.
    try peer.on("GET /tasks", .answer(404))
    #expect(try await failure(peer) { $0.readsSingle = false }?.outcome == .unknown)
  }

  @Test(arguments: ["Milk", " milk "])
  func `a server with ids of its own is believed, and remembered`(_ title: String) async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(201, Self.task("77", title)))
    var dialect = Dialect.inMemory
    dialect.clientChosenIDs = true
    let learned = Mutex<[Dialect]>([])
    let backend = LiveDialect(dialect) { dialect in learned.withLock { $0.append(dialect) } }
    let draft = TodoDraft(title: try TodoTitle("Milk"))
    let (endpoint, jwt) = (peer.endpoint, try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":1900}"#)))
    let task = try await withClient {
      try await TasksAPI(client: $0, base: endpoint, user: "u", backend: backend)
        .create(draft, id: Self.id, jwt: jwt)
    }
    #expect(task.todo.id == "77")
    dialect.clientChosenIDs = false
    #expect(backend.current == dialect)
    #expect(learned.withLock { $0 } == [dialect])
  }

  @Test func `an id in capitals is the same one`() async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(201, Self.task(Self.id.uppercased(), "Milk, 2 l")))
    #expect(try await create(peer).title == "Milk, 2 l")
  }

  @Test func `another task in the answer is not taken for ours`() async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(200, Self.task("77", "Beer")))
    let error = try await failure(peer)
    #expect(mismatch(error) == ["the task it was sent", "another one"])
  }
}
