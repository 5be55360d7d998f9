import Foundation
import GRDB
import Testing
import TodoServer

@Suite(.sharedServer) struct `Around the API` {
  @Test func `health names the version`() async throws {
    let response = try await sharedServer().get("/health")
    #expect(response.status == 200)
    #expect(response.body == #"{"status":"ok","version":"\#(serverVersion)"}"#)
    let post = try await sharedServer().post("/health", json: "{}")
    #expect(post.status == 405)
    #expect(post.value("allow") == "GET, HEAD")
  }

  @Test func `the description served is the one in assets, and names the client-chosen id`()
    async throws
  {
    let response = try await sharedServer().get("/openapi.json")
    #expect(response.value("content-type") == "application/json")
    let asset = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../assets/openapi.json")
    #expect(try response.body == String(contentsOf: asset, encoding: .utf8))
    let json = try response.json()
    #expect(json["info"]?["version"]?.string == serverVersion)
    let put = json["paths"]?["/api/{user_id}/tasks/{id}"]?["put"]
    #expect(put?["parameters"]?[0]?["name"]?.string == "If-None-Match")
    #expect(put?["responses"]?["412"] != nil)
  }

  @Test func `every answer has a request id, the client's own where it sent one`() async throws {
    let server = try sharedServer()
    let cases = [
      ("abc-123._X", "abc-123._X"), ("a b\"<c>", "abc"), (String(repeating: "a", count: 99), nil),
    ]
    for (sent, expected) in cases {
      let id = try await server.get("/health", [("X-Request-Id", sent)]).value("x-request-id")
      #expect(id == expected ?? String(repeating: "a", count: 64))
    }
    for path in ["/health", "/nope", "/api/auth/nope", "/api/auth/ok", "/api/x/tasks"] {
      let response = try await server.get(path)
      #expect(response.values("x-request-id").map(\.count) == [36], "\(path)")
    }
  }

  @Test func `paths under the auth prefix are exact`() async throws {
    let server = try sharedServer()
    #expect(try await server.get("/api/auth/ok").body == #"{"ok":true}"#)
    let paths = [
      "/api/auth", "/api/auth/", "/api/auth/ok/", "/api/auth//ok", "/api/auth/OK",
      "/api/auth/%6Fk", "/api/auth/./ok", "/api/auth/ok%2F", "/api/auth/x/tasks",
    ]
    for path in paths {
      let response = try await server.get(path)
      #expect(response.status == 404, "\(path)")
      #expect(response.body.isEmpty)
      #expect(response.value("content-type") == nil)
    }
    for method in ["HEAD", "OPTIONS", "POST", "PUT"] {
      let response = try await server.send(RawRequest(method: method, target: "/api/auth/ok"))
      #expect(response.status == 404)
      #expect(response.value("content-type") == nil)
    }
  }

  @Test func `malformed JSON is 400 with a code`() async throws {
    for text in ["{", #"{"email":"\ud800"}"#, String(repeating: "[", count: 500)] {
      let response = try await sharedServer().post("/api/auth/sign-in/email", json: text)
      #expect(response.status == 400)
      #expect(try response.json()["code"]?.string == "INVALID_JSON_IN_REQUEST_BODY")
    }
  }

  @Test func `a user too big for a token is refused`() async throws {
    let name = String(repeating: "a", count: 6000)
    let response = try await sharedServer().post(
      "/api/auth/sign-up/email",
      json: #"{"name":"\#(name)","email":"big@example.com","password":"long enough"}"#
    )
    #expect(response.status == 400)
    #expect(try response.json()["code"]?.string == "VALIDATION_ERROR")
  }

  @Test func `a stored hash of another kind is an empty 500`() async throws {
    let server = try sharedServer()
    let account = try await server.newAccount()
    let user = account.id
    try await server.database {
      try $0.execute(
        sql: #"update "account" set "password" = '$2b$10$x' where "userId" = ?"#,
        arguments: [user]
      )
    }
    let response = try await server.signIn(account.email)
    #expect(response.status == 500)
    #expect(response.body.isEmpty)
    #expect(response.value("content-type") == nil)
  }

