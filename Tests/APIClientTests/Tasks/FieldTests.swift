import APIClient
import Testing
import TodoKit

@Suite struct `Priority, due date and tags` {
  private static let day = CalendarDay(daysSinceEpoch: 20_788)

  private func get(_ fields: String, _ change: (inout Dialect) -> Void = { _ in }) async throws
    -> Todo
  {
    let peer = try Peer()
    let task = #"{"id":1,"title":"x","completed":false,\#(fields)}"#
    try peer.on("GET /tasks/1", .answer(200, task))
    return try await calls(peer, change) { try await $0.get("1", jwt: $1).todo }
  }

  /// What an update sends, answered with the task in `answer`.
  private func sent(
    _ edits: [TaskEdit],
    answer: String,
    _ change: (inout Dialect) -> Void = { _ in }
  ) async throws -> [String] {
    let peer = try Peer()
    let task = #"{"id":1,"title":"x","completed":false,\#(answer)}"#
    try peer.on("PUT /tasks/1", .answer(200, task))
    try peer.on("GET /tasks/1", .answer(200, task))
    _ = try await calls(peer, change) { try await $0.update("1", edits, jwt: $1) }
    return try peer.received().filter { $0.method == "PUT" }.map(\.body)
  }

  @Test(arguments: [
    (["low", "medium", "high"], #""HIGH""#, Priority.high),
    (["low", "medium", "high"], #""Medium""#, .medium),
    (["low", "medium", "high"], #""urgent""#, nil), (["low", "medium", "high"], "null", nil),
    (["low", "medium", "high"], #"{"a":1}"#, nil), (["low", "medium", "high"], "[1]", nil),
    (["LOW", "MEDIUM", "HIGH", "URGENT"], #""urgent""#, .high),
    (["none", "low", "normal", "high"], #""none""#, nil),
    (["none", "low", "normal", "high"], #""normal""#, .medium),
    (["1", "2", "3"], "1", .low), (["1", "2", "3"], "2", .medium), (["1", "2", "3"], "3", .high),
    (["1", "2", "3", "4", "5"], "2", .low), (["1", "2", "3", "4", "5"], "4", .high),
    (["1", "2", "3", "4"], "2", .medium), (["1", "2", "3"], "9", nil), (["0", "1"], "1", .high),
    (["1", "2", "3"], "2.5", nil), (["P4", "P3", "P2", "P1"], #""p1""#, .high),
    ([], #""High""#, .high), ([], #""someday""#, nil), ([], "3", nil),
  ])
  func `a priority is read by meaning or by place`(
    _ spellings: [String],
    _ value: String,
    _ priority: Priority?
  ) async throws {
    let todo = try await get(#""priority":\#(value)"#) { $0.priorities = spellings }
    #expect(todo.priority == priority)
  }

  @Test(arguments: [
    (#""2026-12-01""#, "2026-12-01"), (#""2026-12-01T00:00:00""#, "2026-12-01"),
    (#""2026-12-01T00:00:00.000000Z""#, "2026-12-01"),
    (#""2026-12-01 00:00:00+00""#, "2026-12-01"), (#""2026-12-01T00:00+05:30""#, "2026-12-01"),
    (#""2026-12-01T15:00:00+01:00""#, "2026-12-01T14:00Z"),
    (#""2026-12-01T15:00:00""#, "2026-12-01T15:00Z"), (#""next week""#, nil), ("17", nil),
    ("null", nil), (#""""#, nil), (#"{"date":"2026-12-01"}"#, nil),
  ])
  func `a due date is read in every spelling, and what is none is none`(
    _ value: String,
    _ due: String?
  ) async throws {
    #expect(try await get(#""due_date":\#(value)"#).due?.typed == due)
  }

  @Test(arguments: [
    (#"["home","work"]"#, ["home", "work"]),
    (#"[{"id":1,"name":"home"},{"name":"work"}]"#, ["home", "work"]),
    (#"" home, work,,#shop,home""#, ["home", "work", "shop"]), ("[]", []), ("null", []),
    (#""""#, []), ("7", []), (#"["a",{"name":"b"},3,null]"#, ["a", "b"]), (#"{"a":1}"#, []),
  ])
  func `tags are read from texts, objects and commas`(_ value: String, _ tags: [String])
    async throws
  {
    #expect(try await get(#""tags":\#(value)"#).tags == tags)
  }

  @Test func `nothing described is read under the usual names`() async throws {
    let todo = try await get(#""priority":"high","dueDate":"2026-12-01","labels":["a"]"#) {
      $0 = .undescribed
      $0.collection = "/tasks"
      $0.item = "/tasks/{id}"
      $0.fields[.title] = .init(read: nil, write: "title")
    }
    #expect(todo.priority == .high && todo.due?.typed == "2026-12-01" && todo.tags == ["a"])
  }

  @Test func `several fields go out in one request`() async throws {
    let bodies = try await sent(
      [.title(try TodoTitle("x")), .priority(.low), .due(.day(Self.day)), .tags(["a", "b"])],
      answer: #""priority":"low","due_date":"2026-12-01","tags":["b","A"]"#
    )
    #expect(
      bodies == [#"{"title":"x","priority":"low","due_date":"2026-12-01","tags":["a","b"]}"#]
    )
  }

  @Test(arguments: [
    (TaskEdit.priority(.high), ["LOW", "HIGH"], #""HIGH""#),
    (.priority(.high), ["1", "2", "3"], "3"),
    (.priority(.medium), [], #""medium""#), (.priority(nil), ["none", "low"], #""none""#),
    (.priority(nil), ["low", "high"], "null"),
  ])
  func `a priority is spelled as the backend spells it`(
    _ edit: TaskEdit,
    _ spellings: [String],
    _ value: String
  ) async throws {
    let bodies = try await sent([edit], answer: #""priority":\#(value)"#) {
      $0.priorities = spellings
    }
    #expect(bodies == [#"{"priority":\#(value)}"#])
  }

  @Test func `dates and tags are written in the backend's form`() async throws {
    let moment = try #require(Timestamp(iso8601: "2026-12-01T15:00:00Z"))
    let cases: [(TaskEdit, String, (inout Dialect) -> Void)] = [
      (.due(.day(Self.day)), #""due_date":"2026-12-01T00:00:00Z""#, { $0.dueDate = .dateTime }),
      (
        .due(.moment(moment)), #""due_date":"2026-12-01T15:00:00.000Z""#, { $0.dueDate = .dateTime }
      ),
      (.due(.moment(moment)), #""due_date":"2026-12-01""#, { _ in }),
      (.due(nil), #""due_date":null"#, { _ in }),
      (.tags(["a", "b"]), #""tags":"a,b""#, { $0.tags = .text }),
      (.tags([]), #""tags":null"#, { $0.tags = .text }), (.tags([]), #""tags":[]"#, { _ in }),
    ]
    for (edit, member, change) in cases {
      #expect(try await sent([edit], answer: member, change) == ["{\(member)}"])
    }
  }

  @Test(arguments: [
    (TaskEdit.priority(.high), "priority"), (.due(.day(day)), "due date"), (.tags(["new"]), "tags"),
    (.priority(nil), "priority"), (.due(nil), "due date"), (.tags([]), "tags"),
  ])
  func `an edit that is answered with yes and ignored is told`(_ edit: TaskEdit, _ noun: String)
    async throws
  {
    let old = #""priority":"low","due_date":"2020-01-01","tags":["old"]"#
    let error = await #expect(throws: APIError.self) { try await sent([edit], answer: old) }
    #expect(error?.outcome == .rejected)
    #expect(error?.sentence.hasSuffix(" said yes but kept the old \(noun).") ?? false)
  }

  @Test func `what the backend has no place or word for is never sent`() async throws {
    for (edit, change) in [
      (TaskEdit.tags(["a"]), { (dialect: inout Dialect) in dialect.fields[.tags] = nil }),
      (.priority(.medium), { $0.priorities = ["low", "high"] }),
    ] {
      let error = await #expect(throws: APIError.self) {
        try await sent([edit], answer: #""tags":[]"#, change)
      }
      #expect(error?.outcome == .rejected)
      #expect(error?.sentence.contains(" kept no ") ?? false, "\(error?.sentence ?? "")")
    }
  }

  @Test func `a new task has them, as far as the backend does`() async throws {
    let backend = try Backend(tasks: [])
    let draft = TodoDraft(
      title: try TodoTitle("x"),
      priority: .high,
      due: .day(Self.day),
      tags: ["a"],
      isCompleted: true
    )
    let task = try await backend.calls {
      $0.create.defaults = ["priority": #""medium""#]
      $0.tags = nil
      $0.fields[.tags] = nil
    } _: {
      try await $0.create(draft, jwt: $1)
    }
    #expect(
      try backend.requests().first?.body
        == #"{"priority":"high","title":"x","due_date":"2026-12-01"}"#
    )
    #expect(task.todo.title == "x")
  }

  @Test func `are kept by a backend that reads and writes them`() {
    var dialect = Dialect.canonical
    #expect(dialect.taskFields == .all)
    #expect(Dialect.undescribed.taskFields == .description)
    dialect.fields[.priority] = .init(read: "priority", write: nil)
    dialect.fields[.dueDate] = .init(read: nil, write: "due")
    dialect.tags = nil
    #expect(dialect.taskFields == .description)
    // No answer is described: what requests take is expected in them.
    dialect.fields[.title] = .init(read: nil, write: "title")
    #expect(dialect.taskFields == [.description, .due])
  }
}
