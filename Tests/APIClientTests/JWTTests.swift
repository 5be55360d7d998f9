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
    (#"{"sub":"u","iat":0,"exp":90000000000}"#, .seconds(34_560_000)),
    (#"{"sub":"u","iat":1000,"exp":2593000}"#, .seconds(2_592_000)),
    (#"{"sub":"u","exp":90000000000}"#, .seconds(34_560_000)),
    (#"{"sub":"u","iat":1795241429000,"exp":1795242329000}"#, .seconds(900)),
    (#"{"sub":"u","iat":1795241429,"exp":1795242329000}"#, .seconds(900)),
    (#"{"sub":"u","iat":1000,"exp":"1900"}"#, .seconds(900)),
    (#"{"sub":"u","iat":"1000","exp":"1900.5"}"#, .milliseconds(900_500)),
    (#"{"sub":"u","exp":null}"#, .seconds(34_560_000)),
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
    makeToken(#"{"exp":1900}"#),
    makeToken(#"{"sub":true,"exp":1900}"#),
    makeToken(#"{"sub":"","user_id":"","exp":1900}"#),
    makeToken(#"{"sub":"","exp":1900}"#),
    makeToken(#"{"sub":"u","exp":"soon"}"#),
    makeToken(#"{"sub":"u","exp":""}"#),
    makeToken(#"{"sub":"u","exp":"nan"}"#),
    makeToken(#"{"sub":"u","exp":[1900]}"#),
    makeToken(#"{"sub":"u","exp":0}"#),
    makeToken(#"{"sub":"u","exp":-1900}"#),
    makeToken(#"{"sub":"u","exp":1e300}"#),
    makeToken(#"{"sub":"u","exp":1900"#),
    makeToken(#"{"sub":"u","exp":1900,"a":\#(String(repeating: "[", count: 70))"#),
    "e30=.e30=.e30=aaaaaaaa",
  ])
  func `what cannot be scheduled is no token`(_ text: String) {
    #expect(throws: TokenError.notAJWT) { try JWT(text) }
  }

  @Test func `a token without iat has what this machine's clock leaves of it`() throws {
    let expiry = Int(Date().timeIntervalSince1970) + 86_400
    let jwt = try JWT(makeToken(#"{"sub":"u","exp":\#(expiry)}"#))
    #expect(jwt.lifetime > .seconds(86_000) && jwt.lifetime <= .seconds(86_400))
  }

  @Test func `a token without exp never has to be renewed`() throws {
    let jwt = try JWT(makeToken(#"{"sub":"u"}"#))
    #expect(jwt.expiresAt.iso8601.hasPrefix("9999-12-31T23:59:59"))
    #expect(!jwt.isDue(at: .now + .seconds(399 * 86_400)))
  }

  @Test(arguments: [
    (#"{"sub":"u"}"#, "u", "u"),
    (#"{"sub":7}"#, "7", "7"),
    (#"{"sub":"a@b.co","user_id":42}"#, "a@b.co", "42"),
    (#"{"sub":"a@b.co","user_id":"x","userId":"y"}"#, "a@b.co", "x"),
    (#"{"userId":"y"}"#, "y", "y"),
    (#"{"sub":"","user_id":9}"#, "9", "9"),
    (#"{"sub":["u"],"user_id":9007199254740993}"#, "9007199254740993", "9007199254740993"),
  ])
  func `the user is found however a backend writes it`(
    _ claims: String,
    _ subject: String,
    _ user: String
  ) throws {
    let jwt = try JWT(makeToken(claims))
    #expect(jwt.subject == subject)
    #expect(jwt.userID == user)
  }

  @Test(arguments: [
    (#"{"sub":"u"}"#, false),
    (#"{"sub":"other"}"#, true),
    (#"{"sub":"U"}"#, true),
    (#"{"sub":"other","id":"other","user_id":"other"}"#, true),
    (#"{"sub":"a@b.co"}"#, true),
    (#"{"sub":"u@example.com"}"#, false),
    (#"{"sub":"U@Example.com","user":{"id":"u"}}"#, false),
    (#"{"sub":"u","user_id":"legacy-7"}"#, false),
    (#"{"sub":"a@b.co","id":"u"}"#, false),
    (#"{"sub":"a@b.co","user_id":"u"}"#, false),
    (#"{"sub":"a@b.co","userId":"u","id":"token-7"}"#, false),
    (#"{"user_id":"other"}"#, true),
    (#"{"sub":"","user_id":"other"}"#, true),
    (#"{"sub":null,"userId":"u"}"#, false),
  ])
  func `it is another user's when no claim names this one`(
    _ claims: String,
    _ isOfAnother: Bool
  ) throws {
    #expect(
      try JWT(makeToken(claims)).isOfAnother(than: "u", email: "u@example.com") == isOfAnother
    )
  }

  @Test func `a number names its user`() throws {
    #expect(try !JWT(makeToken(#"{"sub":7}"#)).isOfAnother(than: "7", email: ""))
    #expect(try JWT(makeToken(#"{"sub":7}"#)).isOfAnother(than: "8", email: ""))
  }

  @Test func `a recorded token is its user's alone`() throws {
    let jwt = try JWT(Self.recorded)
    #expect(!jwt.isOfAnother(than: "137826c3-0fdd-4f41-89c6-d6d09ff91778", email: ""))
    #expect(jwt.isOfAnother(than: "137826c3-0fdd-4f41-89c6-d6d09ff91779", email: ""))
  }

  @Test func `the issuer is told when it is text`() throws {
    #expect(try JWT(Self.recorded).issuer == "http://127.0.0.1:4130")
    #expect(try JWT(makeToken(#"{"sub":"u","iss":["a"]}"#)).issuer == nil)
    #expect(try JWT(makeToken(#"{"sub":"u"}"#)).issuer == nil)
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
