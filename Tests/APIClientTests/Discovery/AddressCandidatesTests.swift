import APIClient
import Testing

@Suite struct AddressCandidatesTests {
  @Test(arguments: [
    ("localhost:3000", ["http://localhost:3000/api/auth"]),
    (
      "localhost:8000",
      [
        "http://localhost:8000/api/auth", "http://localhost:3000/api/auth",
        "http://localhost:3001/api/auth",
      ]
    ),
    ("localhost", ["http://localhost/api/auth", "http://localhost:3000/api/auth"]),
    ("example.org/api/auth", ["https://example.org/api/auth", "https://api.example.org/api/auth"]),
    (
      "example.org/auth",
      [
        "https://example.org/auth", "https://example.org/api/auth",
        "https://api.example.org/api/auth",
      ]
    ),
    (
      "example.org/todo/login",
      [
        "https://example.org/todo/api/auth", "https://example.org/api/auth",
        "https://api.example.org/api/auth",
      ]
    ),
    ("api.example.org", ["https://api.example.org/api/auth", "https://example.org/api/auth"]),
    (
      "https://www.example.co.uk:8443",
      [
        "https://www.example.co.uk:8443/api/auth", "https://example.co.uk:8443/api/auth",
        "https://api.example.co.uk:8443/api/auth",
      ]
    ),
    ("https://192.0.2.7", ["https://192.0.2.7/api/auth"]),
    ("[::1]:9999", ["http://[::1]:9999/api/auth"]),
  ])
  func `Better Auth is looked for here, in this order`(_ text: String, _ bases: [String]) throws {
    #expect(try TypedAddress(text).authCandidates() == bases)
  }

  @Test(arguments: [
    ("localhost:3000", ["http://localhost:3000", "http://localhost:8000"]),
    ("localhost:3001", ["http://localhost:3001", "http://localhost:8000"]),
    ("localhost:5173", ["http://localhost:5173", "http://localhost:8000"]),
    ("localhost:8000/docs", ["http://localhost:8000"]),
    ("localhost", ["http://localhost", "http://localhost:8000"]),
    ("127.0.0.1:3000", ["http://127.0.0.1:3000", "http://127.0.0.1:8000"]),
    ("https://192.0.2.7:3000", ["https://192.0.2.7:3000", "https://192.0.2.7:8000"]),
    ("example.org", ["https://example.org", "https://api.example.org"]),
    (
      "app.example.org",
      ["https://app.example.org", "https://example.org", "https://api.example.org"]
    ),
    (
      "auth.example.org/api/auth",
      ["https://auth.example.org", "https://example.org", "https://api.example.org"]
    ),
    (
      "example.org/todo",
      ["https://example.org/todo", "https://example.org", "https://api.example.org"]
    ),
  ])
  func `a description is looked for at the root, /api and /api/v1 of these`(
    _ text: String,
    _ bases: [String]
  ) throws {
    let expected = bases.flatMap { [$0, $0 + "/api", $0 + "/api/v1"] }
    #expect(try TypedAddress(text).descriptionCandidates() == expected)
  }

  @Test(arguments: [
    ("www.co.uk", ["api.www.co.uk"]),
    ("api.com.au", []),
    ("app.netlify.app", ["api.app.netlify.app"]),
    ("api.up.railway.app", []),
    ("vercel.app", []),
    ("my-todo.vercel.app", ["api.my-todo.vercel.app"]),
    ("api.my-todo.vercel.app", []),
    ("api.eu-west-1.elasticbeanstalk.com", []),
    ("app.eu-west-1.elasticbeanstalk.com", ["api.app.eu-west-1.elasticbeanstalk.com"]),
    ("api.org", []),
    ("server", []),
    ("10.1.2.3", []),
    ("[2001:db8::1]", []),
    ("example.org.", ["api.example.org."]),
  ])
  func `no other owner's host is asked`(_ host: String, _ neighbours: [String]) throws {
    let asked = try TypedAddress(host).authCandidates().dropFirst()
    #expect(Array(asked) == neighbours.map { "https://\($0)/api/auth" })
  }

  @Test func `never more than twelve requests of a kind, and none twice`() throws {
    let many = PortNeighbours(auth: { _ in Array(1...50) }, tasks: { _ in Array(1...50) })
    for text in ["localhost/a/b", "www.example.org:3000/todo", "x.org/api/v1", "x.org:3000/api"] {
      let address = try TypedAddress(text)
      for bases in [
        address.authCandidates(), address.descriptionCandidates(),
        address.authCandidates(beside: many), address.descriptionCandidates(beside: many),
      ] {
        #expect(bases.count <= 12)
        #expect(Set(bases).count == bases.count)
        #expect(bases.allSatisfy { (try? Endpoint(url: $0)) != nil })
      }
    }
  }

  @Test func `a given address has no neighbours`() throws {
    let address = try TypedAddress("https://www.example.org:3000/api")
    #expect(
      address.ownDescriptionCandidates.allSatisfy { $0.hasPrefix("https://www.example.org:3000") }
    )
    #expect(
      address.ownAuthCandidates == [
        "https://www.example.org:3000/api", "https://www.example.org:3000/api/api/auth",
      ]
    )
    #expect(
      try TypedAddress("http://localhost:3000/api/auth").ownAuthCandidates
        == ["http://localhost:3000/api/auth"]
    )
  }
}
