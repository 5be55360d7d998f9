import APIClient
import Testing
import TodoKit

@Suite struct ReadingTests {
  private static let task = #"{"id":7,"title":"Milk","completed":true,"created_at":"2026-11-21"}"#

  private func get(_ body: String, _ change: (inout Dialect) -> Void = { _ in }) async throws
    -> Todo
  {
    let peer = try Peer()
    try peer.on("GET /tasks/7", .answer(200, body))
    return try await calls(peer, change) { try await $0.get("7", jwt: $1).todo }
  }

  private func list(_ body: String, _ change: (inout Dialect) -> Void = { _ in }) async throws
    -> ListAnswer
  {
    let peer = try Peer()
    try peer.on("GET /tasks", .answer(200, body))
    return try await calls(peer, change) { try await $0.list(jwt: $1) }
  }

  @Test(arguments: [
    "[T]", #"{"tasks":[T],"total":1}"#, #"{"todos":[T]}"#, #"{"items":[T],"count":1}"#,
    #"{"data":[T]}"#, #"{"results":[T]}"#,
    #"{"success":true,"data":{"tasks":[T],"pagination":{}}}"#,
    #" { "a" : [ "]}\"" , -1.5e3 , null ] , "data" : { "items" : [T] } } "#,
  ])
  func `a list is found wherever it usually stands`(_ body: String) async throws {
    #expect(try await list(body.replacing("T", with: Self.task)).ids == ["7"])
  }

