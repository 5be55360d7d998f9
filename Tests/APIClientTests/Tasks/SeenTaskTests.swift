import APIClient
import Testing
import TodoKit

/// What is kept of a task beside the parts this client shows.
@Suite struct SeenTaskTests {
  private static let task = #""id":1,"title":"Milk","completed":false"#

  private func get(
    _ body: String,
    headers: [(String, String)] = [],
    _ change: (inout Dialect) -> Void = { $0.validators = true }
  ) async throws -> SeenTask {
    let peer = try Peer()
    let type = [("Content-Type", "application/json")]
    try peer.on("GET /tasks/1", .answer(200, body, headers: type + headers))
    try peer.on("GET /tasks", .answer(200, "[\(body)]", headers: type + headers))
    let listed = try await calls(peer, change) { try await $0.list(jwt: $1) }
    let single = try await calls(peer, change) { try await $0.get("1", jwt: $1) }
    #expect(listed.tasks?.map(\.extra) == [single.extra])
    return single
  }

  @Test(arguments: [
    (#""colour":"red""#, #"{"colour":"red"}"#),
    (
      #" "a\u0062" : [ 1.50, {"x" : null} ] , "n":1e400"#,
      #"{"a\u0062":[ 1.50, {"x" : null} ],"n":1e400}"#
    ),
    (
      #""big":12345678901234567890123,"é":"\ud83d\ude00""#,
      #"{"big":12345678901234567890123,"é":"\ud83d\ude00"}"#
    ),
    (#""status":"open","a":1,"a":2"#, #"{"status":"open","a":1,"a":2}"#),
    (#""user_id":"u","description":null,"priority":"low""#, nil),
    (#""user_id":"v","owner":"u""#, #"{"user_id":"v"}"#),
    (#""assignee":"u""#, #"{"assignee":"u"}"#),
  ])
  func `members nobody here knows are kept exactly as they came`(
    _ members: String,
    _ extra: String?
  ) async throws {
    #expect(try await get("{\(Self.task),\(members)}").extra == extra)
    #expect(try await get("{\(members),\(Self.task)}").extra == extra)
  }

  @Test func `members that the dialect does not show are kept, too`() async throws {
    let body = #"{\#(Self.task),"priority":"low"}"#
    #expect(try await get(body) { $0.fields[.priority] = nil }.extra == #"{"priority":"low"}"#)
  }

  @Test(arguments: [#""v1""#, #""""#, ##""!#~""##])
  func `a single answer names the version in its header`(_ tag: String) async throws {
    #expect(try await get("{\(Self.task)}", headers: [("ETag", tag)]).etag == tag)
  }

  @Test(arguments: [#"W/"v1""#, "v1", "*", #""a"b""#, ""])
  func `a tag that cannot be a condition is none`(_ tag: String) async throws {
    #expect(try await get("{\(Self.task)}", headers: [("ETag", tag)]).etag == nil)
    let escaped = tag.replacing("\"", with: "\\\"")
    let seen = try await get(#"{\#(Self.task),"etag":"\#(escaped)"}"#) {
      $0.validators = true
      $0.fields[.etag] = .init(read: "etag", write: nil)
    }
    #expect(seen == SeenTask(seen.todo))
  }

  @Test func `the declared member names the version in lists and in single answers`() async throws {
    let peer = try Peer()
    let body = #"{"id":1,"title":"Milk","completed":false,"etag":"\"7\""}"#
    try peer.on("GET /tasks/1", .answer(200, body))
    // The tag of the list's header is the list's.
    let headers = [("Content-Type", "application/json"), ("ETag", #""list""#)]
    try peer.on("GET /tasks", .answer(200, "[\(body)]", headers: headers))
    func change(_ dialect: inout Dialect) {
      dialect.validators = true
      dialect.fields[.etag] = .init(read: "etag", write: nil)
    }
    let single = try await calls(peer, change) { try await $0.get("1", jwt: $1) }
    #expect(single == SeenTask(single.todo, etag: #""7""#))
    let listed = try await calls(peer, change) { try await $0.list(jwt: $1) }
    #expect(listed == .tasks([single], etag: #""list""#, number: nil))
    let alone = try await calls(peer) {
      change(&$0)
      $0.readsSingle = false
    } _: {
      try await $0.get("1", jwt: $1)
    }
    #expect(alone == single)
  }

  @Test func `without a declared validator no tag is kept, and the member is one nobody knows`()
    async throws
  {
    let body = #"{\#(Self.task),"etag":"\"7\""}"#
    let seen = try await get(body, headers: [("ETag", #""7""#)]) {
      $0.fields[.etag] = .init(read: "etag", write: nil)
    }
    #expect(seen == SeenTask(seen.todo, extra: #"{"etag":"\"7\""}"#))
  }

  @Test func `every change answers with the version it made`() async throws {
    let peer = try Peer()
    let headers = [("Content-Type", "application/json"), ("ETag", #""8""#)]
    let done = #"{"id":1,"title":"Milk","completed":true,"colour":"red"}"#
    for place in ["POST /tasks", "PUT /tasks/1", "PATCH /tasks/1/complete"] {
      try peer.on(place, .answer(200, done, headers: headers))
    }
    let title = try TodoTitle("Milk")
    let all = try await calls(peer, { $0.validators = true }) { tasks, jwt in
      [
        try await tasks.create(TodoDraft(title: title), jwt: jwt),
        try await tasks.update("1", [.title(title)], jwt: jwt),
        try await tasks.setCompleted("1", true, jwt: jwt),
      ]
    }
    #expect(all.allSatisfy { $0.etag == #""8""# && $0.extra == #"{"colour":"red"}"# })
  }
}
