import Foundation
import Testing
import TodoServer

@Suite(
  SharedServer { $0.trustedOrigins = ["https://app.example", "*.wild.example", "myapp://"] }
)
struct `The origin rule` {
  private func code(_ headers: [(String, String)], _ json: String = "{}") async throws -> String {
    let response = try await sharedServer().post("/api/auth/sign-out", json: json, headers)
    guard response.status != 200 else { return "ok" }
    #expect(response.status == 403)
    return try response.json()["code"]?.string ?? ""
  }

  @Test func `asks for a trusted origin as soon as there is a cookie`() async throws {
    let own = try sharedServer().baseURL
    let port = try #require(own.split(separator: ":").last)
    let cookie = ("Cookie", "a=b")
    let cases: [([(String, String)], String)] = [
      ([], "ok"),
      ([("Origin", "https://evil.example")], "ok"),
      ([("Authorization", "Bearer x"), ("Origin", "null")], "ok"),
      ([cookie], "MISSING_OR_NULL_ORIGIN"),
      ([cookie, ("Authorization", "Bearer x")], "MISSING_OR_NULL_ORIGIN"),
      ([cookie, ("Origin", "null")], "MISSING_OR_NULL_ORIGIN"),
      ([cookie, ("Origin", "")], "MISSING_OR_NULL_ORIGIN"),
      ([cookie, ("Origin", own)], "ok"),
      ([cookie, ("Origin", own + "/any/path")], "ok"),
      ([cookie, ("Origin", own), ("Origin", "https://evil.example")], "INVALID_ORIGIN"),
      ([cookie, ("Referer", own + "/login")], "ok"),
      ([cookie, ("Origin", "http://localhost:\(port)")], "INVALID_ORIGIN"),
      ([cookie, ("Origin", "https://127.0.0.1:\(port)")], "INVALID_ORIGIN"),
      ([cookie, ("Origin", own + "1")], "INVALID_ORIGIN"),
      ([cookie, ("Origin", "http://127.0.0.1")], "INVALID_ORIGIN"),
      ([cookie, ("Origin", own + "@evil.example")], "INVALID_ORIGIN"),
      ([cookie, ("Origin", "https://app.example")], "ok"),
      ([cookie, ("Origin", "https://APP.example:443")], "ok"),
      ([cookie, ("Origin", "https://app.example.evil")], "INVALID_ORIGIN"),
      ([cookie, ("Origin", "http://app.example")], "INVALID_ORIGIN"),
      ([cookie, ("Origin", "https://a.wild.example")], "ok"),
      ([cookie, ("Origin", "https://wild.example")], "INVALID_ORIGIN"),
      ([cookie, ("Origin", "myapp://auth")], "ok"),
      ([cookie, ("Origin", "otherapp://auth")], "INVALID_ORIGIN"),
    ]
    for (headers, expected) in cases {
      #expect(try await code(headers) == expected, "\(headers)")
    }
  }

  @Test func `lets redirects go only to trusted places`() async throws {
    let own = try sharedServer().baseURL
    let cases = [
      ("callbackURL", "/home?a=%20b", "ok"),
      ("callbackURL", own + "/x", "ok"),
      ("callbackURL", "https://app.example/after", "ok"),
      ("callbackURL", "https://evil.example/", "INVALID_CALLBACKURL"),
      ("callbackURL", "//evil.example", "INVALID_CALLBACKURL"),
      ("callbackURL", #"/\\evil.example"#, "INVALID_CALLBACKURL"),
      ("callbackURL", "/%2fevil.example", "INVALID_CALLBACKURL"),
      ("callbackURL", "javascript:alert(1)", "INVALID_CALLBACKURL"),
      ("callbackURL", "/a b", "INVALID_CALLBACKURL"),
      ("redirectTo", "https://evil.example/", "INVALID_REDIRECTURL"),
      ("errorCallbackURL", "https://evil.example/", "INVALID_ERRORCALLBACKURL"),
      ("newUserCallbackURL", "https://evil.example/", "INVALID_NEWUSERCALLBACKURL"),
    ]
    for (field, url, expected) in cases {
      #expect(try await code([], #"{"\#(field)":"\#(url)"}"#) == expected, "\(field) \(url)")
    }
  }
}