  @Test func `a declared envelope comes first`() async throws {
    let body = #"{"tasks":[],"mine":{"all":[\#(Self.task)]}}"#
    let answer = try await list(body) { $0.listEnvelope = ["mine", "all"] }
    #expect(answer.ids == ["7"])
    let todo = try await get(#"{"mine":\#(Self.task)}"#) { $0.singleEnvelope = ["mine"] }
    #expect(todo.id == "7")
  }

  @Test(arguments: [
    "T", #"{"task":T}"#, #"{"todo":T}"#, #"{"item":T}"#, #"{"data":T,"message":"ok"}"#,
    #"{"result":T}"#, #"{"success":true,"data":{"task":T}}"#,
  ])
  func `a task is found wherever it usually stands`(_ body: String) async throws {
    #expect(try await get(body.replacing("T", with: Self.task)).title == "Milk")
  }

  @Test(arguments: [
    (#""completed":true"#, true), (#""is_completed":1"#, true), (#""isCompleted":0"#, false),
    (#""is_complete":"TRUE""#, true), (#""isComplete":false"#, false), (#""done":"false""#, false),
    (#""is_done":null"#, false), (#""completion_status":"Completed""#, true),
    (#""status":"in_progress""#, false), (#""status":"PENDING""#, false),
    (#""status":"DONE""#, true), (#""state":"waiting""#, false),
    (#""completed":null,"status":"completed""#, true),
  ])
  func `done is read in every spelling`(_ field: String, _ expected: Bool) async throws {
    #expect(try await get(#"{"id":7,"title":"x",\#(field)}"#).isCompleted == expected)
  }

  @Test func `the declared word for done counts, in any case`() async throws {
    let change = { (dialect: inout Dialect) in
      dialect.doneForm = .status(open: "offen", done: "erledigt")
      dialect.fields[.completed] = .init(read: "stand", write: "stand")
    }
    for (word, expected) in [("Erledigt", true), ("offen", false), ("wartet", false)] {
      let todo = try await get(#"{"id":7,"title":"x","stand":"\#(word)"}"#, change)
      #expect(todo.isCompleted == expected)
    }
  }

  @Test(arguments: [
    ("2026-11-21T06:05:55Z", 1_795_241_155_000), ("2026-11-21T06:05:55.1", 1_795_241_155_100),
    ("2026-11-21 06:05:55.123456789+01:00", 1_795_237_555_123),
    ("2026-11-21 06:05:55.123456+00", 1_795_241_155_123), ("2026-11-21", 1_795_219_200_000),
  ])
  func `dates are read in every spelling`(_ text: String, _ milliseconds: Int64) async throws {
    for key in ["created_at", "createdAt", "created"] {
      let todo = try await get(#"{"id":7,"title":"x","completed":false,"\#(key)":"\#(text)"}"#)
      #expect(todo.createdAt.milliseconds == milliseconds)
    }
  }

  @Test func `a task without dates is from 1970, an empty description is none`() async throws {
    let todo = try await get(#"{"id":"7","title":"x","completed":false,"description":""}"#)
    #expect(
      todo
        == Todo(
          id: "7",
          title: "x",
          createdAt: .init(milliseconds: 0),
          updatedAt: .init(milliseconds: 0)
        )
    )
  }

  @Test func `declared names come before the usual ones`() async throws {
    let todo = try await get(
      #"{"id":1,"nr":7,"title":"x","betreff":"Milk","completed":false,"ok":true}"#
    ) {
      $0.fields[.id] = .init(read: "nr", write: nil)
      $0.fields[.title] = .init(read: "betreff", write: "betreff")
      $0.fields[.completed] = .init(read: "ok", write: "ok")
    }
    #expect(todo.id == "7" && todo.title == "Milk" && todo.isCompleted)
  }

  @Test(arguments: [
    (#"{"detail":"x","ok":1}"#, "an array of tasks", "an object with the keys detail, ok"),
    (#""secret""#, "an array of tasks", "a text"),
    (#"[{"id":1,"name":"secret"}]"#, "tasks with a title", "a task with the keys id, name"),
    (#"[T,5]"#, "tasks", "something that is no object"),
    (#"[T,{"title":"x"}]"#, "tasks with an id", "a task with the key title"),
    (
      #"[{"id":1,"title":"x","completed":"secret"}]"#, "true or false as completed of a task",
      "another kind of value"
    ),
    (
      #"[{"id":1,"title":"x"}]"#, "tasks with a sign of being done",
      "a task with the keys id, title"
    ),
    (
      #"[{"id":1,"title":"x","completed":true,"created_at":"secret"}]"#,
      "a date as created_at of a task", "another kind of value"
    ),
    (
      #"{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1}"#, "an array of tasks",
      "an object with the keys a, b, c, d, e, f, …"
    ),
  ])
  func `a list with one unreadable element is refused, and says why without values`(
    _ body: String,
    _ expected: String,
    _ found: String
  ) async throws {
    let error = await #expect(throws: APIError.self) {
      try await list(body.replacing("T", with: Self.task))
    }
    #expect(mismatch(error) == [expected, found])
    let sentence = try #require(error?.sentence)
    #expect(sentence.contains("sent \(found) instead of \(expected)"))
    #expect(!sentence.contains("secret"))
  }

  @Test func `words about a shape stay short`() async throws {
    let key = String(repeating: "k", count: 500)
    let body = "{" + (0..<6).map { "\"\($0)\(key)\":1" }.joined(separator: ",") + "}"
    let error = await #expect(throws: APIError.self) { try await list(body) }
    let found = try #require(mismatch(error)?.last)
    #expect(found.unicodeScalars.count == 120)
  }

  @Test func `half a list in an envelope is broken`() async throws {
    for body in [
      #"{"tasks":[\#(Self.task)]"#, #"{"tasks":[\#(Self.task)"#, "[1] 2", "gibberish", "[1,", "\"",
    ] {
      let error = await #expect(throws: APIError.self) { try await list(body) }
      guard case .badAnswer(let answer)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(answer.kind == .brokenJSON)
    }
  }

  @Test func `where single tasks cannot be read the list is`() async throws {
    let backend = try Backend(#"{"single_get":false,"list":["tasks"]}"#, count: 3)
    try await backend.calls({ $0.readsSingle = false }) { tasks, jwt in
      let second = try await tasks.get("2", jwt: jwt)
      #expect(second.todo.title == "Task 2")
      let error = await #expect(throws: APIError.self) { try await tasks.get("9", jwt: jwt) }
      guard case .notFound? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
    #expect(try backend.lines() == ["GET /tasks", "GET /tasks"])
  }

  @Test func `no cut or twisted answer brings the reader down`() async throws {
    let peer = try Peer()
    let whole = #"{"a":{"b":["\u00e9\"}",-1.5e3]},"data":{"tasks":[\#(Self.task)],"total":1}}"#
    let twists = [UInt8]("{}[]\",:\\ 0tn".utf8)
    var bodies = (0..<whole.utf8.count).map { String(whole.prefix($0)) }
    for index in whole.utf8.indices {
      let twist = twists[bodies.count % twists.count]
      let rest = whole.utf8[whole.utf8.index(after: index)...]
      bodies.append(String(decoding: whole.utf8[..<index] + [twist] + rest, as: UTF8.self))
    }
    try peer.on("GET /tasks", inTurn: bodies.map { .answer(200, $0) })
    try await calls(peer) { tasks, jwt in
      for _ in bodies {
        do throws(APIError) {
          _ = try await tasks.list(jwt: jwt)
        } catch {
          #expect(error.outcome == .unknown)
        }
      }
    }
    #expect(try peer.received().count == bodies.count)
  }
}
