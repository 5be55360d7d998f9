import Foundation
import Testing

/// Better Auth as it was recorded in eight configurations, replayed; the tasks are a plain backend's.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `A recorded Better Auth` {
  static let servers = [
    "no-bearer-plugin", "bearer-require-signature", "https-base-url", "cookie-cache-compact",
    "cookie-cache-jwt", "cookie-cache-jwe", "trusted-origins", "short-session",
  ]

  private func logIn(
    _ home: Home,
    _ auth: ForeignServer,
    _ tasks: ForeignServer
  ) async throws -> Finished {
    try await home.todotui(
      [
        "auth", "login", "--email", "ada@example.com", "--password-stdin", "--auth-url",
        auth.address + "/api/auth", "--api-url", tasks.address,
      ],
      input: Home.password
    )
  }

  @Test(arguments: servers, [[], ["--proxy-cookie"]])
  func `is signed in to, gives new tokens, and is signed out of`(
    server: String,
    more: [String]
  ) async throws {
    try await withServers { rack, home in
      let auth = await rack.keep(try await ForeignServer.recorded(server, more, in: rack.folder))
      let tasks = await rack.keep(
        try await ForeignServer.dialect("canonical", tasks: 3, in: rack.folder)
      )
      let signedIn = try await logIn(home, auth, tasks)
      #expect(signedIn.status == 0, "\(signedIn.errors)")
      let isCookie = server == "no-bearer-plugin"
      let status = try await home.must("auth", "status")
      #expect(status.output.contains(isCookie ? "as cookie" : "as bearer token"))
      #expect(try await home.titles().count == 3)
      for _ in 0..<3 { try await home.must("auth", "refresh") }
      try await home.must("add", "After the refresh")
      let out = try await home.must("auth", "logout")
      #expect(out.errors.contains("Signed out."), "\(out.errors)")
      for request in auth.seen {
        #expect(request.cookies.count <= 1, "\(request)")
        #expect(request.cookies.allSatisfy { $0.hasSuffix("session_token") }, "\(request)")
        let hasOrigin = request.origin != nil
        #expect(hasOrigin == (request.path.hasSuffix("/sign-out") && isCookie), "\(request)")
      }
      #expect(auth.seen.contains { !$0.cookies.isEmpty } == isCookie)
      #expect(tasks.seen.allSatisfy { $0.cookies.isEmpty && $0.origin == nil })
    }
  }

  @Test func `that ends the session is said to have, and what is unsent stays`() async throws {
    try await withServers { rack, home in
      let auth = await rack.keep(
        try await ForeignServer.recorded(
          "no-bearer-plugin",
          ["--ends-after", "3"],
          in: rack.folder
        )
      )
      let tasks = await rack.keep(
        try await ForeignServer.dialect("canonical", tasks: 0, in: rack.folder)
      )
      #expect(try await logIn(home, auth, tasks).status == 0)
      var last = try await home.todotui("auth", "refresh")
      for _ in 0..<3 where last.status == 0 { last = try await home.todotui("auth", "refresh") }
      #expect(last.status == 4)
      #expect(last.errors.contains("ended this session"), "\(last.errors)")
    }
  }

  @Test func `without the jwt plugin is refused with its name`() async throws {
    try await withServers { rack, home in
      let auth = await rack.keep(
        try await ForeignServer.recorded("no-bearer-plugin", ["--without-jwt"], in: rack.folder)
      )
      let tasks = await rack.keep(
        try await ForeignServer.dialect("canonical", tasks: 0, in: rack.folder)
      )
      let refused = try await logIn(home, auth, tasks)
      #expect(refused.status == 1)
      #expect(refused.errors.contains("jwt() plugin"), "\(refused.errors)")
      #expect(try await home.todotui("auth", "status").status == 4)
    }
  }
}
