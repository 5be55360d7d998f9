import APIClient
import Testing

@Suite struct EndpointTests {
  @Test(arguments: [
    ("https://Example.ORG/", "https://example.org", "https://example.org"),
    ("HTTPS://example.org:443/api//", "https://example.org/api", "https://example.org"),
    ("https://example.org:8443/a/../b", "https://example.org:8443/b", "https://example.org:8443"),
    ("http://localhost:3000/api/auth/", "http://localhost:3000/api/auth", "http://localhost:3000"),
    ("http://[::1]:80", "http://[::1]", "http://[::1]"),
    ("https://a_b.example.org.", "https://a_b.example.org.", "https://a_b.example.org."),
    ("http://127.1:8080", "http://127.0.0.1:8080", "http://127.0.0.1:8080"),
  ])
  func `an address is brought to one form`(_ given: String, _ url: String, _ origin: String) throws
  {
    let endpoint = try Endpoint(url: given)
    #expect(endpoint.url == url)
    #expect(endpoint.origin == origin)
  }

  @Test(arguments: [
    ("", EndpointError.notAnAddress),
    ("example.org", .notAnAddress),
    ("ftp://example.org", .notAnAddress),
    ("file:///etc/passwd", .notAnAddress),
    ("https://", .notAnAddress),
    ("http://", .notAnAddress),
    ("https:///api/auth", .notAnAddress),
    ("https:////api", .notAnAddress),
    ("https:/api/auth", .notAnAddress),
    ("https:api/auth", .notAnAddress),
    ("https://?a", .notAnAddress),
    ("https:///ada:secret@example.org", .notAnAddress),
    ("https://:443/", .notAnAddress),
    ("https://.", .notAnAddress),
    ("https://.../x", .notAnAddress),
    ("https://.example.org", .notAnAddress),
    ("https://example..org", .notAnAddress),
    ("https://exa%20mple.org", .notAnAddress),
    ("https://exa%01mple.org", .notAnAddress),
    ("https://exa%00mple.org", .notAnAddress),
    ("https://exa%C3%A4mple.org", .notAnAddress),
    ("https://exa!mple.org", .notAnAddress),
    ("https://exa~mple.org", .notAnAddress),
    ("https://example.org:99999", .notAnAddress),
    ("https://exa mple.org", .notAnAddress),
    ("https://exämple.org", .notAnAddress),
    ("https://example.org\r\nX: y", .notAnAddress),
    ("http://[fe80::1%25eth0]/", .notAnAddress),
    ("https://ada:secret@example.org", .hasCredentials),
    ("https://ada@example.org", .hasCredentials),
    ("https://@example.org", .hasCredentials),
    ("https://ada:secret@", .hasCredentials),
    ("https://ada:secret@:443/x", .hasCredentials),
    ("https://ada:secret@exa%20mple.org", .hasCredentials),
    ("http://ada:secret@192.0.2.7", .hasCredentials),
    ("https://example.org/?a=b", .hasQueryOrFragment),
    ("https://example.org/#a", .hasQueryOrFragment),
    ("http://192.0.2.7", .plainHTTP(host: "192.0.2.7")),
    ("http://0.0.0.0:80", .plainHTTP(host: "0.0.0.0")),
    ("http://0xC0000207", .plainHTTP(host: "192.0.2.7")),
    ("http://[2001:db8::1]:80", .plainHTTP(host: "[2001:db8::1]")),
  ])
  func `what is no safe server address is refused`(_ given: String, _ reason: EndpointError) {
    #expect(throws: reason) { try Endpoint(url: given) }
    #expect(["secret", "ada"].allSatisfy { !reason.sentence.contains($0) })
  }

  /// libcurl takes the scheme in capitals for the same one, and only libcurl reads it then.
  @Test func `a plain address is read as libcurl reads it`() {
    let hosts = [
      "a", "localhost", "todo.example.org", "x-1.a2", "127.0.0.1", "127.0.0.01", "127.1", "1.2.3.4",
      "256.1.1.1", "a.1", "1.a", "0x7f.a", "a.0x7f", "-a", "a-", "a_b.c", "a.", ".a", "a..b", "",
      "xn--exmple-cua.org", "A.org", String(repeating: "a", count: 64) + ".org", "[::1]", "%61.org",
      "0.0.0.0", "127.255.255.255", "1.2.3", "1.2.3.4.5", "com", "a.b-", "a.-b",
    ]
    let ports = ["", ":", ":80", ":443", ":0", ":08", ":8080", ":65535", ":65536", ":x", ":1:2"]
    let paths = [
      "", "/", "//", "/api", "/api/", "/api//", "/api/auth", "/a.b/~c_d-e", "/.", "/..", "/...",
      "/a/../b", "/a/./b", "/a//b", "/%41", "/a%2Fb", "/A", "/a;b", "/a@b", "/a:b", "/a?b", "/a#b",
    ]
    let rests =
      hosts.flatMap { host in ports.map { "\(host)\($0)/api/" } }
      + paths.flatMap { path in ports.map { "todo.example.org\($0)\(path)" } }
    for rest in rests {
      for scheme in ["http://", "https://"] {
        let plain = Result { () throws(EndpointError) in try Endpoint(url: scheme + rest) }
        let libcurl = Result { () throws(EndpointError) in
          try Endpoint(url: scheme.uppercased() + rest)
        }
        #expect(plain == libcurl, "\(scheme + rest)")
      }
    }
  }

  @Test func `a socket takes http whatever the host, and only an absolute path`() throws {
    let endpoint = try Endpoint(url: "http://192.0.2.7", socket: "/run/x.sock")
    #expect(endpoint.socket == "/run/x.sock")
    #expect(throws: EndpointError.badSocketPath) {
      try Endpoint(url: "http://localhost", socket: "x.sock")
    }
    let long = "/" + String(repeating: "x", count: 107)
    #expect(throws: EndpointError.badSocketPath) {
      try Endpoint(url: "http://localhost", socket: long)
    }
  }

  @Test func `more path can be added, and nothing else`() throws {
    let base = try Endpoint(url: "https://example.org/x", socket: "/run/x.sock")
    let auth = try base.appending("/api/auth")
    #expect(auth.url == "https://example.org/x/api/auth")
    #expect(auth.socket == base.socket)
    #expect(throws: EndpointError.notAnAddress) { try base.appending(".evil.example") }
    #expect(throws: EndpointError.hasQueryOrFragment) { try base.appending("/a?b") }
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.255.1.2", true), ("::1", true), ("::ffff:127.0.0.1", true),
    ("128.0.0.1", false), ("127.evil.example", false), ("10.0.0.1", false), ("::", false),
    ("::ffff:10.0.0.1", false), ("", false),
  ])
  func `loopback is known by its address`(_ address: String, _ expected: Bool) {
    #expect(isLoopback(address: address) == expected)
  }
}
