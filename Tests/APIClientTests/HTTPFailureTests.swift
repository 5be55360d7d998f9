import APIClient
import Foundation
import Testing

@Suite struct HTTPFailureTests {
  static let fine = "HTTP/1.1 200 OK\r\n"

  @Test(arguments: [
    ([Step.close], TransportError.Unknown.connectionLost),
    ([.text(fine + "Content-Length: 100\r\n\r\n{\"a\":"), .close], .halfAnswer),
    ([.text(fine + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n"), .close], .halfAnswer),
    ([.text("SSH-2.0-OpenSSH_9.2\r\n"), .close], .notHTTP),
    ([.hold], .timedOut),
    ([.text(fine + "Content-Length: 100\r\n\r\n"), .hold], .timedOut),
  ])
  func `an answer that does not come whole leaves the effect unknown`(
    _ steps: [Step],
    _ reason: TransportError.Unknown
  ) async throws {
    let peer = try Peer()
    try peer.on("GET /x", steps)
    let host = "127.0.0.1:\(peer.port)"
    let error = await #expect(throws: TransportError.self) {
      try await withClient {
        try await $0.send(
          HTTPRequest(endpoint: peer.endpoint, path: "/x", timeout: .milliseconds(500))
        )
      }
    }
    #expect(error == .unknown(host: host, reason))
    #expect(error?.sentence.contains(host) == true)
  }

  @Test func `a body over 16 MiB is not read, one below is`() async throws {
    let peer = try Peer()
    let most = 16 << 20
    try peer.on("GET /ok", [.text(Self.fine + "Content-Length: \(most)\r\n\r\n"), .fill(most)])
    try peer.on(
      "GET /big",
      [.text(Self.fine + "Content-Length: \(most + 1)\r\n\r\n"), .fill(most + 1)]
    )
    try await withClient { client in
      let reply = try await client.send(HTTPRequest(endpoint: peer.endpoint, path: "/ok"))
      #expect(reply.body.count == most)
      await #expect(throws: TransportError.tooLarge(host: peer.endpoint.label, .body)) {
        try await client.send(HTTPRequest(endpoint: peer.endpoint, path: "/big"))
      }
    }
  }

  @Test(arguments: [
    String(repeating: "X-A: \(String(repeating: "a", count: 1000))\r\n", count: 70),
    "X-A: \(String(repeating: "a", count: 65 << 10))\r\n",
    "X-A: \(String(repeating: "a", count: 300 << 10))\r\n",
  ])
  func `headers over 64 KiB are not read`(_ headers: String) async throws {
    let peer = try Peer()
    try peer.on("GET /x", [.text(Self.fine + headers + "Content-Length: 0\r\n\r\n")])
    await #expect(throws: TransportError.tooLarge(host: peer.endpoint.label, .headers)) {
      try await withClient {
        try await $0.send(HTTPRequest(endpoint: peer.endpoint, path: "/x"))
      }
    }
  }

  @Test func `interim answers and trailers add no headers`() async throws {
    let peer = try Peer()
    try peer.on(
      "GET /x",
      [
        .text("HTTP/1.1 103 Early Hints\r\nX-A: early\r\n\r\n"),
        .text(Self.fine + "X-A: real\r\nTransfer-Encoding: chunked\r\nTrailer: X-B\r\n\r\n"),
        .text("2\r\n{}\r\n0\r\nX-B: late\r\n\r\n"),
      ]
    )
    let reply = try await withClient {
      try await $0.send(HTTPRequest(endpoint: peer.endpoint, path: "/x"))
    }
    #expect(reply.headers.all("X-A") == ["real"])
    #expect(reply.headers["X-B"] == nil)
    #expect(reply.body == [UInt8]("{}".utf8))
  }

  @Test func `a server that is not there was not sent anything`() async throws {
    let endpoint = try {
      try Peer(.own).endpoint
    }()
    let missing = try Endpoint(url: "http://localhost", socket: "/tmp/\(UUID().uuidString)")
    for endpoint in [endpoint, missing] {
      await #expect(throws: TransportError.notSent(host: endpoint.label, .refused)) {
        try await withClient { try await $0.send(HTTPRequest(endpoint: endpoint, path: "/x")) }
      }
    }
  }

  @Test func `a name without address was not sent anything`() async throws {
    let endpoint = try Endpoint(url: "https://todotui.invalid")
    let error = await #expect(throws: TransportError.self) {
      try await withClient {
        try await $0.send(HTTPRequest(endpoint: endpoint, path: "/x", timeout: .seconds(2)))
      }
    }
    guard case .notSent = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a certificate is checked, and a configured authority makes it good`() async throws {
    let peer = try Peer(.tls)
    try peer.on("GET /x", .answer(200, "{}"))
    let request = HTTPRequest(endpoint: peer.endpoint, path: "/x")
    let error = await #expect(throws: TransportError.self) {
      try await withClient { try await $0.send(request) }
    }
    #expect(error == .notSent(host: peer.endpoint.label, .untrustedCertificate))
    #expect(error?.sentence.contains("ca_file") == true)
    #expect(error?.sentence.contains("TODOTUI_CA_FILE") == true)

    var configuration = HTTPConfiguration(version: "1", caFile: testFile("certificate.pem"))
    let reply = try await withClient(configuration) { try await $0.send(request) }
    #expect(reply.status == 200)

    configuration.caFile = "/nonexistent.pem"
    await #expect(throws: TransportError.notSent(host: peer.endpoint.label, .badAuthorityFile)) {
      try await withClient(configuration) { try await $0.send(request) }
    }
    #expect(try peer.received().count == 1)
  }

  @Test func `a port without TLS is told apart`() async throws {
    let peer = try Peer()
    let endpoint = try Endpoint(url: "https://127.0.0.1:\(peer.port)")
    try await withClient { client in
      let error = await #expect(throws: TransportError.self) {
        try await client.send(
          HTTPRequest(endpoint: endpoint, path: "/x", timeout: .milliseconds(500))
        )
      }
      guard case .notSent = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }
}
