import Foundation
import Testing

/// An auth server, or something before it that keeps answers, that gives a session the JWT of
/// somebody else.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `The token of another user` {
  private static let account = ["--email", "ada@example.com", "--password-stdin"]

  /// Ada's home with an expired token behind a middleman that gives Bob's; also Ada's id.
  private func withMixedUpTokens(_ body: (Home, Proxy, String) async throws -> Void) async throws {
    try await withProxy("--jwt-ttl", "1s") { proxy, server, folder in
      try await withHome { ada in
        try await withHome { bob in
          try await ada.signUp(server: proxy.address)
          let me = try await ada.credentials().user
          try await ada.untilTokenExpires()
          let back = try await server.again(folder: folder)
          do {
            try await bob.signUp("bob@example.com", server: back.address)
            let (_, jwt) = try await bob.credentials()
            try proxy.misbehave("token-\(jwt)", on: "/api/auth/")
            try await body(ada, proxy, me)
          } catch {
            await back.stop()
            throw error
          }
          await back.stop()
        }
      }
    }
  }

  @Test func `is refused, neither kept nor sent, and the session stays for a better one`()
    async throws
  {
    try await withMixedUpTokens { home, proxy, me in
      let before = try Data(contentsOf: home.vault())
      let asked = proxy.requests.count { $0.contains(me) }
      let sentence =
        "The server gave this session the token of another account, which was not used: sign in again."
      for command in [["auth", "token"], ["auth", "refresh"], ["list"], ["sync"]] {
        let done = try await home.todotui(command + ["--json"])
        #expect(done.status == 4, "\(command): \(done.errors)")
        #expect(try done.error()["code"] as? String == "foreign_token")
        #expect((try done.error()["message"] as? String)?.hasPrefix(sentence) == true)
        #expect(!done.output.contains("eyJ"))
      }
      #expect(try await home.todotui("list").errors.contains("todotui auth login"))
      let added = try await home.todotui("add", "Of Ada")
      #expect(added.status == 4 && added.errors.contains("The change is saved here"))
      #expect(try Data(contentsOf: home.vault()) == before, "nothing was stored")
      #expect(proxy.requests.count { $0.contains(me) } == asked, "no task request was made")

      proxy.behave()
      #expect(try await home.titles() == ["Of Ada"])
      #expect(try await home.unsent().isEmpty)
    }
  }

  @Test func `is refused at a sign-in, whose session then ends`() async throws {
    try await withMixedUpTokens { _, proxy, _ in
      try await withHome { home in
        let login = try await home.todotui(
          ["auth", "login", "--server", proxy.address, "--json"] + Self.account,
          input: Home.password
        )
        #expect(login.status == 4, "\(login.errors)")
        #expect(try login.error()["code"] as? String == "foreign_token")
        #expect(proxy.count("POST /api/auth/sign-out") > 0)
        #expect(try await home.todotui("auth", "status", "--server", proxy.address).status == 4)
        proxy.behave()
        try await home.must(
          ["auth", "login", "--server", proxy.address] + Self.account,
          input: Home.password
        )
      }
    }
  }

  @Test(.enabled(if: Terminal.isHere))
  func `makes the screen ask for a sign-in`() async throws {
    try await withMixedUpTokens { home, _, _ in
      try await withTerminal(home, columns: 120) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("the token of another account,", "Password")
      }
    }
  }
}
