import APIClient
import Testing
import TodoKit

@Suite struct AuthAPITests {
  static let credential = try? SessionCredential("82nRsobfein7Wq1ezyTeUPP4opjk7qAs.F%2FPd%3D")
  static let ada = Account(
    id: "c1d74e9b-f5ac-4bce-8129-3b5a66b56414",
    email: "ada@example.com",
    name: "Ada Lovelace"
  )

  @Test func `a recorded sign-up opens a session with the signed token as it came`() async throws {
    let peer = try Peer()
    try peer.on("POST /api/auth/sign-up/email", .recorded("sign-up-ok"))
    let answer = try await withAuth(peer) {
      try await $0.signUp(name: "Ada \"L\"", email: "ada@example.com", password: "correct horse")
    }
    guard case .signedIn(let signedIn) = answer else {
      Issue.record("not signed in")
      return
    }
    #expect(signedIn.account == Self.ada)
    let value =
      "82nRsobfein7Wq1ezyTeUPP4opjk7qAs.F%2FPdVhoQw%2B1zPAZG0HJMlDTpiFPNiIWvUQjq8cBEU1E%3D"
    #expect(
      try signedIn.candidates == [
        SessionCredential(value),
        SessionCredential(value, form: .cookie(name: "better-auth.session_token")),
      ]
    )
    let received = try #require(try peer.received().first)
    #expect(received.all("Content-Type") == ["application/json"])
    #expect(received.all("Accept") == ["application/json"])
    #expect(received.all("Authorization").isEmpty)
    #expect(received.body.contains(#""name":"Ada \"L\"""#))
  }

  @Test func `a recorded sign-up without a session says that a sign-in has to follow`()
    async throws
  {
    let peer = try Peer()
    try peer.on("POST /api/auth/sign-up/email", .recorded("autosignin-off-sign-up"))
    let answer = try await withAuth(peer) {
      try await $0.signUp(name: "Ada", email: "ada@example.com", password: "correct horse")
    }
    let account = Account(
      id: "9a98a657-1916-480b-ad7c-6d2d72dc9258",
      email: "ada@example.com",
      name: "Ada"
    )
    #expect(answer == .noSession(account))
  }

  @Test func `without a signed token the plain one of the body is taken`() async throws {
    let peer = try Peer()
    try peer.on(
      "POST /api/auth/sign-in/email",
      .answer(
        200,
        #"{"token":"8ePdDmZPVS8skBxy91UkbEXeyKp3mSgT","user":{"id":7,"email":"a@b.co"}}"#
      )
    )
    let answer = try await withAuth(peer) {
      try await $0.signIn(email: "a@b.co", password: "correct horse")
    }
    let expected = SignedIn(
      candidates: [try SessionCredential("8ePdDmZPVS8skBxy91UkbEXeyKp3mSgT")],
      account: Account(id: "7", email: "a@b.co", name: "")
    )
    #expect(answer == .signedIn(expected))
  }

  @Test func `a recorded sign-in, and its refusals, are told apart`() async throws {
    let peer = try Peer()
    try peer.on(
      "POST /api/auth/sign-in/email",
      .recorded("sign-in-ok"),
      .recorded("sign-in-wrong-password"),
      .recorded("rl-sign-in-4"),
      .recorded("rldb-sign-in-4")
    )
    try await withAuth(peer) { auth in
      let answer = try await auth.signIn(email: "ada@example.com", password: "hunter2hunter2")
      guard case .signedIn(let signedIn) = answer else {
        Issue.record("\(answer)")
        return
      }
      #expect(signedIn.account == Self.ada)
      var errors: [APIError] = []
      for _ in 0..<3 {
        do throws(APIError) {
          _ = try await auth.signIn(email: "ada@example.com", password: "hunter2hunter2")
        } catch {
          errors.append(error)
        }
      }
      try #require(errors.count == 3)
      #expect(errors[0].refusal?.code == "INVALID_EMAIL_OR_PASSWORD")
      #expect(
        errors[0].sentence
          == "\(peer.endpoint.label) refused: Invalid email or password. Sign in again."
      )
      guard case .unauthorized = errors[0], case .rateLimited(let limit) = errors[1],
        case .rateLimited(let absurd) = errors[2]
      else {
        Issue.record("\(errors)")
        return
      }
      #expect(limit.retryAfter == .seconds(10))
      #expect(limit.message == "Too many requests. Please try again later.")
      #expect(absurd.retryAfter == .seconds(300))
      #expect(errors.allSatisfy { !$0.sentence.contains("hunter2") })
    }
  }

  @Test func `an address in use is refused with its code`() async throws {
    let peer = try Peer()
    try peer.on("POST /api/auth/sign-up/email", .recorded("sign-up-user-exists"))
    let error = await #expect(throws: APIError.self) {
      try await withAuth(peer) {
        try await $0.signUp(name: "Ada", email: "ada@example.com", password: "correct horse")
      }
    }
    #expect(error?.refusal?.code == "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")
    #expect(error?.outcome == .rejected)
  }

  @Test func `a token that breaks the rule is not taken`() async throws {
    let peer = try Peer()
    try peer.on(
      "POST /api/auth/sign-in/email",
      .answer(200, #"{"token":"short","user":{"id":"u","email":"a@b.co"}}"#)
    )
    let error = await #expect(throws: APIError.self) {
      try await withAuth(peer) { try await $0.signIn(email: "a@b.co", password: "x") }
    }
    guard case .badAnswer(let answer) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(answer.kind == .badToken)
  }

  @Test func `a recorded live session carries account, expiry and a fresh JWT`() async throws {
    let peer = try Peer()
    let credential = try #require(Self.credential)
    try peer.on(
      "GET /api/auth/get-session",
      .recorded("get-session-bearer-signed-as-received"),
      .recorded("short-get-session-due-bearer"),
      .recorded("get-session-none")
    )
    try await withAuth(peer) { auth in
      let live = try #require(try await auth.session(credential))
      #expect(live.account == Self.ada)
      #expect(live.expiresAt.iso8601 == "2026-11-28T06:05:56.885Z")
      #expect(live.jwt?.subject == Self.ada.id)
      #expect(live.renewedCredential == nil)
      let renewed = try #require(try await auth.session(credential))
      #expect(
        renewed.renewedCredential?.value.hasPrefix("bGafpJir1jLjX32FRPMaxHmT5ybqcTIj.") == true
      )
      #expect(try await auth.session(credential) == nil)
    }
    for received in try peer.received() {
      #expect(received.all("Authorization") == ["Bearer \(credential.value)"])
      #expect(received.all("Origin").isEmpty)
    }
  }

  @Test func `a recorded JWT comes from the token endpoint, and an empty 401 without a session`()
    async throws
  {
    let peer = try Peer()
    let credential = try #require(Self.credential)
    try peer.on("GET /api/auth/token", .recorded("token-bearer-signed"), .recorded("token-none"))
    try await withAuth(peer) { auth in
      let jwt = try await auth.jwt(credential)
      #expect(jwt.subject == Self.ada.id)
      let error = await #expect(throws: APIError.self) { try await auth.jwt(credential) }
      guard case .unauthorized(let refusal) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(refusal.message == nil)
      #expect(error?.sentence.contains("sign in again") == true)
    }
  }

  @Test(arguments: ["", #"{"detail":"Not Found"}"#])
  func `a server without the jwt plugin is said to be one`(_ body: String) async throws {
    let peer = try Peer()
    let credential = try #require(Self.credential)
    try peer.on("GET /api/auth/token", .answer(404, body, headers: []))
    let error = await #expect(throws: APIError.self) {
      try await withAuth(peer) { try await $0.jwt(credential) }
    }
    guard case .badAnswer(let answer) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(answer.kind == .noTokenEndpoint)
    #expect(error?.sentence.contains("jwt() plugin") == true)
  }

  @Test func `an opaque token instead of a JWT is a bad answer`() async throws {
    let peer = try Peer()
    let credential = try #require(Self.credential)
    try peer.on("GET /api/auth/token", .answer(200, #"{"token":"0123456789abcdef0123456789"}"#))
    let error = await #expect(throws: APIError.self) {
      try await withAuth(peer) { try await $0.jwt(credential) }
    }
    guard case .badAnswer(let answer) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(answer.kind == .badToken)
  }

  @Test func `a recorded sign-out sends neither body nor Content-Type`() async throws {
    let peer = try Peer()
    let credential = try #require(Self.credential)
    try peer.on("POST /api/auth/sign-out", .recorded("sign-out-bearer-no-body"))
    try await withAuth(peer) { try await $0.signOut(credential) }
    let received = try #require(try peer.received().first)
    #expect(received.body.isEmpty)
    #expect(received.all("Content-Type").isEmpty)
  }
}
