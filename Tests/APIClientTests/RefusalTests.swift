import APIClient
import Testing

@Suite struct RefusalTests {
  private func error(_ answer: [Step]) async throws -> APIError {
    let peer = try Peer()
    try peer.on("GET /api/u/tasks/1", answer)
    let jwt = try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":1900}"#))
    let endpoint = peer.endpoint
    let thrown = await #expect(throws: APIError.self) {
      try await withClient {
        try await TasksAPI(client: $0, base: endpoint, user: "u", backend: LiveDialect(.canonical))
          .get("1", jwt: jwt)
      }
    }
    return try #require(thrown)
  }

  @Test(arguments: [
    (#"{"code":"A_CODE","message":"Words"}"#, "A_CODE" as String?, "Words" as String?),
    (#"{"detail":"Words"}"#, nil, "Words"),
    (
      #"{"detail":[{"loc":["body","title"],"msg":"too long"},{"loc":["body"],"msg":"bad"}]}"#,
      nil, "title: too long; bad"
    ),
    (#"{"detail":{"code":"A_CODE","message":"Words"}}"#, "A_CODE", "Words"),
    (#"{"error":{"code":"A_CODE","message":"Words"}}"#, "A_CODE", "Words"),
    (#"{"success":false,"error":{"code":"A_CODE","message":"Words"}}"#, "A_CODE", "Words"),
    (#"{"error":"A_CODE","message":"Words"}"#, "A_CODE", "Words"),
    (#"{"error":"Words"}"#, nil, "Words"),
    (#"{"message":"Words"}"#, nil, "Words"),
    (#"{"detail":"Words","code":"A_CODE"}"#, "A_CODE", "Words"),
    (#"{"code":"not a code","message":"Words"}"#, nil, "Words"),
    (#"{"detail":["One","Two"]}"#, nil, "One; Two"),
    (#"{"detail":{"error":"Words","code":"A_CODE"}}"#, "A_CODE", "Words"),
    (#"{"detail":{"errors":[{"field":"title","message":"too long"}]}}"#, nil, "title: too long"),
    (#"{"detail":[{"loc":["body","tags",3],"msg":"no text"}]}"#, nil, "no text"),
    (#"{"success":false,"error":"Words","message":"More"}"#, "Words", "More"),
    (#"{"error":"Two words","message":"More"}"#, nil, "More"),
    (#"{"error":{"code":404,"message":"Words"}}"#, nil, "Words"),
    (#"{"errors":["One","Two"],"message":"Words"}"#, nil, "One; Two"),
    (#"{"errors":[{"loc":["body","title"],"msg":"too long"}]}"#, nil, "title: too long"),
    (#"{"errors":{"title":["too long","odd"],"a":"bad"}}"#, nil, "a: bad; title: too long, odd"),
    (#"{"errors":[],"message":"Words"}"#, nil, "Words"),
    (#""Words""#, nil, "Words"),
    ("5", nil, nil),
    (#"{"message":""}"#, nil, nil),
    (#"{"message":5}"#, nil, nil),
    ("[]", nil, nil),
    ("null", nil, nil),
    ("", nil, nil),
    ("{\"message\":", nil, nil),
  ])
  func `every shape of an error is read`(_ body: String, _ code: String?, _ message: String?)
    async throws
  {
    let refusal = try #require(try await error(.answer(422, body)).refusal)
    #expect(refusal.code == code)
    #expect(refusal.message == message)
    #expect(refusal.status == 422)
  }

  @Test(arguments: [[("Content-Type", "text/plain; charset=utf-8")], []])
  func `plain text on a 500 is the message`(_ headers: [(String, String)]) async throws {
    let failed = try await error(.answer(500, "Internal Server Error", headers: headers))
    #expect(failed.refusal?.message == "Internal Server Error")
    #expect(failed.outcome == .unknown)
  }

  @Test(arguments: [#"{"detail":"#, #"["a"#, #""a"#])
  func `half a JSON value is no message`(_ body: String) async throws {
    #expect(try await error(.answer(500, body, headers: [])).refusal?.message == nil)
  }

  @Test(arguments: [
    (403, "EMAIL_NOT_VERIFIED", "open the link it has mailed you"),
    (400, "EMAIL_AND_PASSWORD_SIGN_UP_IS_NOT_ENABLED", "takes no new accounts"),
    (400, "EMAIL_PASSWORD_SIGN_UP_DISABLED", "takes no new accounts"),
    (403, "INVALID_ORIGIN", "use the address that people open in a browser"),
    (403, "MISSING_OR_NULL_ORIGIN", "use the address that people open in a browser"),
    (402, "PLAN_LIMIT", "wants a payment first"),
    (402, "", "wants a payment first"),
    (405, "", "does not take such a request (status 405: Words): todotui doctor shows how"),
    (413, "", "finds this too long (status 413: Words): shorten the title or the description"),
    (415, "", "does not take such a request (status 415: Words): todotui doctor shows how"),
    (400, "SIGN_UP_ODD", "refused: Words."),
    (403, "OTHER", "refused: Words."),
    (500, "EMAIL_NOT_VERIFIED", "fault of its own"),
  ])
  func `what a person can do about is said with the next step`(
    _ status: Int,
    _ code: String,
    _ words: String
  ) async throws {
    let body = #"{"code":"\#(code)","message":"Words"}"#
    let sentence = try await error(.answer(status, body)).sentence
    #expect(sentence.hasPrefix("127.0.0.1:"))
    #expect(sentence.contains(words))
    #expect(sentence.hasSuffix("."))
  }

  @Test(arguments: [
    (#"{"detail":"Not Found"}"#, "(status 404: Not Found)"), ("", "(status 404)"),
  ])
  func `a list that is not there is named by its address`(_ body: String, _ words: String)
    async throws
  {
    let peer = try Peer()
    try peer.on("GET /v2/api/u/tasks", .answer(404, body))
    let jwt = try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":1900}"#))
    let base = try peer.endpoint.appending("/v2")
    let error = await #expect(throws: APIError.self) {
      try await withClient {
        try await TasksAPI(client: $0, base: base, user: "u", backend: LiveDialect(.canonical))
          .list(jwt: jwt)
      }
    }
    #expect(error?.isAboutList == true)
    #expect(
      error?.sentence == "There is no list of tasks at \(base.url)/api/{user}/tasks \(words):"
        + " check --api-url, and the path that todotui doctor shows."
    )
    #expect(try await self.error(.answer(404, body)).isAboutList == false)
  }

  @Test func `a long message is cut to 300 scalars`() async throws {
    let words = String(repeating: "ä", count: 5000)
    let refused = try await error(.answer(400, #"{"message":"\#(words)"}"#))
    #expect(refused.refusal?.message?.unicodeScalars.count == 300)
  }

  @Test(arguments: [
    (400, "rejected", APIError.Outcome.rejected), (401, "unauthorized", .rejected),
    (402, "rejected", .rejected), (403, "forbidden", .rejected), (404, "notFound", .rejected),
    (409, "conflict", .rejected), (410, "notFound", .rejected), (412, "conflict", .rejected),
    (415, "rejected", .rejected), (429, "rateLimited", .rejected), (500, "serverFault", .unknown),
    (503, "serverFault", .unknown), (304, "badAnswer", .unknown), (204, "badAnswer", .unknown),
  ])
  func `a status says what can be done`(
    _ status: Int,
    _ name: String,
    _ outcome: APIError.Outcome
  ) async throws {
    let failed = try await error(.answer(status, #"{"detail":"Words"}"#))
    #expect("\(failed)".hasPrefix(name))
    #expect(failed.outcome == outcome)
    #expect(failed.requestID?.utf8.count == 32)
    #expect(failed.sentence.contains("127.0.0.1"))
  }

  @Test(arguments: [200, 401, 403, 404])
  func `a portal's page is a bad answer whatever its status`(_ status: Int) async throws {
    for headers in [[("Content-Type", "text/html")], [("X-A", "b")]] {
      let failed = try await error(.answer(status, "\n<html>Log in</html>", headers: headers))
      guard case .badAnswer(let answer) = failed else {
        Issue.record("\(failed)")
        continue
      }
      #expect(answer.kind == .webPage)
    }
  }

  @Test func `broken, deep, foreign and compressed answers are told apart`() async throws {
    func deep(_ count: Int) -> String {
      String(repeating: "[", count: count) + String(repeating: "]", count: count)
    }
    for (body, headers, kind) in [
      (#"{"id":"#, [], BadAnswer.Kind.brokenJSON),
      ("", [], .brokenJSON),
      (deep(65), [], .tooDeep),
      (deep(64), [], .otherShape(expected: "a task", found: "an array")),
      (
        #"{"id":"1"}"#, [],
        .otherShape(expected: "a task", found: "an object with the key id")
      ),
      (
        #"["[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["]"#, [],
        .otherShape(expected: "a task", found: "an array")
      ),
      ("gibberish", [("Content-Encoding", "gzip")], .compressed),
    ] {
      let failed = try await error(.answer(200, body, headers: headers))
      guard case .badAnswer(let answer) = failed else {
        Issue.record("\(failed)")
        continue
      }
      #expect(answer.kind == kind)
    }
  }
}
