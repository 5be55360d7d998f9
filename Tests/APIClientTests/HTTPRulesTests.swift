import APIClient
import Foundation
import Testing

@Suite struct HTTPRulesTests {
  let authorized = HTTPHeaders([.init(name: "Authorization", value: "Bearer 0123456789abcdef")])

  @Test func `a request carries its parts, the version and an id, and nothing of libcurl's`()
    async throws
  {
    let peer = try Peer()
    try peer.on("PATCH /a%20b?c=d", .answer(200, "[1]", headers: [("X-A", "1"), ("x-a", " 2 ")]))
    let reply = try await withClient { client in
      var request = HTTPRequest(method: .patch, endpoint: peer.endpoint, path: "/a%20b?c=d")
      request.headers = authorized
      request.headers["Content-Type"] = "application/json"
      request.body = [UInt8](#"{"a":1}"#.utf8)
      return try await client.send(request)
    }
    #expect(reply.status == 200)
    #expect(reply.body == [UInt8]("[1]".utf8))
    #expect(reply.headers.all("X-A") == ["1", "2"])
    #expect(reply.headers["x-A"] == "1")
    let received = try #require(try peer.received().first)
    #expect(received.body == #"{"a":1}"#)
    #expect(received.all("User-Agent") == ["todotui/1.2.3"])
    #expect(received.all("X-Request-Id") == [reply.requestID])
    #expect(received.all("Authorization") == ["Bearer 0123456789abcdef"])
    #expect(received.all("Content-Type") == ["application/json"])
    for name in ["Expect", "Accept-Encoding", "Cookie", "Origin"] {
      #expect(received.all(name).isEmpty)
    }
  }

  @Test(arguments: [HTTPRequest.Method.get, .post, .put, .patch, .delete])
  func `a request without a body has no Content-Type`(_ method: HTTPRequest.Method) async throws {
    let peer = try Peer()
    _ = try await withClient {
      try await $0.send(HTTPRequest(method: method, endpoint: peer.endpoint, path: "/x"))
    }
    let received = try #require(try peer.received().first)
    #expect(received.method == method.rawValue)
    #expect(received.all("Content-Type").isEmpty)
    #expect(received.body.isEmpty)
  }

  @Test func `a Unix socket is reached like a port`() async throws {
    let path = "/tmp/todotui-\(UUID().uuidString).sock"
    let peer = try Peer(.unix(path))
    try peer.on("GET /x", .answer(200, "{}"))
    let reply = try await withClient {
      try await $0.send(HTTPRequest(endpoint: peer.endpoint, path: "/x"))
    }
    #expect(reply.status == 200)
    #expect(try peer.received().first?.all("Host") == ["localhost"])
  }

  @Test func `a cookie that was set never comes back`() async throws {
    let peer = try Peer()
    try peer.on("GET /x", .answer(200, "{}", headers: [("Set-Cookie", "a=b; Path=/")]))
    try await withClient { client in
      for _ in 0..<3 { _ = try await client.send(HTTPRequest(endpoint: peer.endpoint, path: "/x")) }
    }
    let received = try peer.received()
    #expect(received.count == 3)
    #expect(received.allSatisfy { $0.all("Cookie").isEmpty })
  }

  @Test(arguments: [307, 308])
  func `a redirect within the origin keeps method, body and Authorization`(_ status: Int)
    async throws
  {
    let peer = try Peer()
    let there = peer.endpoint.url + "/x/?a=b"
    try peer.on("POST /x", .answer(status, headers: [("Location", there)]))
    try peer.on("POST /x/?a=b", .answer(status, headers: [("Location", "../y")]))
    try peer.on("POST /y", .answer(201, "{}"))
    let reply = try await withClient { client in
      try await client.send(
        HTTPRequest(
          method: .post,
          endpoint: peer.endpoint,
          path: "/x",
          headers: authorized,
          body: [65]
        )
      )
    }
    #expect(reply.status == 201)
    let received = try peer.received()
    #expect(received.map(\.target) == ["/x", "/x/?a=b", "/y"])
    #expect(received.allSatisfy { $0.method == "POST" && $0.body == "A" })
    #expect(received.allSatisfy { !$0.all("Authorization").isEmpty })
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `Authorization never leaves the origin by a redirect`(_ status: Int) async throws {
    let peer = try Peer()
    let other = try Peer(.own)
    try peer.on("GET /x", .answer(status, headers: [("Location", other.endpoint.url + "/steal")]))
    let error = await #expect(throws: TransportError.self) {
      try await withClient {
        try await $0.send(HTTPRequest(endpoint: peer.endpoint, path: "/x", headers: authorized))
      }
    }
    #expect(
      error
        == .redirected(
          host: "127.0.0.1:\(peer.port)",
          status: status,
          target: other.endpoint.origin
        )
    )
    #expect(try other.received().isEmpty)
  }

