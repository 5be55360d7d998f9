import APIClient
import Testing

@Suite(.timeLimit(.minutes(2))) struct GivenAddressTests {
  @Test func `given addresses are looked at, and nobody else is asked`() async throws {
    let (typed, auth, api) = (try Peer(), try Peer(), try Peer())
    try auth.on("GET /ok", okay)
    try api.on("GET /openapi.json", .answer(200, taskDescription))
    let found = try await discover(
      typed,
      auth: auth.endpoint.url,
      api: api.endpoint.url
    )
    #expect(found.auth == .betterAuth(base: auth.endpoint.url))
    #expect(found.tasks?.base == api.endpoint.url)
    #expect(try typed.received().isEmpty)
  }

  @Test func `given addresses are kept although nothing answers there`() async throws {
    let dead = try { try Peer(.own).origin }()
    let typed = try Peer(.own)
    let found = try await discover(typed, auth: dead, api: dead + "/v2/")
    #expect(found.auth == .betterAuth(base: dead + "/api/auth"))
    #expect(found.tasks == Findings.Tasks(base: dead + "/v2"))
    #expect(found.sentences.contains("\(dead)/api/auth is used all the same, as given."))
    #expect(found.sentences.contains("\(dead)/v2 is used all the same, as given."))
    #expect(found.sentences.contains { $0.hasPrefix("Nothing answers at 127.0.0.1:") })
  }

  @Test func `a given auth address is not replaced by the one that was typed`() async throws {
    let (typed, auth) = (try Peer(.own), try Peer(.own))
    try typed.always(okay)
    try typed.on("GET /openapi.json", .answer(200, taskDescriptionWithSignIn))
    let found = try await discover(typed, auth: auth.origin + "/api/auth")
    #expect(found.auth == .betterAuth(base: auth.origin + "/api/auth"))
    #expect(found.tasks?.base == typed.origin)
    #expect(
      found.sentences.first
        == #"\#(auth.origin) answered with status 404 at /api/auth/ok: expected {"ok":true}."#
    )
    #expect(try typed.received().allSatisfy { $0.target.hasSuffix("/openapi.json") })
  }

  @Test func `a sign-in of the API's own may be given as the auth address`() async throws {
    let peer = try Peer(.own)
    try peer.on("GET /openapi.json", .answer(200, taskDescriptionWithSignIn))
    let found = try await discover(peer, auth: peer.origin)
    guard case .ownSignIn(peer.origin, _) = found.auth else {
      Issue.record("found \(found.auth)")
      return
    }
  }

  @Test(arguments: [
    ("x y", nil, nil, DiscoveryError.badAddress(.typed, .notAnAddress)),
    ("x", "ada:secret@x", nil, .badAddress(.auth, .hasCredentials)),
    ("x", nil, "http://192.0.2.1", .badAddress(.api, .plainHTTP(host: "192.0.2.1"))),
  ])
  func `an address that is none is named`(
    _ typed: String,
    _ auth: String?,
    _ api: String?,
    _ error: DiscoveryError
  ) async throws {
    try await withClient { client in
      let failure = await #expect(throws: DiscoveryError.self) {
        try await ServerDiscovery(client: client).find(typed, auth: auth, api: api)
      }
      #expect(failure == error)
      #expect(failure?.sentence.contains("secret") == false)
      #expect(failure?.sentence.hasPrefix("--auth-url: ") == (auth != nil))
      #expect(failure?.sentence.hasPrefix("--api-url: ") == (api != nil))
    }
  }
}
