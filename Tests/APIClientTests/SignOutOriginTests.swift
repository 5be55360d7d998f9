import APIClient
import Testing

/// Which `Origin` goes beside a cookie on sign-out (contract/better-auth 2.2).
@Suite struct SignOutOriginTests {
  private static let ended = [Step].answer(200, #"{"success":true}"#)

  /// The origins a sign-out sent, `own` standing for the address that was asked, and how it ended.
  private func origins(
    form: SessionCredential.Form = .cookie(name: "__Secure-better-auth.session_token"),
    issuer: String?,
    _ answers: [Step]...
  ) async throws -> (sent: [[String]], error: APIError?) {
    let peer = try Peer()
    try peer.on("POST /api/auth/sign-out", inTurn: answers)
    let base = try peer.endpoint.appending("/api/auth")
    let credential = try SessionCredential(SessionCredentialTests.signed, form: form)
    let own = issuer?.replacing("own", with: base.origin)
    var thrown: APIError?
    do {
      try await withClient {
        try await AuthAPI(client: $0, base: base).signOut(credential, issuer: own)
      }
    } catch let error as APIError {
      thrown = error
    }
    let sent = try peer.received().map { received in
      received.all("Origin").map { $0 == base.origin ? "own" : $0 }
    }
    return (sent, thrown)
  }

  @Test func `it is the issuer's, as a server with another base URL recorded it`() async throws {
    let issuer = "https://auth.example.com"
    let (sent, error) = try await origins(issuer: issuer, .recorded("https-sign-out"))
    #expect(sent == [[issuer]])
    #expect(error == nil)
  }

  @Test(arguments: ["INVALID_ORIGIN", "MISSING_OR_NULL_ORIGIN"])
  func `it is the own address's after the issuer's was refused`(_ code: String) async throws {
    let refused = [Step].answer(403, #"{"code":"\#(code)","message":"No"}"#)
    let (sent, error) = try await origins(issuer: "https://elsewhere.example", refused, Self.ended)
    #expect(sent == [["https://elsewhere.example"], ["own"]])
    #expect(error == nil)
  }

  @Test func `a second refusal is the end, with a sentence that says what to do`() async throws {
    let refused = try [Step].recorded("https-cookie-origin-of-socket")
    let (sent, error) = try await origins(issuer: "https://elsewhere.example", refused)
    #expect(sent.count == 2)
    #expect(error?.refusal?.code == "INVALID_ORIGIN")
    #expect(error?.sentence.contains("does not trust the address") == true)
  }

  @Test(arguments: [
    nil, "own", "own/api/auth", "todo-app", "urn:x:y", "ftp://a.example", "https://u:p@a.example",
    "https://a.example\r\nX: y", "",
  ])
  func `it is the own address's alone without another that can be one`(_ issuer: String?)
    async throws
  {
    let refused = try [Step].recorded("https-cookie-origin-of-socket")
    let (sent, error) = try await origins(issuer: issuer, refused, Self.ended)
    #expect(sent == [["own"]])
    #expect(error?.refusal?.status == 403)
  }

  @Test func `an issuer's path and capitals are no part of it`() async throws {
    let (sent, _) = try await origins(issuer: "HTTPS://Auth.Example.com:443/api/auth", Self.ended)
    #expect(sent == [["https://auth.example.com"]])
  }

  @Test func `another refusal is not asked about again`() async throws {
    let refused = [Step].answer(403, #"{"code":"BANNED","message":"No"}"#)
    let (sent, error) = try await origins(issuer: "https://a.example", refused, Self.ended)
    #expect(sent == [["https://a.example"]])
    #expect(error?.refusal?.code == "BANNED")
  }

  @Test func `there is none beside a bearer`() async throws {
    let (sent, error) = try await origins(
      form: .bearer,
      issuer: "https://a.example",
      Self.ended
    )
    #expect(sent == [[]])
    #expect(error == nil)
  }
}
