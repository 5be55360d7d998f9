import Foundation
import Testing

/// `auth login --with-token`: a token brought from elsewhere, on stdin.
@Suite(.timeLimit(.minutes(3)), .takingTurns)
struct `Signing in with a token` {
  /// A session and its JWT, made without the client.
  private func session(_ server: TestServer) async throws -> (token: String, jwt: String) {
    let wire = try Wire(server.address)
    let made = try await wire.send(
      "POST",
      "/api/auth/sign-up/email",
      json: #"{"name":"Ada","email":"ada@example.com","password":"\#(Home.password)"}"#
    )
    let token = try made.object()["token"] as? String ?? ""
    let answer = try await wire.send(
      "GET",
      "/api/auth/token",
      ["Authorization": "Bearer \(token)"]
    )
    return (token, try answer.object()["token"] as? String ?? "")
  }

  private func logIn(_ home: Home, _ token: String, _ server: TestServer) async throws -> Finished {
    try await home.todotui(
      "auth",
      "login",
      "--with-token",
      "--profile",
      "w",
      "--server",
      server.address,
      input: token
    )
  }

  @Test func `takes a session, and gets new JWTs by it`() async throws {
    try await withServer { server, _ in
      try await withHome(["TODOTUI_PROFILE": "w"]) { home in
        let given = try await session(server)
        let done = try await logIn(home, given.token + "\r\n", server)
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.output.hasPrefix("Signed in as ada@example.com"))
        try await home.must("add", "Milk")
        try await home.must("auth", "refresh")
        #expect(try await home.titles() == ["Milk"])
      }
    }
  }

  @Test func `takes a JWT, which is used until it ends and cannot be renewed`() async throws {
    try await withServer("--jwt-ttl", "3s") { server, _ in
      try await withHome(["TODOTUI_PROFILE": "w"]) { home in
        let given = try await session(server)
        let done = try await logIn(home, given.jwt, server)
        #expect(done.status == 0, "\(done.errors)")
        try await home.must("add", "Milk")
        #expect(try await home.must("auth", "status").output.contains("the JWT alone"))
        let refresh = try await home.todotui("auth", "refresh")
        #expect(refresh.status == 1)
        #expect(refresh.errors.contains("token alone"), "\(refresh.errors)")
        try await home.untilTokenExpires()
        let queued = try await home.todotui("add", "Later")
        #expect(queued.status == 4)
        #expect(queued.errors.contains("saved here"), "\(queued.errors)")
        let late = try await logIn(home, given.jwt, server)
        #expect(late.status == 4)
        #expect(late.errors.contains("expired at"), "\(late.errors)")
        #expect(try await home.must("list", "--offline").output.contains("Later"))
      }
    }
  }

  @Test(arguments: ["short", "with a space in the middle of it", "", "ümläut-ümläut-ümläut"])
  func `refuses what is no token, without repeating it`(token: String) async throws {
    try await withServer { server, _ in
      try await withHome(["TODOTUI_PROFILE": "w"]) { home in
        let done = try await logIn(home, token, server)
        #expect(done.status == 65, "\(done.errors)")
        #expect(token.isEmpty || !done.errors.contains(token))
      }
    }
  }

  @Test func `refuses a session the server does not know, and options that belong to passwords`()
    async throws
  {
    try await withServer { server, _ in
      try await withHome(["TODOTUI_PROFILE": "w"]) { home in
        let unknown = try await logIn(home, "abcdefghijklmnopqrstuvwxyz012345", server)
        #expect(unknown.status == 4)
        #expect(unknown.errors.contains("does not know"), "\(unknown.errors)")
        let mixed = try await home.todotui("auth", "login", "--with-token", "--password-stdin")
        #expect(mixed.status == 64)
      }
    }
  }
}
