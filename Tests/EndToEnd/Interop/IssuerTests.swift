import Foundation
import Testing

/// The system this client is for: Better Auth on one origin, FastAPI on PostgreSQL on another; ours
/// and a foreign implementation as the issuer of JWTs.
@Suite(.timeLimit(.minutes(10)), .takingTurns)
struct `FastAPI on PostgreSQL` {
  enum Issuer: String, CaseIterable, CustomTestStringConvertible {
    case todoServer = "todo-server"
    case foreign = "better-auth-server with bearer"
    case foreignCookies = "better-auth-server without bearer"

    var testDescription: String { rawValue }

    func start(_ rack: ServerRack) async throws -> String {
      switch self {
      case .todoServer: await rack.keep(try await TestServer(folder: rack.folder)).address
      case .foreign: await rack.keep(try await ForeignServer.betterAuth(bearer: true)).address
      case .foreignCookies:
        await rack.keep(try await ForeignServer.betterAuth(bearer: false)).address
      }
    }
  }

  @Test(arguments: Issuer.allCases, [false, true])
  func `works whoever issues the tokens, and never sees a session`(
    issuer: Issuer,
    forwardsAuth: Bool
  ) async throws {
    try await withServers { rack, home in
      let auth = try await issuer.start(rack)
      let database = await rack.keep(try await ForeignServer.postgres())
      let backend = await rack.keep(
        try await ForeignServer.miniature(
          database: database.address,
          auth: auth,
          forwardsAuth: forwardsAuth
        )
      )
      let proxy = await rack.keep(
        try await ForeignServer.counting(to: backend.address, in: rack.folder)
      )
      // One address is enough where one origin has both.
      let place =
        ["--server", proxy.address] + (forwardsAuth ? [] : ["--auth-url", auth + "/api/auth"])
      try await home.signUp("ada@example.com", at: place)
      try await home.spendADay()
      try await home.playTour(place, email: "ada@example.com")
      #expect(try await home.titles().count == 3)
      try await home.must("auth", "refresh")
      let out = try await home.must("auth", "logout")
      #expect(out.errors.contains("Signed out."), "\(out.errors)")

      let requests = proxy.seen
      let onTasks = requests.filter { !$0.path.hasPrefix("/api/auth/") }
      #expect(onTasks.count { $0.authorization == "jwt" } > 10)
      for request in onTasks {
        #expect(request.authorization != "other" && request.cookies.isEmpty, "\(request)")
        #expect(request.origin == nil, "\(request)")
      }
      let onAuth = requests.filter { $0.path.hasPrefix("/api/auth/") }
      // The same middleman does notice a session where one belongs.
      let isSession = onAuth.contains { $0.authorization == "other" || !$0.cookies.isEmpty }
      #expect(isSession == forwardsAuth)
      #expect(onAuth.allSatisfy { $0.authorization != "jwt" })
      #expect(
        onAuth.contains { !$0.cookies.isEmpty } == (forwardsAuth && issuer == .foreignCookies)
      )
    }
  }

  @Test func `says who is away, and loses nothing, when either server is`() async throws {
    try await withServers { rack, home in
      let auth = await rack.keep(try await TestServer(folder: rack.folder, ["--jwt-ttl", "2s"]))
      let database = await rack.keep(try await ForeignServer.postgres())
      let backend = await rack.keep(
        try await ForeignServer.miniature(
          database: database.address,
          auth: auth.address,
          forwardsAuth: false
        )
      )
      let place = ["--auth-url", auth.address + "/api/auth", "--api-url", backend.address]
      try await home.signUp("ada@example.com", at: place)
      try await home.must("add", "Before")
      await auth.stop()
      try await home.untilTokenExpires()
      let queued = try await home.todotui("add", "While the issuer is away")
      #expect(queued.status == 0)
      let authPlace = auth.address.replacing("http://", with: "")
      #expect(queued.errors.contains(authPlace), "\(queued.errors)")
      let again = await rack.keep(try await auth.again(folder: rack.folder, ["--jwt-ttl", "15m"]))
      #expect(again.address == auth.address)
      try await home.must("sync")
      await backend.stop()
      let unsent = try await home.todotui("add", "While the tasks are away")
      #expect(unsent.status == 0)
      let tasksPlace = backend.address.replacing("http://", with: "")
      #expect(unsent.errors.contains(tasksPlace), "\(unsent.errors)")
      let shown = try await home.must("list", "--json")
      #expect(shown.output.contains("While the tasks are away"))
      let login = try await home.todotui(
        ["auth", "login", "--profile", "x", "--email", "a@b.example", "--password-stdin"]
          + ["--server", backend.address, "--auth-url", auth.address + "/api/auth"],
        input: Home.password
      )
      #expect(login.status != 0 && login.errors.contains(tasksPlace), "\(login.errors)")
    }
  }
}
