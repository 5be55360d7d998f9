import APIClient
import Testing
import TodoKit

/// Changes that are made to one version of a task alone.
@Suite struct ConditionTests {
  private static let tag = #""7""#
  private static let put = "PUT /tasks/1"
  private static let delete = "DELETE /tasks/1"
  private static let complete = "PATCH /tasks/1/complete"
  private static let get = "GET /tasks/1"
  private static let json = [("Content-Type", "application/json")]

  private static func task(_ title: String, isCompleted: Bool = false, id: Int = 1) -> String {
    #"{"id":\#(id),"title":"\#(title)","completed":\#(isCompleted)}"#
  }

  /// The tags that changes were sent with; an empty one where there was none.
  private func conditions(_ peer: Peer) throws -> [String] {
    try peer.received().filter { $0.method != "GET" }.map { $0.all("If-Match").first ?? "" }
  }

  private func failure<Answer: Sendable>(
    _ peer: Peer,
    _ change: (inout Dialect) -> Void = { $0.validators = true },
    _ body: (TasksAPI, JWT) async throws -> Answer
  ) async throws -> APIError? {
    do {
      _ = try await calls(peer, change, body)
      return nil
    } catch {
      return try #require(error as? APIError)
    }
  }

  @Test func `the version goes with every kind of change, where it is known and declared`()
    async throws
  {
    for (isDeclared, tag, sent) in [
      (true, Self.tag, Self.tag), (false, Self.tag, ""), (true, nil, ""), (true, #"W/"7""#, ""),
      (true, "*", ""),
    ] {
      let peer = try Peer()
      for place in [Self.put, Self.complete] {
        try peer.on(place, .answer(200, Self.task("Beer", isCompleted: true)))
      }
      try peer.on(Self.delete, .answer(204))
      let title = try TodoTitle("Beer")
      try await calls(peer, { $0.validators = isDeclared }) { tasks, jwt in
        _ = try await tasks.update("1", [.title(title)], ifMatch: tag, jwt: jwt)
        _ = try await tasks.setCompleted("1", true, ifMatch: tag, jwt: jwt)
        try await tasks.delete("1", ifMatch: tag, jwt: jwt)
      }
      #expect(try conditions(peer) == [sent, sent, sent])
    }
  }

  @Test func `another version refuses with itself`() async throws {
    let peer = try Peer()
    let other = Self.task("Wine")
    let answer = [Step].answer(412, other, headers: Self.json + [("ETag", #""8""#)])
    for place in [Self.put, Self.complete, Self.delete] { try peer.on(place, answer) }
    let title = try TodoTitle("Beer")
    let errors = [
      try await failure(peer) {
        try await $0.update("1", [.title(title)], ifMatch: Self.tag, jwt: $1)
      },
      try await failure(peer) { try await $0.setCompleted("1", true, ifMatch: Self.tag, jwt: $1) },
      try await failure(peer) { try await $0.delete("1", ifMatch: Self.tag, jwt: $1) },
    ]
    for error in errors {
      guard case .changed(let refusal, let current)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(current?.todo.title == "Wine" && current?.etag == #""8""#)
      #expect(refusal.status == 412 && error?.outcome == .rejected)
      #expect(
        error?.sentence.hasSuffix(
          "has another version of this task by now: look at it and decide again."
        ) ?? false
      )
    }
    #expect(try peer.received().count == 3)
  }

  @Test func `a version that has it already is success`() async throws {
    let peer = try Peer()
    let answer = [Step].answer(412, Self.task("Beer", isCompleted: true))
    try peer.on(Self.put, answer)
    try peer.on(Self.complete, answer)
    let title = try TodoTitle("Beer")
    let changed = try await calls(peer, { $0.validators = true }) { tasks, jwt in
      [
        try await tasks.update(
          "1",
          [.title(title), .description(nil)],
          ifMatch: Self.tag,
          jwt: jwt
        ),
        try await tasks.setCompleted("1", true, ifMatch: Self.tag, jwt: jwt),
      ]
    }
    #expect(changed.map(\.todo.title) == ["Beer", "Beer"])
    #expect(try peer.received().count == 2)
  }

  @Test(arguments: ["beer", "Beer ", "Wine"])
  func `a version that has nearly the same is another one`(_ title: String) async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(412, Self.task(title)))
    let wanted = try TodoTitle("Beer")
    let error = try await failure(peer) {
      try await $0.update("1", [.title(wanted)], ifMatch: Self.tag, jwt: $1)
    }
    guard case .changed(_, let current?)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(current.todo.title == title)
  }

  @Test(arguments: [#"{"detail":"changed"}"#, "", #"{"id":2,"title":"Wine","completed":false}"#])
  func `a refusal that does not show the task is followed by a look`(_ body: String) async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(412, body))
    try peer.on(Self.get, .answer(200, Self.task("Wine"), headers: Self.json + [("ETag", #""8""#)]))
    let title = try TodoTitle("Beer")
    let error = try await failure(peer) {
      try await $0.update("1", [.title(title)], ifMatch: Self.tag, jwt: $1)
    }
    guard case .changed(_, let current?)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(current.todo.title == "Wine" && current.etag == #""8""#)
  }

  @Test func `a look in vain leaves the version unknown`() async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(412))
    try peer.on(Self.get, .answer(500))
    let title = try TodoTitle("Beer")
    let error = try await failure(peer) {
      try await $0.update("1", [.title(title)], ifMatch: Self.tag, jwt: $1)
    }
    guard case .changed(_, nil)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a look that finds nothing says that the task is gone`() async throws {
    let peer = try Peer()
    for place in [Self.put, Self.delete] { try peer.on(place, .answer(412)) }
    try peer.on(Self.get, .answer(404))
    try peer.on("GET /tasks", .answer(200, "[]"))
    let title = try TodoTitle("Beer")
    let error = try await failure(peer) {
      try await $0.update("1", [.title(title)], ifMatch: Self.tag, jwt: $1)
    }
    guard case .notFound? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    try await calls(peer, { $0.validators = true }) {
      try await $0.delete("1", ifMatch: Self.tag, jwt: $1)
    }
  }

  @Test func `without a condition a 412 stays a conflict`() async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(412, Self.task("Beer")))
    let title = try TodoTitle("Beer")
    for isDeclared in [true, false] {
      let error = try await failure(peer, { $0.validators = isDeclared }) {
        try await $0.update("1", [.title(title)], ifMatch: isDeclared ? nil : Self.tag, jwt: $1)
      }
      guard case .conflict? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test func `a whole update is made to the version it was read from, unless another is given`()
    async throws
  {
    let peer = try Peer()
    try peer.on(Self.get, .answer(200, Self.task("Milk"), headers: Self.json + [("ETag", #""8""#)]))
    try peer.on(Self.put, .answer(200, Self.task("Beer")))
    let title = try TodoTitle("Beer")
    for tag in [nil, Self.tag] {
      _ = try await calls(peer) {
        $0.validators = true
        $0.update = .init(method: .put, isPartial: false, keys: ["title", "completed"])
      } _: {
        try await $0.update("1", [.title(title)], ifMatch: tag, jwt: $1)
      }
    }
    #expect(try conditions(peer) == [#""8""#, Self.tag])
  }

  @Test func `a second step goes on from the version that the first one made`() async throws {
    let peer = try Peer()
    let described = #"{"id":1,"title":"Milk","completed":false,"description":"2 l"}"#
    try peer.on(
      Self.put,
      .answer(200, described, headers: Self.json + [("ETag", #""8""#)]),
      .answer(200, Self.task("Milk"))
    )
    try peer.on(
      Self.complete,
      .answer(204),
      .answer(200, Self.task("Milk", isCompleted: true))
    )
    try peer.on(Self.get, .answer(200, Self.task("Milk"), headers: Self.json + [("ETag", #""9""#)]))
    try await calls(peer, { $0.validators = true }) { tasks, jwt in
      _ = try await tasks.update("1", [.description(nil)], ifMatch: Self.tag, jwt: jwt)
      _ = try await tasks.setCompleted("1", true, ifMatch: Self.tag, jwt: jwt)
    }
    #expect(try conditions(peer) == [Self.tag, #""8""#, Self.tag, #""9""#])
  }
}
