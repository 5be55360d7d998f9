import APIClient
import Foundation
import Testing

@Suite struct ProxyTests {
  @Test(arguments: [
    ([:], ProxySettings()),
    (["https_proxy": "http://p:1"], ProxySettings(https: "http://p:1")),
    (
      ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "a,b"],
      ProxySettings(https: "http://p:1", exceptions: "a,b")
    ),
    (
      ["https_proxy": "http://p:1", "HTTPS_PROXY": "http://q:1"], ProxySettings(https: "http://p:1")
    ),
    (["ALL_PROXY": "socks5h://p:1"], ProxySettings(https: "socks5h://p:1")),
    (["http_proxy": "http://p:1", "HTTP_PROXY": "http://p:1"], ProxySettings()),
    (["https_proxy": ""], ProxySettings()),
  ])
  func `the environment's proxy for https is read as curl reads it`(
    _ environment: [String: String],
    _ expected: ProxySettings
  ) {
    #expect(ProxySettings(environment: environment) == expected)
  }

  @Test func `https goes through the proxy, which sees neither path nor Authorization`()
    async throws
  {
    let proxy = try Peer(.own)
    try proxy.on("CONNECT todo.example:443", .answer(407))
    let configuration = HTTPConfiguration(
      version: "1",
      proxy: ProxySettings(https: "http://127.0.0.1:\(proxy.port)")
    )
    let endpoint = try Endpoint(url: "https://todo.example")
    var request = HTTPRequest(method: .post, endpoint: endpoint, path: "/secret", body: [65])
    request.headers["Authorization"] = "Bearer 0123456789abcdef"
    await #expect(throws: TransportError.notSent(host: "todo.example", .proxy(status: 407))) {
      try await withClient(configuration) { try await $0.send(request) }
    }
    let received = try proxy.received()
    #expect(received.map(\.target) == ["todo.example:443"])
    #expect(received.first?.all("Authorization").isEmpty == true)
  }

  @Test func `an exception of the proxy is reached directly`() async throws {
    let proxy = try Peer(.own)
    let configuration = HTTPConfiguration(
      version: "1",
      proxy: ProxySettings(https: "http://127.0.0.1:\(proxy.port)", exceptions: "todotui.invalid")
    )
    let endpoint = try Endpoint(url: "https://todotui.invalid")
    await #expect(throws: TransportError.self) {
      try await withClient(configuration) {
        try await $0.send(HTTPRequest(endpoint: endpoint, path: "/", timeout: .seconds(2)))
      }
    }
    #expect(try proxy.received().isEmpty)
  }

  @Test func `loopback is reached directly although every proxy variable is set`() async {
    await #expect(processExitsWith: .success) {
      let proxy = try Peer(.own)
      let server = try Peer(.own)
      let address = "http://127.0.0.1:\(proxy.port)"
      for name in ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
        unsafe setenv(name, address, 1)
      }
      try server.on("GET /x", .answer(200, "{}"))
      let configuration = HTTPConfiguration(
        version: "1",
        proxy: ProxySettings(environment: ProcessInfo.processInfo.environment)
      )
      try #require(configuration.proxy.https == address)
      var request = HTTPRequest(endpoint: server.endpoint, path: "/x")
      request.headers["Authorization"] = "Bearer 0123456789abcdef"
      let reply = try await withClient(configuration) { try await $0.send(request) }
      #expect(reply.status == 200)
      let encrypted = try Endpoint(url: "https://localhost:\(server.port)")
      _ = await #expect(throws: TransportError.self) {
        try await withClient(configuration) {
          try await $0.send(
            HTTPRequest(endpoint: encrypted, path: "/x", timeout: .milliseconds(500))
          )
        }
      }
      #expect(try proxy.received().isEmpty)
    }
  }
}
