import Foundation
import Testing

/// The token of a profile, renewed by many processes at once, or by one that is killed.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `Renewing the token` {
  private static let request = "GET /api/auth/token"

  /// A home whose token has expired, and a server whose new tokens live long.
  private func withExpiredToken(
    _ body: (Home, Proxy) async throws -> Void
  ) async throws {
    try await withProxy("--jwt-ttl", "1s") { proxy, server, folder in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        try await home.untilTokenExpires()
        let back = try await server.again(folder: folder)
        try await body(home, proxy)
        await back.stop()
      }
    }
  }

  private func tokens(_ homes: [Home]) async throws -> [Finished] {
    let children = try homes.map { try $0.start("auth", "token") }
    var all: [Finished] = []
    for child in children { all.append(await child.finish()) }
    return all
  }

  @Test func `sixteen processes make one request`() async throws {
    try await withExpiredToken { home, proxy in
      let before = proxy.count(Self.request)
      let all = try await tokens(Array(repeating: home, count: 16))
      #expect(all.allSatisfy { $0.status == 0 }, "\(all.map(\.errors))")
      #expect(Set(all.map(\.output)).count == 1, "and all have the same token")
      #expect(proxy.count(Self.request) == before + 1)
    }
  }

  @Test func `sixteen vaults make sixteen requests, so the count can fail`() async throws {
    try await withExpiredToken { home, proxy in
      var homes: [Home] = []
      for _ in 0..<16 {
        let copy = try Home()
        homes.append(copy)
        let done = try await run(
          "/bin/cp",
          ["-a", home.folder.appending(path: ".local").path, copy.folder.path],
          environment: [:]
        )
        try #require(done.status == 0)
      }
      let before = proxy.count(Self.request)
      let all = try await tokens(homes)
      #expect(all.allSatisfy { $0.status == 0 }, "\(all.map(\.errors))")
      #expect(proxy.count(Self.request) == before + 16)
      for copy in homes { await copy.remove() }
    }
  }

  @Test func `a failure is shared too, so a faulty server is not hammered`() async throws {
    try await withExpiredToken { home, proxy in
      try proxy.misbehave("status-500", on: Self.request)
      let before = proxy.count(Self.request)
      let children = try (0..<16).map { _ in try home.start("auth", "token", "--timeout", "1s") }
      for child in children { #expect(await child.finish().status != 0) }
      #expect(proxy.count(Self.request) - before < 8)
      #expect(try await home.todotui("auth", "status").status == 0)
    }
  }

  @Test func `killed two hundred times, it leaves the account signed in`() async throws {
    try await withProxy { proxy, _, _ in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        var killed = 0
        var usual = 0.0
        for round in 0..<200 {
          if round.isMultiple(of: 20) {
            // How long one takes now that the machine is as busy as it is; and it still works.
            let start = Date.now
            try await home.must("auth", "refresh")
            usual = Date.now.timeIntervalSince(start)
          }
          let child = try home.start("auth", "refresh")
          // Somewhere between its first instruction and its end.
          try await Task.sleep(for: .seconds(Double.random(in: 0...1.2 * usual)))
          let end = await child.end(SIGKILL)
          #expect(end.status == 137 || end.status == 0, "\(end.errors)")
          if end.status == 137 { killed += 1 }
          if round % 20 == 19 {
            #expect(try await home.todotui("auth", "status").status == 0, "after \(round)")
          }
        }
        let requests = proxy.count(Self.request)
        print("of 200 refreshes \(killed) were killed, \(requests) had asked the server")
        #expect(killed > 20 && requests > 0, "the kills fell where they matter")
        #expect(try await home.must("auth", "refresh", "--json").status == 0)
        try await home.must("add", "Still me")
        let rest = try FileManager.default.contentsOfDirectory(atPath: home.data.path)
        #expect(rest.filter { $0.contains("corrupt") }.isEmpty)
      }
    }
  }
}
