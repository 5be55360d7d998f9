import APIClient
import Testing
import TodoKit

/// Sessions as recorded servers open, renew and end them, and what left this machine for it.
@Suite struct CookieSessionTests {
  private static let plainName = "better-auth.session_token"
  private static let secureName = "__Secure-better-auth.session_token"

  private func candidates(_ peer: Peer, signUp: [Step]) async throws -> [SessionCredential] {
    try peer.on("POST /api/auth/sign-up/email", signUp)
    let answer = try await withAuth(peer) {
      try await $0.signUp(name: "Ada", email: "ada@example.com", password: "correct horse")
    }
    guard case .signedIn(let signedIn) = answer else {
      Issue.record("\(answer)")
      return []
    }
    return signedIn.candidates
  }

  @Test func `a server without the bearer plugin is opened by its cookie`() async throws {
    let peer = try Peer()
    let candidates = try await candidates(peer, signUp: .recorded("nobearer-sign-up"))
    #expect(candidates.map(\.form) == [.bearer, .cookie(name: Self.plainName)])
    try peer.on(
      "GET /api/auth/get-session",
      .recorded("nobearer-bearer"),
      .recorded("nobearer-cookie")
    )
    try peer.on("GET /api/auth/token", .recorded("short-token-due"))
    try peer.on("POST /api/auth/sign-out", .recorded("sign-out-bearer-no-body"))
    try await withAuth(peer) { auth throws in
      let opened = try #require(try await auth.open(candidates))
      #expect(opened.credential == candidates.last)
      #expect(opened.info.account.email == "ada@example.com")
      #expect(opened.info.jwt != nil)
      #expect(opened.info.renewedCredential == nil)
      _ = try await auth.jwt(opened.credential)
      try await auth.signOut(opened.credential)
    }
    let received = try peer.received()
    try #require(received.count == 5)
    let cookie =
      "\(Self.plainName)=cefXHyP4eq5k4gtXopFPHcr54FyKuKlm."
      + "MjX%2Fkdx4FTu7KSgL%2BWgbUTTcTLau7YtUn8AQ2mFtogg%3D"
    #expect(received.map { $0.all("Cookie") } == [[], [], [cookie], [cookie], [cookie]])
    #expect(
      received.map { $0.all("Authorization") }
        == [[], ["Bearer cefXHyP4eq5k4gtXopFPHcr54FyKuKlm"], [], [], []]
    )
    let origin = "http://127.0.0.1:\(peer.port)"
    #expect(received.map { $0.all("Origin") } == [[], [], [], [], [origin]])
    #expect(received.last?.body == "")
    #expect(received.last?.all("Content-Type") == [])
  }

  @Test func `the task API never sees the cookie, though it has the same origin and connection`()
    async throws
  {
    let peer = try Peer()
    try peer.on("GET /api/auth/get-session", .recorded("nobearer-cookie"))
    try peer.on("GET /api/u/tasks", .answer(200, "[]"))
    let base = try peer.endpoint.appending("/api/auth")
    let cookie = try SessionCredential(
      SessionCredentialTests.signed,
      form: .cookie(name: Self.plainName)
    )
    let jwt = try await withClient { client in
      let opened = try await AuthAPI(client: client, base: base).open([cookie])
      let jwt = try #require(opened?.info.jwt)
      let backend = LiveDialect(.canonical)
      _ = try await TasksAPI(client: client, base: peer.endpoint, user: "u", backend: backend)
        .list(jwt: jwt)
      return jwt
    }
    let asked = try #require(try peer.received().last)
    #expect(asked.target == "/api/u/tasks")
    #expect(asked.all("Cookie").isEmpty)
    #expect(asked.all("Authorization") == ["Bearer \(jwt.text)"])
  }

  @Test func `a server that requires the signature gets the signed bearer and no cookie`()
    async throws
  {
    let peer = try Peer()
    let candidates = try await candidates(peer, signUp: .recorded("reqsig-sign-up"))
    try peer.on("GET /api/auth/get-session", .recorded("reqsig-signed"))
    let opened = try await withAuth(peer) { try await $0.open(candidates) }
    #expect(opened?.credential.form == .bearer)
    #expect(opened?.credential == candidates.first)
    let asked = try #require(try peer.received().last)
    #expect(asked.all("Authorization").first?.hasSuffix("N%2FWlxGc8E%3D") == true)
    #expect(asked.all("Cookie").isEmpty)
    #expect(asked.all("Origin").isEmpty)
  }

  @Test func `a server with an https base URL is opened by its secure cookie`() async throws {
    let peer = try Peer()
    let candidates = try await candidates(peer, signUp: .recorded("https-sign-up-remember-false"))
    #expect(candidates.map(\.form) == [.bearer, .cookie(name: Self.secureName)])
    let pasted = try SessionCredential.candidates(try #require(candidates.first).value)
    try peer.on(
      "GET /api/auth/get-session",
      .recorded("nobearer-bearer"),
      .recorded("https-get-session-unprefixed-cookie"),
      .recorded("https-get-session-secure-cookie")
    )
    let opened = try await withAuth(peer) { try await $0.open(pasted) }
    #expect(opened?.credential == candidates.last)
    #expect(
      try peer.received().dropFirst().map { $0.all("Cookie").first?.prefix { $0 != "=" } }
        == [nil, Self.plainName[...], Self.secureName[...]]
    )
  }

  @Test(arguments: ["compact-sign-up", "jwt-sign-up", "jwe-sign-up", "trusted-sign-up"])
  func `cached session data is no session`(_ name: String) async throws {
    let candidates = try await candidates(try Peer(), signUp: .recorded(name))
    #expect(candidates.map(\.form) == [.bearer, .cookie(name: Self.plainName)])
    #expect(Set(candidates.map(\.value)).count == 1)
  }

  @Test func `cached session data in an answer renews nothing`() async throws {
    let peer = try Peer()
    try peer.on("GET /api/auth/get-session", .recorded("compact-get-session-no-data-cookie"))
    let cookie = try SessionCredential(
      SessionCredentialTests.signed,
      form: .cookie(name: Self.plainName)
    )
    let info = try await withAuth(peer) { try await $0.session(cookie) }
    #expect(info != nil)
    #expect(info?.renewedCredential == nil)
  }

  @Test func `a sliding session re-sends its cookie, and ends with null`() async throws {
    let peer = try Peer()
    let candidates = try await candidates(peer, signUp: .recorded("short-sign-up"))
    let cookie = try #require(candidates.last)
    try peer.on(
      "GET /api/auth/get-session",
      .recorded("short-get-session-young"),
      .recorded("short-get-session-due-refreshes"),
      .recorded("short-get-session-expired-cookie")
    )
    try peer.on("GET /api/auth/token", .recorded("short-token-expired-cookie"))
    try await withAuth(peer) { auth throws in
      #expect(try await auth.session(cookie)?.renewedCredential == nil)
      #expect(try await auth.session(cookie)?.renewedCredential == cookie)
      let error = await #expect(throws: APIError.self) { try await auth.jwt(cookie) }
      guard case .unauthorized = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(try await auth.open([cookie]) == nil)
    }
  }

  @Test func `another value of the same cookie replaces the one that opened the session`()
    async throws
  {
    let peer = try Peer()
    let headers = [
      ("Content-Type", "application/json"),
      ("Set-Cookie", "__cf_bm=0123456789abcdef0123; Path=/; Secure"),
      ("Set-Cookie", "app.session_token=other-0123456789abcdef; Path=/"),
      ("Set-Cookie", "my-app.session_token=renewed-0123456789; Expires=Wed, 21 Oct 2026; Path=/"),
      ("set-auth-token", "bearer-0123456789abcdef"),
    ]
    let body =
      #"{"session":{"expiresAt":"2026-11-28T06:05:56.885Z"},"user":{"id":"u","email":"a@b.co"}}"#
    try peer.on("GET /api/auth/get-session", .answer(200, body, headers: headers))
    let form = SessionCredential.Form.cookie(name: "my-app.session_token")
    let cookie = try SessionCredential("0123456789abcdef", form: form)
    let opened = try await withAuth(peer) { try await $0.open([cookie]) }
    #expect(try opened?.credential == SessionCredential("renewed-0123456789", form: form))
  }
}
