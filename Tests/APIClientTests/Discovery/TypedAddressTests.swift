import APIClient
import Testing

@Suite struct TypedAddressTests {
  @Test(arguments: [
    ("example.org", "https://example.org", ""),
    ("  Example.ORG/ \n", "https://example.org", ""),
    ("example.org:8443/todo//", "https://example.org:8443", "/todo"),
    ("HTTPS://example.org:443", "https://example.org", ""),
    ("localhost", "http://localhost", ""),
    ("LocalHost:3000/login", "http://localhost:3000", "/login"),
    ("todo.localhost:3000", "http://todo.localhost:3000", ""),
    ("127.0.0.1:8000/docs#/tasks/list", "http://127.0.0.1:8000", "/docs"),
    ("[::1]:3000", "http://[::1]:3000", ""),
    ("https://localhost", "https://localhost", ""),
    ("localhost:3000/login?next=https://other.example", "http://localhost:3000", "/login"),
    ("192.168.1.5:3000", "https://192.168.1.5:3000", ""),
    ("localhost.example.org", "https://localhost.example.org", ""),
    ("http://example.org", "http://example.org", ""),
    ("https://example.org/api/auth/", "https://example.org", "/api/auth"),
  ])
  func `what a person types is read`(_ text: String, _ origin: String, _ path: String) throws {
    let address = try TypedAddress(text)
    #expect(address.origin == origin)
    #expect(address.path == path)
  }

  @Test(arguments: [
    ("", EndpointError.notAnAddress),
    ("   ", .notAnAddress),
    ("/api/auth", .notAnAddress),
    ("https://", .notAnAddress),
    ("ftp://example.org", .notAnAddress),
    ("my server", .notAnAddress),
    ("exämple.org", .notAnAddress),
    ("ada:secret@example.org", .hasCredentials),
    ("https://ada:secret@localhost:3000", .hasCredentials),
    ("http://192.168.1.5:3000", .plainHTTP(host: "192.168.1.5")),
  ])
  func `what cannot be an address is refused`(_ text: String, _ error: EndpointError) {
    #expect(throws: error) { try TypedAddress(text) }
  }

  @Test(arguments: [
    ("x.org", ""), ("x.org/api/auth", ""), ("x.org/todo/api/auth/sign-in/email", "/todo"),
    ("x.org/docs", ""), ("x.org/todo/docs", "/todo"), ("x.org/api/v1/openapi.json", "/api/v1"),
    ("x.org/Login", ""), ("x.org/todo", "/todo"), ("x.org/api", "/api"),
  ])
  func `pages are left out of the path`(_ text: String, _ prefix: String) throws {
    #expect(try TypedAddress(text).prefix == prefix)
  }
}
