import APIClient
import Testing

/// Servers that repeat in an error what they were sent; it may be printed, logged and kept.
@Suite struct EchoedSecretTests {
  private static let jwt = makeToken(#"{"sub":"u","iat":1000,"exp":1900}"#)
  private static let route = SignInRoute(
    path: "/login",
    form: .json,
    identity: "email",
    signUp: SignInRoute.SignUp(path: "/login", identity: "email", name: nil)
  )
  private static let form = SignInRoute(path: "/login", form: .form, identity: "username")

  /// What is left of a secret in what an error tells.
  private func expectNothing(of secret: String, in error: APIError?, _ expected: String? = nil)
    throws
  {
    let error = try #require(error)
    let told = "\(error) \(error.sentence)"
    #expect(!told.contains(secret))
    for length in stride(from: 12, to: secret.count, by: 40) {
      #expect(!told.contains(secret.prefix(length)))
    }
    if let expected { #expect(error.refusal?.message == expected) }
  }

  private func ofTasks(_ answer: [Step]) async throws -> APIError? {
    let peer = try Peer()
    try peer.on("GET /api/u/tasks/1", answer)
    let (jwt, endpoint) = (try JWT(Self.jwt), peer.endpoint)
    return await #expect(throws: APIError.self) {
      try await withClient {
        try await TasksAPI(client: $0, base: endpoint, user: "u", backend: LiveDialect(.canonical))
          .get("1", jwt: jwt)
      }
    }
  }

  @Test(arguments: [401, 403, 404, 422, 500])
  func `a bearer token is left out of message and code`(_ status: Int) async throws {
    let body = #"{"detail":"Bad header: Bearer \#(Self.jwt), twice \#(Self.jwt)."}"#
    let error = try await ofTasks(.answer(status, body))
    try expectNothing(of: Self.jwt, in: error, "Bad header: Bearer …, twice ….")
    let code = #"{"code":"\#(Self.jwt)","message":"Words"}"#
    try expectNothing(of: Self.jwt, in: try await ofTasks(.answer(status, code)), "Words")
  }

  @Test func `a token cut anywhere is left out too`() async throws {
    for cut in [20, 50, Self.jwt.count - 1] {
      let body = #"{"detail":"Bad header: \#(Self.jwt.prefix(cut))"}"#
      let error = try await ofTasks(.answer(422, body))
      try expectNothing(of: Self.jwt, in: error, "Bad header: …")
    }
    let padding = String(repeating: "a", count: 290)
    let error = try await ofTasks(.answer(422, #"{"detail":"\#(padding) \#(Self.jwt)"}"#))
    try expectNothing(of: Self.jwt, in: error, padding + " …")
    let many = String(repeating: Self.jwt + " ", count: 40)
    let plain = try await ofTasks(.answer(500, many, headers: []))
    try expectNothing(of: Self.jwt, in: plain)
  }

  @Test func `somebody else's JWT is left out too`() async throws {
    let other = makeToken(#"{"sub":"somebody","exp":2000}"#)
    let error = try await ofTasks(.answer(422, #"{"detail":["One <\#(other)>","eyJ.a"]}"#))
    try expectNothing(of: other, in: error, "One <…>; eyJ.a")
  }

  @Test func `a key of an answer is no place to show a token`() async throws {
    try expectNothing(of: Self.jwt, in: try await ofTasks(.answer(200, #"{"\#(Self.jwt)":1}"#)))
  }

  @Test(arguments: [true, false])
  func `a session's proof is left out`(_ isCookie: Bool) async throws {
    let value = "82nRsobfein7Wq1ezyTeUPP4opjk7qAs.c2lnbmF0dXJl%2Bb%3D"
    let credential = try SessionCredential(
      value,
      form: isCookie ? .cookie(name: "a.session_token") : .bearer
    )
    for echo in [
      value, "82nRsobfein7Wq1ezyTeUPP4opjk7qAs", "82nRsobfein7Wq1ezyTeUPP4opjk7qAs.c2lnbmF0dXJl+b=",
    ] {
      let peer = try Peer()
      try peer.on("GET /api/auth/get-session", .answer(400, #"{"message":"Odd: \#(echo)!"}"#))
      let error = await #expect(throws: APIError.self) {
        try await withAuth(peer) { try await $0.session(credential) }
      }
      try expectNothing(of: value, in: error, "Odd: …!")
    }
  }

  @Test func `a password is left out, as Better Auth takes it`() async throws {
    let password = "quote \" and ü"
    let peer = try Peer()
    for path in ["/sign-in/email", "/sign-up/email"] {
      try peer.on("POST /api/auth\(path)", .answer(422, #"{"message":"quote \" and ü? No."}"#))
    }
    let signIn = await #expect(throws: APIError.self) {
      try await withAuth(peer) { try await $0.signIn(email: "a@b.co", password: password) }
    }
    try expectNothing(of: password, in: signIn, "…? No.")
    let signUp = await #expect(throws: APIError.self) {
      try await withAuth(peer) {
        try await $0.signUp(name: "", email: "a@b.co", password: password)
      }
    }
    try expectNothing(of: password, in: signUp, "…? No.")
  }

  @Test(arguments: [route, form])
  func `a password is left out, as a backend's own sign-in takes it`(_ route: SignInRoute)
    async throws
  {
    let password = "quote \" & ü"
    for echo in [#"quote \" & ü"#, #"quote \\\" & ü"#, "quote%20%22%20%26%20%C3%BC"] {
      let peer = try Peer()
      try peer.on("POST /login", .answer(422, #"{"detail":"got \#(echo)."}"#))
      let error = await #expect(throws: APIError.self) {
        try await withClient {
          try await TokenSignIn(client: $0, base: peer.endpoint, route: route)
            .signIn(email: "a@b.co", password: password)
        }
      }
      try expectNothing(of: password, in: error, "got ….")
    }
  }

  @Test func `a short password hides no words`() async throws {
    let peer = try Peer()
    try peer.on("POST /api/auth/sign-in/email", .answer(401, #"{"message":"Invalid email"}"#))
    let error = await #expect(throws: APIError.self) {
      try await withAuth(peer) { try await $0.signIn(email: "a@b.co", password: "email") }
    }
    #expect(error?.refusal?.message == "Invalid email")
  }
}
