import APIClient
import Foundation
import Testing
import TodoKit

/// A token with these claims and a signature of nonsense.
func makeToken(_ claims: String) -> String {
  let parts = [#"{"alg":"EdDSA","kid":"k"}"#, claims, "not a signature"].map {
    Data($0.utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
  return parts.joined(separator: ".")
}

@Suite struct JWTTests {
  // Made by Better Auth 1.4.22: 15 minutes of life.
  static let recorded =
    "eyJhbGciOiJFZERTQSIsImtpZCI6IjU0YjAwZGE0LWFjZDgtNDYxMS04YWM2LTkzYTU4NDg2MzczOCJ9."
    + "eyJpYXQiOjE3OTUyNDE0MjksIm5hbWUiOiJBZGEiLCJlbWFpbCI6ImFkYUBleGFtcGxlLmNvbSIsImVtYWlsVm"
    + "VyaWZpZWQiOmZhbHNlLCJpbWFnZSI6bnVsbCwiY3JlYXRlZEF0IjoiMjAyNi0xMS0yMVQwNjoxMDoyOS44NDVa"
    + "IiwidXBkYXRlZEF0IjoiMjAyNi0xMS0yMVQwNjoxMDoyOS44NDVaIiwiaWQiOiIxMzc4MjZjMy0wZmRkLTRmND"
    + "EtODljNi1kNmQwOWZmOTE3NzgiLCJzdWIiOiIxMzc4MjZjMy0wZmRkLTRmNDEtODljNi1kNmQwOWZmOTE3Nzgi"
    + "LCJleHAiOjE3OTUyNDIzMjksImlzcyI6Imh0dHA6Ly8xMjcuMC4wLjE6NDEzMCIsImF1ZCI6Imh0dHA6Ly8xMj"
    + "cuMC4wLjE6NDEzMCJ9."
    + "8qYOCVp28UexsViTf8iJXXHJn5L2wspq6-Y_zJEpRjPTmDwHskwEzrTD6vus6m_zFc_e40O5LxjJfonawQmFBQ"

  @Test func `a recorded token tells its user and its times`() throws {
    let jwt = try JWT(Self.recorded)
    #expect(jwt.subject == "137826c3-0fdd-4f41-89c6-d6d09ff91778")
    #expect(jwt.issuedAt == Timestamp(milliseconds: 1_795_241_429_000))
    #expect(jwt.expiresAt == Timestamp(milliseconds: 1_795_242_329_000))
    #expect(jwt.lifetime == .seconds(900))
  }

  @Test func `a token just received has its whole life before it, whatever the wall clock`() throws
  {
    let before = ContinuousClock.now
    let jwt = try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":1900}"#))
    #expect(jwt.deadline >= before + .seconds(900))
    #expect(!jwt.isDue(at: .now))
    #expect(!jwt.isDue(at: jwt.deadline - .seconds(61)))
    #expect(jwt.isDue(at: jwt.deadline - .seconds(60)))
  }

  @Test func `a short-lived token is renewed at a tenth of its life`() throws {
    let jwt = try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":1010}"#))
    #expect(!jwt.isDue(at: jwt.deadline - .seconds(2)))
    #expect(jwt.isDue(at: jwt.deadline - .seconds(1)))
  }

  @Test func `a stored token has what is left of its life, never more than all of it`() throws {
    let text = makeToken(#"{"sub":"u","iat":1000,"exp":1900}"#)
    #expect(try JWT(text, remaining: .seconds(-5)).isDue(at: .now))
    #expect(try JWT(text, remaining: .zero).isDue(at: .now))
    #expect(try !JWT(text, remaining: .seconds(300)).isDue(at: .now))
    #expect(try JWT(text, remaining: .seconds(90_000)).deadline <= .now + .seconds(900))
  }

  @Test(arguments: [
    (#"{"sub":"u","iat":1000,"exp":1900.5}"#, Duration.milliseconds(900_500)),
    (#"{"sub":"u","exp":1900}"#, .seconds(300)),
    (#"{"sub":"u","iat":1900,"exp":1000}"#, .seconds(1)),
    (#"{"sub":"u","iat":0,"exp":250000000000}"#, .seconds(86_400)),
  ])
  func `its life is held within bounds`(_ claims: String, _ lifetime: Duration) throws {
    #expect(try JWT(makeToken(claims)).lifetime == lifetime)
  }

  @Test(arguments: [
    "aaaaaaaaaaaaaaaaaaaa",
    "aaaaaaaa.aaaaaaaa",
    "aaaaaa.aaaaaa.aaaaaa.aaaaaa",
    makeToken("null"),
    makeToken("[1]"),
    makeToken(#"{"sub":"u"}"#),
    makeToken(#"{"exp":1900}"#),
    makeToken(#"{"sub":"","exp":1900}"#),
    makeToken(#"{"sub":"u","exp":"soon"}"#),
    makeToken(#"{"sub":"u","exp":1e300}"#),
    makeToken(#"{"sub":"u","exp":1900"#),
    makeToken(#"{"sub":"u","exp":1900,"a":\#(String(repeating: "[", count: 70))"#),
    "e30=.e30=.e30=aaaaaaaa",
  ])
  func `what cannot be scheduled is no token`(_ text: String) {
    #expect(throws: TokenError.notAJWT) { try JWT(text) }
  }

  @Test func `nothing printed shows a secret`() throws {
    let jwt = try JWT(Self.recorded)
    let credential = try SessionCredential("82nRsobfein7Wq1ezyTeUPP4opjk7qAs")
    var dumped =
      "\(jwt) \(credential) \(String(reflecting: [jwt])) \(String(reflecting: credential))"
    dump(jwt, to: &dumped)
    dump([credential: jwt], to: &dumped)
    #expect(!dumped.contains("eyJ"))
    #expect(!dumped.contains("82nRsobfein7"))
  }
}

@Suite struct TokenRuleTests {
  @Test(arguments: [
    "82nRsobfein7Wq1ezyTeUPP4opjk7qAs",
    "82nRsobfein7Wq1ezyTeUPP4opjk7qAs.F%2FPdVhoQw%2B1zPAZG0HJMlDTpiFPNiIWvUQjq8cBEU1E%3D",
    "azAZ09._~+/%=-0123",
    String(repeating: "a", count: 16),
    String(repeating: "a", count: 8192),
  ])
  func `a token of the rule is kept as it is`(_ text: String) throws {
    #expect(try SessionCredential(text).value == text)
  }

  @Test(arguments: [
    ("", TokenError.length(0)),
    (String(repeating: "a", count: 15), .length(15)),
    (String(repeating: "a", count: 8193), .length(8193)),
    ("0123456789abcdef\r\nX: y", .characters),
    ("0123456789abcdef ", .characters),
    ("0123456789abcdef;", .characters),
    ("0123456789abcdé", .characters),
    ("0123456789abcdef\0", .characters),
  ])
  func `anything else never becomes a header`(_ text: String, _ reason: TokenError) {
    #expect(throws: reason) { try SessionCredential(text) }
  }
}