  @Test func `two sign-ups with one address at once make one user`() async throws {
    let server = try sharedServer()
    let email = "\(UUID().uuidString.lowercased())@example.com"
    let statuses = try await withThrowingTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          try await server.post(
            "/api/auth/sign-up/email",
            json: #"{"name":"A","email":"\#(email)","password":"long enough"}"#
          ).status
        }
      }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses.sorted() == [200, 422, 422, 422])
  }
}

@Suite struct `Small values` {
  @Test(arguments: [
    ("90s", 90), ("15m", 900), ("12h", 43_200), ("7d", 604_800), ("30", 30), ("365d", 31_536_000),
  ])
  func `a duration has a unit or is seconds`(text: String, seconds: Int) {
    #expect(duration(fromText: text) == .seconds(seconds))
  }

  @Test(arguments: ["", "s", "0", "-1s", "1.5h", "5y", "1 h", "99999999999", "4000d", "１s"])
  func `anything else is no duration`(text: String) {
    #expect(duration(fromText: text) == nil)
  }

  @Test func `times are written and read to the millisecond`() {
    let cases: [(Int64, String)] = [
      (0, "1970-01-01T00:00:00.000Z"), (1_795_241_155_117, "2026-11-21T06:05:55.117Z"),
      (951_782_400_001, "2000-02-29T00:00:00.001Z"), (-1, "1969-12-31T23:59:59.999Z"),
    ]
    for (milliseconds, text) in cases {
      #expect(Timestamp(milliseconds: milliseconds).text == text)
      #expect(Timestamp(text)?.milliseconds == milliseconds)
    }
    #expect(Timestamp("2026-11-21T07:05:55.117+01:00")?.milliseconds == 1_795_241_155_117)
    #expect(Timestamp("2026-11-21 06:05:55.117999")?.milliseconds == 1_795_241_155_117)
    for text in ["2026-11-21", "2025-02-29T00:00Z", "2026-11-21T24:00Z", "2026-11-21T06:05:55.Z"] {
      #expect(Timestamp(text) == nil)
    }
  }

  @Test func `JSON is read strictly`() throws {
    let good = #" {"a":[1,-2.5e3,true,null,"\ud83d\ude00\n"],"a":2} "#
    let value = try JSONParser.parse(Array(good.utf8))
    #expect(value["a"] == .integer(2))
    #expect(throws: JSONError.repeatedName) {
      try JSONParser.parse(Array(good.utf8), repeatedNames: .refused)
    }
    for text in [
      "", "01", "1.", ".5", "+1", "[1,]", "{a:1}", "'a'", "\"\t\"", "nul", "1 2", "[", "\u{FEFF}1",
    ] {
      #expect(throws: JSONError.self, "\(text)") { try JSONParser.parse(Array(text.utf8)) }
    }
    #expect(throws: JSONError.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
    let deep = Array(String(repeating: "[", count: 65).utf8)
    #expect(throws: JSONError.tooDeep) { try JSONParser.parse(deep) }
  }

  @Test func `an origin is scheme, host and port`() {
    #expect(Origin.of("HTTPS://Auth.Example.com:443/api/auth?x") == "https://auth.example.com")
    #expect(Origin.of("http://127.0.0.1:8080") == "http://127.0.0.1:8080")
    #expect(Origin.of("http://[::1]:80/") == "http://[::1]")
    for text in ["", "null", "example.com", "ftp://x", "http://", "http://a@b", "http:// x"] {
      #expect(Origin.of(text) == nil)
    }
  }

  @Test func `an address is written one way`() {
    #expect(ClientAddress.canonical("2001:DB8:0:0::1") == "2001:db8::1")
    #expect(ClientAddress.canonical("::ffff:127.0.0.1") == "127.0.0.1")
    #expect(ClientAddress.canonical("127.0.0.1") == "127.0.0.1")
    for text in ["", "localhost", "127.0.0.01", "127.0.0.1/8", "1"] {
      #expect(ClientAddress.canonical(text) == nil)
    }
  }

  @Test func `a secret shows nothing of itself`() {
    let secret = ServerSecret("abcdefghijklmnopqrstuvwxyz0123456789")
    #expect("\(secret)" == "ServerSecret")
    #expect(String(reflecting: secret) == "ServerSecret")
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!dumped.contains("97") && !dumped.contains("abc"))
  }
}
