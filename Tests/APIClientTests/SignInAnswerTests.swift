import APIClient
import Testing

/// What a sign-in's answer may hold, and which of its proofs a server takes.
@Suite struct SignInAnswerTests {
  @Test(arguments: [
    (["my-app.session_token=0123456789abcdef; Path=/"], ["0123456789abcdef"]),
    (["__Host-a.session_token= 0123456789abcdef ;Path=/"], ["0123456789abcdef"]),
    (["a.session_token=0123456789abcdef", "a.session_token=; Max-Age=0"], []),
    (["a.session_token=; Max-Age=0", "a.session_token=0123456789abcdef"], ["0123456789abcdef"]),
    (["__cf_bm=0123456789abcdef.0123456789abcdef"], []),
    (["a.session_data=0123456789abcdef"], []),
    (["a.dont_remember=true.0123456789abcdef"], []),
    (["b=1, a.session_token=0123456789abcdef"], []),
    (["session_token"], []),
    (["a.session_token=\"0123456789abcdef\""], []),
    (["; a.session_token=0123456789abcdef"], []),
  ])
  func `only a session's own cookie counts, each header alone`(
    _ lines: [String],
    _ expected: [String]
  ) async throws {
    let peer = try Peer()
    try peer.on(
      "POST /api/auth/sign-in/email",
      .answer(
        200,
        #"{"token":"8ePdDmZPVS8skBxy91UkbEXeyKp3mSgT","user":{"id":7,"email":"a@b.co"}}"#,
        headers: [("Content-Type", "application/json")] + lines.map { ("Set-Cookie", $0) }
      )
    )
    let answer = try await withAuth(peer) {
      try await $0.signIn(email: "a@b.co", password: "correct horse")
    }
    guard case .signedIn(let signedIn) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(signedIn.candidates.dropFirst().map(\.value) == expected)
    #expect(signedIn.candidates.first?.form == .bearer)
  }

  @Test(arguments: [
    (#"{"twoFactorRedirect":true}"#, [String]()),
    (#"{"twoFactorRedirect":true,"token":"8ePdDmZPVS8skBxy91UkbEXeyKp3mSgT"}"#, []),
    (
      #"{"twoFactorRedirect":true}"#,
      ["a.session_token=0123456789abcdef", "a.two_factor=0123456789abcdef.b%3D"]
    ),
    (#"{"twoFactorRedirect":true,"twoFactorMethods":["totp"]}"#, []),
    (#"{"twoFactorMethods":["totp"]}"#, []),
  ])
  func `a second factor is no session`(_ body: String, _ cookies: [String]) async throws {
    let peer = try Peer()
    let headers = [("Content-Type", "application/json")] + cookies.map { ("Set-Cookie", $0) }
    try peer.on("POST /api/auth/sign-in/email", .answer(200, body, headers: headers))
    let answer = try await withAuth(peer) {
      try await $0.signIn(email: "a@b.co", password: "correct horse")
    }
    #expect(answer == .secondFactor)
  }

  @Test(arguments: [
    ("{}", "an object without any key"), (#"{"ok":true}"#, "an object with the key ok"),
    (#"{"twoFactorRedirect":false}"#, "an object with the key twoFactorRedirect"),
    (#"{"token":null,"user":null}"#, "an object with the keys token, user"),
  ])
  func `an answer without a session is none, and no second factor`(
    _ body: String,
    _ found: String
  ) async throws {
    let peer = try Peer()
    try peer.on("POST /api/auth/sign-in/email", .answer(200, body))
    let error = await #expect(throws: APIError.self) {
      try await withAuth(peer) {
        try await $0.signIn(email: "a@b.co", password: "correct horse")
      }
    }
    guard case .badAnswer(let answer) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(answer.kind == .otherShape(expected: "a session token", found: found))
  }

  @Test func `no candidate accepted is nil, by null or by 401, and a fault is an error`()
    async throws
  {
    let peer = try Peer()
    try peer.on(
      "GET /api/auth/get-session",
      .answer(401),
      .answer(200, "null"),
      .answer(200, "null"),
      .answer(500)
    )
    let candidates = try SessionCredential.candidates(SessionCredentialTests.signed)
    try await withAuth(peer) { auth throws in
      #expect(try await auth.open(candidates) == nil)
      #expect(try await auth.open([]) == nil)
      #expect(try peer.received().count == 3)
      await #expect(throws: APIError.self) { try await auth.open(candidates) }
    }
    #expect(try peer.received().count == 4)
  }
}
