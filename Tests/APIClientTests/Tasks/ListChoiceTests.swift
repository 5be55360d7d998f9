import APIClient
import Testing

/// Which array of an answer is the list, and which answer is none.
@Suite struct ListChoiceTests {
  private static let task = Backend.task(7)
  private static let category = #"{"id":"c","name":"Home"}"#
  private static let list = "GET /tasks"

  private func list(_ body: String, _ change: (inout Dialect) -> Void = { _ in }) async throws
    -> ListAnswer
  {
    let peer = try Peer()
    try peer.on(Self.list, .answer(200, body))
    return try await calls(peer, change) { try await $0.list(jwt: $1) }
  }

  @Test(arguments: [
    (#"{"success":false,"data":[]}"#, nil), (#"{"ok":false,"tasks":[]}"#, nil),
    (#"{"success":false,"message":"db down","data":[T]}"#, "db down"),
    (#"{"error":"db down","tasks":[]}"#, "db down"),
    (#"{"detail":[],"errors":["x"],"results":[]}"#, "x"),
    (#"{"status":"error","message":"db down","data":[]}"#, "db down"),
    (#"{"status":"Error","data":{"tasks":[]}}"#, nil),
    (#"{"statusCode":500,"message":"db down","data":[]}"#, "db down"),
    (#"{"data":{"success":0,"items":[]}}"#, nil),
    (#"{"error":{"message":"db down"},"items":[]}"#, "db down"),
    (#"{"detail":"db down","todos":[]}"#, "db down"), (#"{"error":true,"tasks":[]}"#, nil),
  ])
  func `an answer that says it failed is no empty list`(_ body: String, _ words: String?)
    async throws
  {
    let error = await #expect(throws: APIError.self) {
      try await list(body.replacing("T", with: Self.task))
    }
    #expect(error?.outcome == .unknown)
    if let words {
      #expect(error?.sentence.contains("(status 200: \(words))") ?? false)
    } else {
      #expect(mismatch(error) == ["a list of tasks", "an error without words"])
    }
  }

  @Test(arguments: [
    #"{"message":"Tasks retrieved","data":[]}"#, #"{"success":true,"error":null,"data":[]}"#,
    #"{"errors":[],"error":"","detail":{},"status":"success","tasks":[]}"#,
    #"{"status":200,"code":0,"ok":1,"error":false,"tasks":[]}"#, "[]",
  ])
  func `an empty list with friendly words is one`(_ body: String) async throws {
    #expect(try await list(body).ids == [])
  }

  @Test func `a warning beside tasks does not hide them`() async throws {
    #expect(try await list(#"{"errors":["slow"],"tasks":[\#(Self.task)]}"#).ids == ["7"])
  }

  @Test(
    arguments: [
      #"{"data":[C],"results":[T]}"#, #"{"data":[C],"result":{"items":[T]}}"#,
      #"{"items":["c"],"results":[T],"data":[1]}"#,
      #"{"data":[{"id":1,"title":"Home","status":"active"}],"results":[T]}"#,
    ],
    [[], ["data"], ["results"]]
  )
  func `the array whose elements are tasks is the list`(_ body: String, _ envelope: [String])
    async throws
  {
    let body = body.replacing("C", with: Self.category).replacing("T", with: Self.task)
    #expect(try await list(body) { $0.listEnvelope = envelope }.ids == ["7"])
  }

  @Test(arguments: [
    (#"{"data":[],"results":[C]}"#, ["data"]), (#"{"results":[T],"data":[]}"#, ["data"]),
    (#"{"data":[C],"results":[]}"#, []), (#"{"tasks":[],"data":[]}"#, []),
  ])
  func `an empty array is the list when it is declared, or nothing else can be`(
    _ body: String,
    _ envelope: [String]
  ) async throws {
    let body = body.replacing("C", with: Self.category).replacing("T", with: Self.task)
    #expect(try await list(body) { $0.listEnvelope = envelope }.ids == [])
  }

  @Test func `a list with an unreadable element is refused, not another one taken`() async throws {
    let error = await #expect(throws: APIError.self) {
      try await list(#"{"tasks":[{"id":1},\#(Self.task)],"data":[\#(Backend.task(8))]}"#)
    }
    #expect(mismatch(error)?.first == "tasks with a title")
  }

  @Test(arguments: [
    #""é""#, "\"a\tb\"", "\"a\u{1}b\"", "v1", "*", #""a"b""#, "\"a b\"", #"w/"a""#, "\"",
    "\"\(String(repeating: "x", count: 2000))\"",
  ])
  func `a tag that cannot be sent back is no tag`(_ tag: String) async throws {
    let peer = try Peer()
    let headers = [("Content-Type", "application/json"), ("ETag", tag)]
    try peer.on(Self.list, .answer(200, "[]", headers: headers))
    try await calls(peer) { tasks, jwt in
      let first = try await tasks.list(jwt: jwt)
      #expect(first == .tasks([], etag: nil, number: nil))
      let second = try await tasks.list(jwt: jwt, etag: tag)
      #expect(second == .tasks([], etag: nil, number: nil))
    }
    #expect(try peer.received().allSatisfy { $0.all("If-None-Match").isEmpty })
  }

  @Test(arguments: [#""v1""#, #"W/"v1""#, #""""#, ##""!#~""##])
  func `a tag of the standard goes back as it came`(_ tag: String) async throws {
    let peer = try Peer()
    let headers = [("Content-Type", "application/json"), ("ETag", tag)]
    try peer.on(Self.list, .answer(200, "[]", headers: headers))
    try await calls(peer) { tasks, jwt in
      let answer = try await tasks.list(jwt: jwt, etag: tag)
      #expect(answer == .tasks([], etag: tag, number: nil))
    }
    #expect(try peer.received().map { $0.all("If-None-Match") } == [[tag]])
  }
}
