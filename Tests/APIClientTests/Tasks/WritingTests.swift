import APIClient
import Testing
import TodoKit

@Suite struct WritingTests {
  private static let open = Backend.task(1)
  private static let described = Backend.task(1, #""completed":false,"description":"2 l""#)

  private func draft(_ description: String? = nil) throws -> TodoDraft {
    TodoDraft(
      title: try TodoTitle("Milk"),
      description: try description.map { try TodoDescription($0) }
    )
  }

  @Test func `a creation sends declared names, defaults and the user`() async throws {
    let backend = try Backend(tasks: [])
    _ = try await backend.calls {
      $0.fields[.title] = .init(read: "betreff", write: "betreff")
      $0.fields[.description] = nil
      $0.create.defaults = ["priority": #"{"a":[1.50,"x"]}"#, "category": #""home""#]
      $0.create.userField = "user_id"
    } _: {
      try? await $0.create(try draft("2 l"), jwt: $1)
    }
    #expect(
      try backend.requests().map(\.body) == [
        #"{"category":"home","priority":{"a":[1.50,"x"]},"user_id":"u","betreff":"Milk","description":"2 l"}"#
      ]
    )
  }

  @Test func `a default that is no JSON is never sent`() async throws {
    let backend = try Backend(tasks: [])
    let error = await #expect(throws: APIError.self) {
      try await backend.calls {
        $0.create.defaults = ["a": #"1,"title":"other""#]
      } _: {
        try await $0.create(try draft(), jwt: $1)
      }
    }
    #expect(error?.outcome == .notSent)
    #expect(try backend.lines() == [])
  }

  @Test func `a description that cannot be written is not sent`() async throws {
    let backend = try Backend(tasks: [])
    _ = try await backend.calls {
      $0.fields[.description] = .init(read: "description", write: nil)
    } _: {
      try await $0.create(try draft("2 l"), jwt: $1)
    }
    #expect(try backend.requests().map(\.body) == [#"{"title":"Milk"}"#])
  }

  @Test func `an answer in an envelope, or with an id alone, gives the new task`() async throws {
    for (shape, requests) in [(#"{"single":["task"]}"#, 1), (#"{"answers":"id"}"#, 2)] {
      let backend = try Backend(shape, tasks: [])
      let task = try await backend.calls { try await $0.create(try draft(), jwt: $1) }
      #expect(task.todo.id == "1000" && task.todo.title == "Milk")
      #expect(try backend.requests().count == requests)
    }
  }

  @Test(arguments: ["message", "empty"])
  func `an answer without a task leaves a creation unknown, and guesses nothing`(_ kind: String)
    async throws
  {
    let backend = try Backend(#"{"answers":"\#(kind)"}"#, tasks: [])
    let error = await #expect(throws: APIError.self) {
      try await backend.calls { try await $0.create(try draft(), jwt: $1) }
    }
    #expect(error?.outcome == .unknown)
    #expect(mismatch(error)?.first == "a task")
    #expect(try backend.lines() == ["POST /tasks"])
  }

  @Test func `a new task that cannot be read afterwards is unknown, not refused`() async throws {
    let peer = try Peer()
    try peer.on("POST /tasks", .answer(201, #"{"id":5}"#))
    let error = await #expect(throws: APIError.self) {
      try await calls(peer) { try await $0.create(try draft(), jwt: $1) }
    }
    #expect(error?.outcome == .unknown)
  }

  @Test(arguments: ["message", "empty", "id", "task"])
  func `a change whose answer has no task is read afterwards`(_ kind: String) async throws {
    let backend = try Backend(#"{"answers":"\#(kind)"}"#, tasks: [Self.open])
    let title = try TodoTitle("Beer")
    try await backend.calls { tasks, jwt in
      let changed = try await tasks.update("1", [.title(title)], jwt: jwt)
      #expect(changed.todo.title == "Beer")
      let done = try await tasks.setCompleted("1", true, jwt: jwt)
      #expect(done.todo.isCompleted)
      try await tasks.delete("1", jwt: jwt)
      try await tasks.delete("1", jwt: jwt)
    }
    #expect(try backend.tasks() == [])
    #expect(try backend.lines().count == (kind == "task" ? 5 : 7))
  }

  @Test func `a change answered with plain text is read afterwards`() async throws {
    let peer = try Peer()
    try peer.on("PUT /tasks/1", .answer(200, "OK", headers: [("Content-Type", "text/plain")]))
    try peer.on("GET /tasks/1", .answer(200, Self.open))
    let title = try TodoTitle("Task 1")
    let task = try await calls(peer) { try await $0.update("1", [.title(title)], jwt: $1) }
    #expect(task.todo.title == "Task 1")
  }

  @Test func `a whole update writes back every declared key as it came`() async throws {
    let more =
      #""completed":true,"dueDate":"2026-12-01","tags":[ 1.50, {"x":null} ],"description":"2 l","extra":1"#
    let backend = try Backend(#"{"update":"whole"}"#, tasks: [Backend.task(1, more)])
    let title = try TodoTitle("Beer")
    _ = try await backend.calls {
      $0.fields[.dueDate] = .init(read: "dueDate", write: "due_date")
      $0.update = .init(
        method: .put,
        isPartial: false,
        keys: ["title", "description", "completed", "due_date", "tags", "absent"]
      )
    } _: {
      try await $0.update("1", [.title(title)], jwt: $1)
    }
    // The peer writes its numbers as 1.5; what matters is that none went through this client.
    #expect(
      try backend.requests().last?.body
        == #"{"title":"Beer","description":"2 l","completed":true,"due_date":"2026-12-01","tags":[1.5, {"x": null}]}"#
    )
  }

  @Test(arguments: ["12345678901234567890.10", "1e400", #"{"x":[-1E999]}"#])
  func `a whole update keeps the text of numbers, also of those no decoder takes`(
    _ cost: String
  ) async throws {
    let peer = try Peer()
    let task = Backend.task(1, #""completed":false,"cost":\#(cost)"#)
    try peer.on("GET /tasks", .answer(200, "[\(Backend.task(2)),\(task)]"))
    try peer.on("PATCH /tasks/1", .answer(200, task.replacing("Task 1", with: "Beer")))
    let title = try TodoTitle("Beer")
    _ = try await calls(peer) {
      $0.readsSingle = false
      $0.update = .init(method: .patch, isPartial: false, keys: ["title", "cost"])
    } _: {
      try await $0.update("1", [.title(title)], jwt: $1)
    }
    #expect(
      try peer.received().last?.body == #"{"title":"Beer","cost":\#(cost)}"#
    )
  }

  @Test(arguments: [
    ("{}", true, [#"{"description":null}"#]),
    ("{}", false, [#"{"description":""}"#]),
    (#"{"null":"ignored"}"#, true, [#"{"description":null}"#, #"{"description":""}"#]),
  ])
  func `a description is cleared as the dialect says, else by an empty text`(
    _ shape: String,
    _ clearsByNull: Bool,
    _ bodies: [String]
  ) async throws {
    let backend = try Backend(shape, tasks: [Self.described])
    let task = try await backend.calls {
      $0.update.clearsByNull = clearsByNull
    } _: {
      try await $0.update("1", [.description(nil)], jwt: $1)
    }
    #expect(task.todo.description == nil)
    #expect(try backend.requests().map(\.body) == bodies)
  }

  @Test(arguments: ["ignored", "refused"])
  func `a description that stays is told`(_ empty: String) async throws {
    let backend = try Backend(
      #"{"null":"ignored","empty":"\#(empty)"}"#,
      tasks: [Self.described]
    )
    let error = await #expect(throws: APIError.self) {
      try await backend.calls { try await $0.update("1", [.description(nil)], jwt: $1) }
    }
    #expect(error?.outcome == .rejected)
    #expect(
      error?.sentence.hasSuffix(
        " said yes but kept the description: it cannot be cleared there."
      ) ?? false
    )
  }

  @Test func `a portal's page does not remove a task`() async throws {
    let peer = try Peer()
    try peer.on("DELETE /tasks/1", .answer(200, "<html>"))
    await #expect(throws: APIError.self) {
      try await calls(peer) { try await $0.delete("1", jwt: $1) }
    }
  }

  @Test func `ids and users are one segment each`() async throws {
    let peer = try Peer()
    _ = try await calls(peer) {
      $0.item = "/{user}/x/{id}/"
    } _: {
      try? await $0.get("{user}/..", jwt: $1)
    }
    #expect(try peer.received().map(\.target) == ["/u/x/%7Buser%7D%2F../"])
  }
}
