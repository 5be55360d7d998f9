import APIClient
import Testing
import TodoKit

@Suite struct CompletionTests {
  private static let path = "/tasks/{id}/complete"
  private static let set = Dialect.Completion.set(method: .patch, path: path, field: "completed")
  private static let toggle = Dialect.Completion.toggle(method: .patch, path: path, body: false)
  private static let get = "GET /tasks/1"
  private static let patch = "PATCH /tasks/1/complete"
  private static let put = "PUT /tasks/1"

  private func complete(
    _ backend: Backend,
    _ ways: [Dialect.Completion],
    _ isCompleted: Bool = true
  ) async throws -> Bool {
    try await backend.calls({ $0.completion = ways }) {
      try await $0.setCompleted("1", isCompleted, jwt: $1).todo.isCompleted
    }
  }

  private func task(_ isCompleted: Bool) -> [String] {
    [Backend.task(1, #""completed":\#(isCompleted)"#)]
  }

  @Test(arguments: [true, false])
  func `a toggle is read first and acts only when the state differs`(_ wanted: Bool) async throws {
    let same = try Backend(#"{"complete":"toggle"}"#, tasks: task(wanted))
    #expect(try await complete(same, [Self.toggle], wanted) == wanted)
    #expect(try same.lines() == [Self.get])
    let other = try Backend(#"{"complete":"toggle"}"#, tasks: task(!wanted))
    #expect(try await complete(other, [Self.toggle], wanted) == wanted)
    #expect(try other.lines() == [Self.get, Self.patch])
  }

  @Test func `a toggle whose answer shows nothing is read, not repeated`() async throws {
    let backend = try Backend(#"{"complete":"toggle","answers":"message"}"#, tasks: task(false))
    #expect(try await complete(backend, [Self.toggle]))
    #expect(try backend.lines() == [Self.get, Self.patch, Self.get])
  }

  @Test func `a toggle of unknown outcome is not repeated`() async throws {
    let peer = try Peer()
    try peer.on(Self.get, .answer(200, Backend.task(1)))
    try peer.on(Self.patch, [.close])
    let error = await #expect(throws: APIError.self) {
      try await calls(peer, { $0.completion = [Self.toggle, .update] }) {
        try await $0.setCompleted("1", true, jwt: $1)
      }
    }
    #expect(error?.outcome == .unknown)
    #expect(try peer.received().map { "\($0.method) \($0.target)" } == [Self.get, Self.patch])
  }

  @Test func `somebody else's toggle at the same moment is undone once`() async throws {
    let peer = try Peer()
    let done = Backend.task(1, #""completed":true"#)
    try peer.on(Self.get, .answer(200, Backend.task(1)))
    try peer.on(Self.patch, .answer(200, Backend.task(1)), .answer(200, done))
    let task = try await calls(peer, { $0.completion = [Self.toggle] }) {
      try await $0.setCompleted("1", true, jwt: $1)
    }
    #expect(task.todo.isCompleted)
    #expect(
      try peer.received().map { "\($0.method) \($0.target)" }
        == [Self.get, Self.patch, Self.get, Self.patch]
    )
  }

  @Test func `a route that sets is believed`() async throws {
    let backend = try Backend("{}", tasks: task(false))
    #expect(try await complete(backend, [Self.set]))
    #expect(try backend.requests().map(\.body) == [#"{"completed":true}"#])
  }

  @Test func `a toggle gets a body only where it wants one, a status route gets its word`()
    async throws
  {
    for (way, body) in [
      (Self.toggle, ""),
      (.toggle(method: .patch, path: Self.path, body: true), "{}"),
      (.set(method: .patch, path: Self.path, field: "status"), #"{"status":"fertig \"1\""}"#),
    ] {
      let peer = try Peer()
      try peer.on(Self.get, .answer(200, Backend.task(1)))
      try peer.on(Self.patch, .answer(200, Backend.task(1, #""completed":true"#)))
      _ = try await calls(peer) {
        $0.completion = [way]
        if case .set = way { $0.doneForm = .status(open: "offen", done: "fertig \"1\"") }
      } _: {
        try await $0.setCompleted("1", true, jwt: $1)
      }
      #expect(try peer.received().last?.body == body)
    }
  }

  @Test func `the ordinary update completes, also with words and whole tasks`() async throws {
    let open = Backend.task(1, #""status":"PENDING","description":"x""#)
    let backend = try Backend(
      #"{"done":"status","words":["PENDING","COMPLETED"],"update":"whole"}"#,
      tasks: [open]
    )
    let task = try await backend.calls {
      $0.completion = [.update]
      $0.doneForm = .status(open: "PENDING", done: "COMPLETED")
      $0.fields[.completed] = .init(read: "status", write: "status")
      $0.update = .init(method: .put, isPartial: false, keys: ["title", "description", "status"])
    } _: {
      try await $0.setCompleted("1", true, jwt: $1)
    }
    #expect(task.todo.isCompleted)
    #expect(
      try backend.requests().last?.body
        == #"{"title":"Task 1","description":"x","status":"COMPLETED"}"#
    )
  }

  @Test func `a way the server does not have leads to the next one`() async throws {
    let backend = try Backend("{}", tasks: task(false))
    let missing = Dialect.Completion.set(method: .post, path: Self.path, field: "completed")
    #expect(try await complete(backend, [missing, .update]))
    #expect(try backend.lines() == ["POST /tasks/1/complete", Self.put])
  }

  @Test func `a state that stays wrong after every way is told`() async throws {
    let backend = try Backend(#"{"complete":"stuck"}"#, tasks: task(false))
    let error = await #expect(throws: APIError.self) {
      try await complete(backend, [Self.toggle, Self.set, .update])
    }
    #expect(error?.outcome == .rejected)
    #expect(
      error?.sentence.hasSuffix(" said yes but kept the task open: it cannot be completed there.")
        ?? false
    )
    // Each way twice at most, each answer checked by reading.
    #expect(try backend.lines().filter { $0 == Self.patch }.count == 4)
    #expect(try backend.lines().filter { $0 == Self.put }.count == 2)
  }

  @Test func `a task that is gone is told`() async throws {
    let backend = try Backend("{}", tasks: [])
    let error = await #expect(throws: APIError.self) {
      try await complete(backend, [Self.set, Self.toggle, .update])
    }
    guard case .notFound? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
