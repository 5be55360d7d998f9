import APIClient
import Testing
import TodoKit

/// Sign-ins that a task backend has of its own.
@Suite struct TokenSignInTests {
  static let token = makeToken(#"{"sub":"a@b.co","user_id":7,"iat":1000,"exp":605800}"#)

  private static let json = SignInRoute(
    path: "/auth/login",
    form: .json,
    identity: "email",
    signUp: SignInRoute.SignUp(path: "/auth/register", identity: "username", name: "full_name")
  )
  private static let form = SignInRoute(path: "/token", form: .form, identity: "username")

  private func withSignIn<Answer>(
    _ peer: Peer,
    _ route: SignInRoute,
    _ body: (TokenSignIn) async throws -> Answer
  ) async throws -> Answer {
    try await withClient {
      try await body(TokenSignIn(client: $0, base: peer.endpoint, route: route))
    }
  }

  private func error(_ route: SignInRoute = json, _ answer: [Step]) async throws -> APIError {
    let peer = try Peer()
    try peer.on("POST \(route.path)", answer)
    let thrown = await #expect(throws: APIError.self) {
      try await withSignIn(peer, route) {
        try await $0.signIn(email: "a@b.co", password: "hunter2hunter2")
      }
    }
    return try #require(thrown)
  }

  @Test(arguments: [
    (#"{"access_token":"T","token_type":"bearer"}"#, "7", "a@b.co", ""),
    (#"{"accessToken":"T"}"#, "7", "a@b.co", ""),
    (#"{"token":"T"}"#, "7", "a@b.co", ""),
    (#"{"jwt":"T"}"#, "7", "a@b.co", ""),
    (#"{"data":{"token":"T"}}"#, "7", "a@b.co", ""),
    (#"{"success":true,"data":{"access_token":"T","user":{"id":9}}}"#, "9", "a@b.co", ""),
    (#"{"user":{"id":"x","email":"c@d.co","name":"Ada"},"token":"T"}"#, "x", "c@d.co", "Ada"),
    (#"{"user":{"id":9,"username":"ada"},"token":"T"}"#, "9", "a@b.co", "ada"),
    (#"{"user":{"id":null,"email":5},"token":"T"}"#, "7", "a@b.co", ""),
    (#"{"user":"ada","token":"T","data":null}"#, "7", "a@b.co", ""),
    (#"{"user":{"id":"x"},"data":{"jwt":"T","user":{"id":"y"}}}"#, "x", "a@b.co", ""),
  ])
  func `a token is found in every shape of answer, and whose it is`(
    _ body: String,
    _ id: String,
    _ email: String,
    _ name: String
  ) async throws {
    let peer = try Peer()
    let text = body.replacing(#""T""#, with: "\"\(Self.token)\"")
    try peer.on("POST /auth/login", .answer(200, text))
    let grant = try await withSignIn(peer, Self.json) {
      try await $0.signIn(email: "a@b.co", password: "hunter2hunter2")
    }
    #expect(grant.jwt.text == Self.token)
    #expect(grant.jwt.lifetime == .seconds(604_800))
    #expect(grant.account == Account(id: id, email: email, name: name))
  }

  @Test func `a JSON sign-in sends the address, the password and no credential`() async throws {
    let peer = try Peer()
    try peer.on("POST /auth/login", .answer(200, #"{"token":"\#(Self.token)"}"#))
    _ = try await withSignIn(peer, Self.json) {
      try await $0.signIn(email: "a@b.co", password: "quote \" and ü")
    }
    let received = try #require(try peer.received().first)
    #expect(received.all("Content-Type") == ["application/json"])
    #expect(received.body.contains(#""email":"a@b.co""#))
    #expect(received.body.contains(#""password":"quote \" and ü""#))
    for name in ["Authorization", "Cookie", "Origin"] { #expect(received.all(name).isEmpty) }
  }

  @Test func `an OAuth2 form is encoded byte by byte`() async throws {
    let peer = try Peer()
    try peer.on("POST /token", .answer(200, #"{"access_token":"\#(Self.token)"}"#))
    _ = try await withSignIn(peer, Self.form) {
      try await $0.signIn(email: "a+b@c.co", password: "ü &=%+;\r\n..~")
    }
    let received = try #require(try peer.received().first)
    #expect(received.all("Content-Type") == ["application/x-www-form-urlencoded"])
    #expect(received.all("Accept") == ["application/json"])
    #expect(
      received.body
        == "grant_type=password&username=a%2Bb%40c.co&password=%C3%BC%20%26%3D%25%2B%3B%0D%0A..~"
    )
  }

  @Test func `a redirect to the other spelling keeps the form`() async throws {
    let peer = try Peer()
    let target = "\(peer.endpoint.url)/token/"
    try peer.on("POST /token", .answer(307, headers: [("Location", target)]))
    try peer.on("POST /token/", .answer(200, #"{"access_token":"\#(Self.token)"}"#))
    _ = try await withSignIn(peer, Self.form) {
      try await $0.signIn(email: "a@b.co", password: "hunter2hunter2")
    }
    let received = try peer.received()
    #expect(received.count == 2)
    #expect(received.first?.body == received.last?.body)
    #expect(received.last?.all("Content-Type") == ["application/x-www-form-urlencoded"])
  }

  @Test(arguments: [
    (400, #"{"detail":"LOGIN_BAD_CREDENTIALS"}"#, "unauthorized"),
    (401, #"{"detail":"Incorrect username or password"}"#, "unauthorized"),
    (403, #"{"detail":"Wrong password"}"#, "unauthorized"),
    (400, #"{"detail":[{"loc":["body","email"],"msg":"no address"}]}"#, "rejected"),
    (400, #"{"errors":{"email":["no address"]}}"#, "rejected"),
    (403, #"{"code":"EMAIL_NOT_VERIFIED","message":"Words"}"#, "forbidden"),
    (404, #"{"detail":"Not Found"}"#, "notFound"),
    (422, #"{"detail":[{"loc":["body","email"],"msg":"no address"}]}"#, "rejected"),
    (429, "{}", "rateLimited"), (500, "{}", "serverFault"), (200, "null", "badAnswer"),
    (200, "{}", "badAnswer"), (200, #"{"token":null}"#, "badAnswer"),
    (200, #"{"token":"0123456789abcdef0123"}"#, "badAnswer"),
  ])
  func `a refusal is told from a fault`(_ status: Int, _ body: String, _ name: String) async throws
  {
    for route in [Self.json, Self.form] {
      let failed = try await error(route, .answer(status, body))
      #expect("\(failed)".hasPrefix(name))
      #expect(failed.refusal.map { $0.status == status } ?? true)
      #expect(!"\(failed) \(failed.sentence)".contains("hunter2"))
    }
  }

  @Test func `a sign-up sends what its route takes`() async throws {
    let peer = try Peer()
    try peer.on(
      "POST /auth/register",
      .answer(201, #"{"user":{"id":"x"},"token":"\#(Self.token)"}"#)
    )
    let grant = try await withSignIn(peer, Self.json) {
      try await $0.signUp(name: "Ada", email: "a@b.co", password: "hunter2hunter2")
    }
    #expect(grant?.account == Account(id: "x", email: "a@b.co", name: ""))
    let received = try #require(try peer.received().first)
    for field in [#""full_name":"Ada""#, #""username":"a@b.co""#, #""password":"hunter2hunter2""#] {
      #expect(received.body.contains(field))
    }
  }

  @Test(arguments: [
    #"{"id":7,"email":"a@b.co"}"#, #"{"token":null}"#, #"{"message":"made"}"#, "",
    #"{"token":"0123456789abcdef0123"}"#,
  ])
  func `a sign-up without a JWT asks for a sign-in`(_ body: String) async throws {
    let peer = try Peer()
    try peer.on("POST /auth/register", .answer(201, body))
    let grant = try await withSignIn(peer, Self.json) {
      try await $0.signUp(name: "Ada", email: "a@b.co", password: "hunter2hunter2")
    }
    #expect(grant == nil)
  }

  @Test func `a refused sign-up keeps its status, and a route without one sends nothing`()
    async throws
  {
    let peer = try Peer()
    try peer.on("POST /auth/register", .answer(400, #"{"detail":"Already registered"}"#))
    for (route, name) in [(Self.json, "rejected"), (Self.form, "notSent")] {
      let failed = await #expect(throws: APIError.self) {
        try await withSignIn(peer, route) {
          try await $0.signUp(name: "Ada", email: "a@b.co", password: "hunter2hunter2")
        }
      }
      #expect(failed.map { "\($0)".hasPrefix(name) } == true)
    }
    #expect(try peer.received().count == 1)
  }
}
