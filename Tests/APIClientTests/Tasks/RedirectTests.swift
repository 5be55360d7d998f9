import APIClient
import Synchronization
import Testing
import TodoKit

@Suite struct RedirectTests {
  @Test(arguments: [true, false])
  func `a redirect to the other spelling of a path is remembered`(_ hasSlash: Bool) async throws {
    let backend = try Backend(#"{"slash":\#(hasSlash)}"#, count: 3)
    var dialect = Dialect.inMemory
    dialect.collection = hasSlash ? "/tasks" : "/tasks/"
    let learned = Mutex<[Dialect]>([])
    let live = LiveDialect(dialect) { dialect in learned.withLock { $0.append(dialect) } }
    let draft = TodoDraft(title: try TodoTitle("Milk"))
    try await backend.calls(live) { tasks, jwt in
      let created = try await tasks.create(draft, jwt: jwt)
      #expect(created.todo.title == "Milk")
      for _ in 0..<2 {
        let answer = try await tasks.list(jwt: jwt)
        #expect(answer.ids?.count == 4)
      }
    }
    let right = hasSlash ? "/tasks/" : "/tasks"
    #expect(
      try backend.lines()
        == ["POST \(dialect.collection)", "POST \(right)", "GET \(right)", "GET \(right)"]
    )
    #expect(live.current.collection == right)
    #expect(live.current.item == "/tasks/{id}")
    #expect(learned.withLock { $0 } == [live.current])
  }

  @Test func `a query survives the redirect`() async throws {
    let page = #""page":{"style":"offset","position":"skip","size":"limit","default":10,"max":50}"#
    let backend = try Backend(#"{"slash":true,\#(page)}"#, count: 60)
    let answer = try await backend.calls {
      $0.paging = .init(
        style: .offset,
        position: "skip",
        size: "limit",
        count: 50,
        isNeeded: true
      )
    } _: {
      try await $0.list(jwt: $1)
    }
    #expect(answer.ids == ids(1...60))
    #expect(
      try backend.lines() == [
        "GET /tasks?skip=0&limit=50", "GET /tasks/?skip=0&limit=50", "GET /tasks/?skip=49&limit=50",
      ]
    )
  }

  @Test func `items and ways to complete are remembered too, other redirects are not`() async throws
  {
    let peer = try Peer()
    let task = Backend.task(1, #""completed":true"#)
    let base = peer.endpoint.url
    for (key, target) in [
      ("GET /tasks/1", "/tasks/1/"), ("PATCH /tasks/1/complete", "/tasks/1/complete/"),
      ("GET /tasks", "/v2/tasks"),
    ] {
      try peer.on(key, .answer(308, headers: [("Location", base + target)]))
    }
    try peer.on("GET /tasks/1/", .answer(200, task))
    try peer.on("PATCH /tasks/1/complete/", .answer(200, task))
    try peer.on("GET /v2/tasks", .answer(200, "[]"))
    try await calls(peer) { tasks, jwt in
      for _ in 0..<2 {
        _ = try await tasks.get("1", jwt: jwt)
        _ = try await tasks.setCompleted("1", true, jwt: jwt)
        _ = try await tasks.list(jwt: jwt)
      }
    }
    let targets = try peer.received().map(\.target)
    #expect(
      targets == [
        "/tasks/1", "/tasks/1/", "/tasks/1/complete", "/tasks/1/complete/", "/tasks", "/v2/tasks",
        "/tasks/1/", "/tasks/1/complete/", "/tasks", "/v2/tasks",
      ]
    )
  }
}
