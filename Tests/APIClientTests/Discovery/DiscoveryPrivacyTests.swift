import APIClient
import Testing

@Suite(.timeLimit(.minutes(2))) struct DiscoveryPrivacyTests {
  @Test func `what arrives carries nothing of the person`() async throws {
    let (typed, neighbour) = (try Peer(.own), try Peer(.own))
    // A cookie that is set has to stay unsent on the requests after it.
    let cookie = [("Set-Cookie", "better-auth.session_token=a.b; Path=/")]
    try typed.on("GET /api/auth/ok", .answer(404, "", headers: cookie))
    try typed.describe(.answer(404, "", headers: cookie))
    try neighbour.on("GET /api/auth/ok", okay)
    try neighbour.on("GET /openapi.json", .answer(200, taskDescription))
    try await withClient { client in
      let ports = PortNeighbours(auth: { _ in [neighbour.port] }, tasks: { _ in [neighbour.port] })
      let discovery = ServerDiscovery(client: client, timeout: .seconds(30), ports: ports)
      for _ in 1...2 {
        let text = "\(typed.origin)/login?email=ada@example.org&token=secret#secret"
        let found = try await discovery.find(text)
        #expect(found.tasks?.base == neighbour.origin)
      }
    }
    let arrived = try typed.received() + neighbour.received()
    #expect(arrived.count >= 8)
    for request in arrived {
      #expect(request.method == "GET")
      #expect(request.body.isEmpty)
      #expect(request.target.hasSuffix("/api/auth/ok") || request.target.hasSuffix("/openapi.json"))
      #expect(
        Set(request.headers.map { $0[0].lowercased() })
          == ["host", "accept", "user-agent", "x-request-id"]
      )
      #expect(request.all("Accept") == ["application/json"])
      #expect(request.all("User-Agent") == ["todotui/1.2.3"])
      let texts = request.headers.joined() + [request.target]
      #expect(!texts.contains { $0.contains("secret") || $0.contains("ada@") })
    }
  }

  @Test func `an address with a password is refused before anything is sent`() async throws {
    let peer = try Peer(.own)
    let text = "http://ada:secret@127.0.0.1:\(peer.port)"
    await #expect(throws: DiscoveryError.badAddress(.typed, .hasCredentials)) {
      try await discover(peer, typed: text)
    }
    #expect(try peer.received().isEmpty)
  }

  @Test func `tasks themselves are never asked for`() async throws {
    let peer = try Peer(.own)
    try peer.on("GET /api/auth/ok", okay)
    #expect(try await discover(peer, typed: peer.origin + "/api/tasks").tasks == nil)
    #expect(try peer.received().allSatisfy { !$0.target.hasSuffix("tasks") })
  }
}
