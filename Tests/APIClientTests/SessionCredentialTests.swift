import APIClient
import Testing

@Suite struct SessionCredentialTests {
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

  @Test(arguments: [
    "session_token", "better-auth.session_token", "__Secure-better-auth.session_token",
    "__Host-my_app.session_token", String(repeating: "a", count: 115) + "session_token",
  ])
  func `a session's cookie has any prefix`(_ name: String) throws {
    let credential = try SessionCredential(Self.signed, form: .cookie(name: name))
    #expect(credential.form == .cookie(name: name))
    #expect(try credential != SessionCredential(Self.signed))
  }

  @Test(arguments: [
    "", "session", "better-auth.session_data", "__cf_bm", "session_token2", "a;session_token",
    "a session_token", "a=session_token", "a\r\nsession_token", "ä.session_token",
    String(repeating: "a", count: 116) + "session_token",
  ])
  func `no other cookie is one`(_ name: String) {
    #expect(throws: TokenError.cookieName) {
      try SessionCredential(Self.signed, form: .cookie(name: name))
    }
  }

  @Test(arguments: [
    signed, "82nRsobfein7Wq1ezyTeUPP4opjk7qAs.F/PdVhoQw+1zPAZG0HJMlDTpiFPNiIWvUQjq8cBEU1E=",
    "82nRsobfein7Wq1ezyTeUPP4opjk7qAs.F%2fPd%3d",
  ])
  func `a pasted token with a signature may be a bearer's or a cookie's`(_ pasted: String) throws {
    let candidates = try SessionCredential.candidates(pasted)
    #expect(
      candidates.map(\.form) == [
        .bearer, .cookie(name: "better-auth.session_token"),
        .cookie(name: "__Secure-better-auth.session_token"),
      ]
    )
    #expect(candidates.allSatisfy { $0.value == pasted })
  }

  @Test(arguments: [
    "82nRsobfein7Wq1ezyTeUPP4opjk7qAs", "aaaaaaaa.bbbbbbbb.cccccccc", JWTTests.recorded,
  ])
  func `one without can only be a bearer's`(_ pasted: String) throws {
    #expect(try SessionCredential.candidates(pasted) == [SessionCredential(pasted)])
  }

  @Test func `what is no token is no candidate`() {
    #expect(throws: TokenError.characters) {
      try SessionCredential.candidates("better-auth.session_token=0123456789abcdef; Path=/")
    }
  }

  static let signed =
    "82nRsobfein7Wq1ezyTeUPP4opjk7qAs.F%2FPdVhoQw%2B1zPAZG0HJMlDTpiFPNiIWvUQjq8cBEU1E%3D"
}
