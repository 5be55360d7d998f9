import APIClient
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct DiscoveryFailureTests {
  /// Where a server was a moment ago.
  private func deadPeer() throws -> Int { try Peer(.own).port }

  private func failure(
    _ peer: Peer,
    beside neighbour: Peer? = nil,
    timeout: Duration = .seconds(30)
  ) async throws -> DiscoveryError {
    try #require(
      await #expect(throws: DiscoveryError.self) {
        try await discover(peer, beside: neighbour, timeout: timeout)
      }
    )
  }

  @Test func `nothing answers`() async throws {
    let (first, second) = (try deadPeer(), try deadPeer())
    try await withClient { client in
      let ports = PortNeighbours(auth: { _ in [second] }, tasks: { _ in [second] })
      let discovery = ServerDiscovery(client: client, timeout: .seconds(30), ports: ports)
      let error = await #expect(throws: DiscoveryError.self) {
        try await discovery.find("localhost:\(first)")
      }
      #expect(
        error
          == .nothingAnswers(
            at: ["http://localhost:\(first)", "http://localhost:\(second)"],
            .notSent(host: "localhost:\(first)", .refused)
          )
      )
      #expect(
        error?.sentence == "Nothing answers at localhost:\(first): check that the server runs and"
          + " the address. Also tried: http://localhost:\(second)."
      )
    }
  }

  @Test func `nobody answers in time`() async throws {
    let peer = try Peer(.own)
    try peer.always([.hold])
    let error = try await failure(peer, timeout: .milliseconds(300))
    #expect(error.sentence == "127.0.0.1:\(peer.port) did not answer in time.")
  }

  @Test func `a web page answers everywhere`() async throws {
    let (typed, neighbour) = (try Peer(.own), try Peer(.own))
    try typed.always(page)
    try neighbour.always(.answer(200, #"{"ok":false}"#))
    let error = try await failure(typed, beside: neighbour)
    #expect(
      error.sentence
        == #"\#(typed.origin) answered with a web page at /api/auth/ok: expected {"ok":true}. "#
        + #"\#(neighbour.origin) answered with an object with the key ok at /api/auth/ok: expected {"ok":true}. "#
        + "Check the address."
    )
  }

  @Test func `another server answers beside a dead one, and both are named`() async throws {
    let (dead, other) = (try deadPeer(), try Peer(.own))
    try await withClient { client in
      let ports = PortNeighbours(auth: { _ in [other.port] }, tasks: { _ in [other.port] })
      let discovery = ServerDiscovery(client: client, timeout: .seconds(30), ports: ports)
      let error = await #expect(throws: DiscoveryError.self) {
        try await discovery.find("127.0.0.1:\(dead)")
      }
      let sentence = try #require(error?.sentence)
      #expect(sentence.hasPrefix("Nothing answers at 127.0.0.1:\(dead)"))
      #expect(sentence.contains("\(other.origin) answered with status 404 at /api/auth/ok"))
    }
  }

  @Test func `auth is up and tasks are down`() async throws {
    let (auth, api) = (try Peer(.own), try Peer(.own))
    try auth.on("GET /api/auth/ok", okay)
    try api.describe(.answer(503, "down"))
    let found = try await discover(auth, beside: api)
    #expect(found.auth == .betterAuth(base: auth.origin + "/api/auth"))
    #expect(found.tasks == nil)
    #expect(
      found.sentences.dropFirst() == [
        "\(api.origin) answers with status 503 at /openapi.json: try again later.",
        "No task API was found at \(auth.origin) or \(api.origin).",
      ]
    )
  }

  @Test func `tasks are up and auth is missing`() async throws {
    let (api, other) = (try Peer(.own), try Peer(.own))
    try api.on("GET /openapi.json", .answer(200, taskDescription))
    try other.always(page)
    let error = try await failure(api, beside: other)
    #expect(
      error.sentence == "Tasks are at \(api.origin), but no sign-in was found. "
        + #"\#(api.origin) answered with status 404 at /api/auth/ok: expected {"ok":true}. "#
        + #"\#(other.origin) answered with a web page at /api/auth/ok: expected {"ok":true}. "#
        + "Say where Better Auth is with --auth-url."
    )
  }

  @Test(arguments: [429, 500, 502, 503, 504])
  func `auth that cannot answer now is not missing`(_ status: Int) async throws {
    let peer = try Peer()
    try peer.on("GET /api/auth/ok", .answer(status, "<html>", headers: []))
    try peer.on("GET /openapi.json", .answer(200, taskDescription))
    let error = try await failure(peer)
    #expect(
      error.sentence
        == "\(peer.origin) answers with status \(status) at \(peer.path)/api/auth/ok:"
        + " try again later."
    )
  }

  @Test func `another status is told`() async throws {
    let peer = try Peer()
    try peer.always(.answer(402, "{}"))
    let sentence = try await failure(peer).sentence
    #expect(sentence.contains("answered with status 402 at \(peer.path)/api/auth/ok"))
  }

  @Test func `a redirect elsewhere is told and not followed`() async throws {
    let (peer, other) = (try Peer(.own), try Peer(.own))
    try peer.always(.answer(308, "", headers: [("Location", other.origin + "/api/auth/ok")]))
    try other.always(okay)
    let error = try await failure(peer)
    #expect(
      error.sentence
        == "\(peer.origin)/api/auth/ok redirects to \(other.origin): use that address."
    )
    #expect(try other.received().isEmpty)
  }

  @Test func `a redirect to a server that was asked anyway is not worth saying`() async throws {
    let (peer, other) = (try Peer(.own), try Peer(.own))
    try other.always(.answer(308, "", headers: [("Location", peer.origin + "/")]))
    let sentence = try await failure(peer, beside: other).sentence
    #expect(sentence.hasPrefix("\(peer.origin) answered with status 404"))
  }

  @Test func `a redirect to a sign-in page is something else`() async throws {
    let peer = try Peer(.own)
    try peer.always(.answer(302, "", headers: [("Location", "/login")]))
    let sentence = try await failure(peer).sentence
    #expect(sentence.hasPrefix("\(peer.origin) redirects at /api/auth/ok instead of answering"))
  }

  @Test func `a huge description is not read, and is said`() async throws {
    let peer = try Peer(.own)
    try peer.on("GET /api/auth/ok", okay)
    let size = 17 << 20
    try peer.on(
      "GET /openapi.json",
      [.text("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"), .fill(size)]
    )
    let found = try await discover(peer)
    #expect(found.tasks == nil)
    #expect(found.sentences.contains { $0.contains("larger than 16 MiB") })
  }

  @Test(arguments: [
    ("", "nothing"), ("{", "text that is no JSON"), ("[[[", "text that is no JSON"),
    (#"{"ok":"true"}"#, "an object with the key ok"), (#"{"ok":true"#, "text that is no JSON"),
    ("null", "null"), ("[]", "an array"),
    (String(repeating: "[", count: 100), "JSON nested too deep"),
  ])
  func `half an answer is something else, and says what`(_ body: String, _ came: String)
    async throws
  {
    let peer = try Peer()
    try peer.always(.answer(200, body))
    let sentence = try await failure(peer).sentence
    let place = "\(peer.path)/api/auth/ok"
    #expect(sentence.hasPrefix("\(peer.origin) answered with \(came) at \(place): expected"))
  }

  @Test(arguments: [[0x1F, 0x8B, 8, 0], [0x7B, 0x7D]] as [[UInt8]])
  func `a compressed answer is told from others`(_ body: [UInt8]) async throws {
    let peer = try Peer()
    let encoding = body.first == 0x7B ? "Content-Encoding: gzip\r\n" : ""
    let head = "HTTP/1.1 200 OK\r\n\(encoding)Content-Length: \(body.count)\r\n\r\n"
    try peer.always([.text(head), .bytes(body)])
    let sentence = try await failure(peer).sentence
    #expect(sentence.hasPrefix("\(peer.origin) answered with a compressed answer at"))
  }

  @Test func `looking can be cancelled`() async throws {
    let peer = try Peer(.own)
    try peer.always([.hold])
    let search = Task { try await discover(peer, timeout: .seconds(60)) }
    while try peer.received().count < 4 { await Task.yield() }
    search.cancel()
    await #expect(throws: DiscoveryError.cancelled) { try await search.value }
  }

  @Test(arguments: [[Step].answer(503), .answer(429)])
  func `a typed server in trouble is no reason to go to a neighbour`(
    _ trouble: [Step]
  ) async throws {
    let (typed, neighbour) = (try Peer(.own), try Peer(.own))
    try typed.on("GET /api/auth/ok", trouble)
    try typed.describe(.answer(404))
    try neighbour.on("GET /api/auth/ok", okay)
    try neighbour.describe(.answer(200, taskDescriptionWithSignIn))
    guard case .notNow(let probe) = try await failure(typed, beside: neighbour) else {
      Issue.record("another failure")
      return
    }
    #expect(probe.origin == typed.origin)
  }

  @Test func `a typed server that is away is not replaced by a neighbour's own sign-in`()
    async throws
  {
    let neighbour = try Peer(.own)
    try neighbour.on("GET /api/auth/ok", .answer(404))
    try neighbour.describe(.answer(200, taskDescriptionWithSignIn))
    let dead = try deadPeer()
    let typed = "http://127.0.0.1:\(dead)"
    try await withClient { client in
      let ports = PortNeighbours(auth: { _ in [neighbour.port] }, tasks: { _ in [neighbour.port] })
      let discovery = ServerDiscovery(client: client, timeout: .seconds(30), ports: ports)
      let error = await #expect(throws: DiscoveryError.self) { try await discovery.find(typed) }
      guard case .nothingAnswers(let places, _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(places == [typed])
    }
  }

  @Test func `a typed server's own sign-in goes before a neighbour's Better Auth`() async throws {
    let (typed, neighbour) = (try Peer(.own), try Peer(.own))
    try typed.on("GET /api/auth/ok", .answer(404))
    try typed.describe(.answer(200, taskDescriptionWithSignIn))
    try neighbour.on("GET /api/auth/ok", okay)
    try neighbour.describe(.answer(404))
    let found = try await discover(typed, beside: neighbour)
    guard case .ownSignIn(typed.origin, _) = found.auth else {
      Issue.record("\(found.auth)")
      return
    }
  }
}