  @Test(arguments: [
    (302, "/y"), (307, "ftp://127.0.0.1/"), (307, "https://a:b@127.0.0.1/"), (308, ""),
  ])
  func `any other redirect is an error`(_ status: Int, _ location: String) async throws {
    let peer = try Peer()
    try peer.on("GET /x", .answer(status, headers: [("Location", location)]))
    let error = await #expect(throws: TransportError.self) {
      try await withClient {
        try await $0.send(HTTPRequest(endpoint: peer.endpoint, path: "/x"))
      }
    }
    guard case .redirected = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try peer.received().count == 1)
  }

  @Test func `a circle of redirects ends after the third request`() async throws {
    let peer = try Peer()
    try peer.on("GET /x", .answer(307, headers: [("Location", "x")]))
    await #expect(throws: TransportError.self) {
      try await withClient {
        try await $0.send(HTTPRequest(endpoint: peer.endpoint, path: "/x"))
      }
    }
    #expect(try peer.received().count == 3)
  }

  @Test func `a POST is not repeated when a reused connection would die under it`() async throws {
    let peer = try Peer()
    try peer.on("GET /x", .answer(200, "{}"))
    try peer.on("POST /x", [.dropReused] + .answer(201, "{}"))
    try await withClient { client in
      for _ in 0..<5 {
        _ = try await client.send(HTTPRequest(endpoint: peer.endpoint, path: "/x"))
        let reply = try await client.send(
          HTTPRequest(method: .post, endpoint: peer.endpoint, path: "/x", body: [65])
        )
        #expect(reply.status == 201)
      }
    }
    #expect(try peer.received().count { $0.method == "POST" } == 5)
  }

  @Test func `a POST whose fresh connection dies is sent once and its effect is unknown`()
    async throws
  {
    let peer = try Peer()
    try peer.on("POST /x", [.close])
    await #expect(throws: TransportError.unknown(host: "127.0.0.1:\(peer.port)", .connectionLost)) {
      try await withClient {
        try await $0.send(
          HTTPRequest(method: .post, endpoint: peer.endpoint, path: "/x", body: [65])
        )
      }
    }
    #expect(try peer.received().count == 1)
  }

  @Test func `a GET may be repeated by libcurl, which shows that the peer would notice`()
    async throws
  {
    let peer = try Peer(.own)
    try peer.on("GET /x", .answer(200, "{}"))
    try peer.on("GET /y", [.dropReused] + .answer(200, "{}"))
    try await withClient { client in
      for path in ["/x", "/y"] {
        _ = try await client.send(HTTPRequest(endpoint: peer.endpoint, path: path))
      }
    }
    #expect(try peer.received().map(\.target) == ["/x", "/y", "/y"])
  }

  // Needs a name for an address of this machine that is not loopback, as containers have.
  @Test(.enabled(if: outsideName() != nil))
  func `plain http to a name that is not loopback sends nothing once connected`() async throws {
    let name = try #require(outsideName())
    let peer = try Peer(.named(name))
    await #expect(throws: TransportError.notSent(host: "\(name):\(peer.port)", .plainHTTP)) {
      try await withClient {
        try await $0.send(HTTPRequest(endpoint: peer.endpoint, path: "/x", headers: authorized))
      }
    }
    #expect(try peer.received().isEmpty)
  }

  @Test func `headers and paths that could end their line do not leave`() async throws {
    let peer = try Peer()
    for request in [
      HTTPRequest(endpoint: peer.endpoint, path: "/x\r\nA: b"),
      HTTPRequest(endpoint: peer.endpoint, path: "@evil.example/"),
      HTTPRequest(endpoint: peer.endpoint, path: "/x#y"),
      HTTPRequest(
        endpoint: peer.endpoint,
        path: "/x",
        headers: HTTPHeaders([.init(name: "A", value: "b\r\nC: d")])
      ),
    ] {
      await #expect(throws: TransportError.notSent(host: request.endpoint.label, .malformed)) {
        try await withClient { try await $0.send(request) }
      }
    }
    #expect(try peer.received().isEmpty)
  }

  @Test func `nothing printed of a request or reply shows a credential`() throws {
    let endpoint = try Endpoint(url: "https://example.org")
    let request = HTTPRequest(
      endpoint: endpoint,
      path: "/x",
      headers: authorized,
      body: [UInt8]("0123456789abcdef".utf8)
    )
    let reply = HTTPReply(status: 200, headers: authorized, body: [1], requestID: "r")
    var dumped = ""
    dump(request, to: &dumped)
    dump(reply, to: &dumped)
    dump(authorized.fields, to: &dumped)
    dump(ProxySettings(https: "http://a:0123456789abcdef@p"), to: &dumped)
    #expect(!dumped.contains("0123456789abcdef"))
    #expect(!"\(request) \(reply) \(authorized)".contains("0123456789abcdef"))
  }
}

/// This machine's name, when it leads to an IPv4 address that is not loopback.
private func outsideName() -> String? {
  let host = Host.current()
  guard let name = host.name?.lowercased(),
    let address = Host(name: name).addresses.first(where: { !$0.contains(":") }),
    !isLoopback(address: address)
  else { return nil }
  return name
}
