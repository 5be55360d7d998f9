import Foundation
import Testing

/// A server that is away, lies, stutters or is too busy: a sentence, a status, and nothing lost.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `A server in trouble` {
  /// A kind of misbehaviour, and what reading the list then ends with.
  struct Case: CustomTestStringConvertible, Sendable {
    var kind: String
    var status: Int32
    var word: String
    var testDescription: String { kind }
  }

  private static let cases = [
    Case(kind: "html", status: 69, word: "web page"),
    Case(kind: "half", status: 69, word: "half"),
    Case(kind: "status-500", status: 1, word: "500"),
    Case(kind: "status-503", status: 75, word: "503"),
    Case(kind: "status-429", status: 75, word: "too many requests"),
    Case(kind: "drop-reply", status: 69, word: "broke"),
  ]

  /// A home signed in through the proxy, which has one task and has synced.
  private func withTrouble(
    _ body: (Home, Proxy, (user: String, jwt: String), TestServer) async throws -> Void
  ) async throws {
    try await withProxy { proxy, server, _ in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        try await home.must("add", "Before")
        try await home.must("sync")
        try await body(home, proxy, home.credentials(), server)
      }
    }
  }

  @Test(arguments: cases)
  func `is named by sync, with its status, and in JSON`(trouble: Case) async throws {
    try await withTrouble { home, proxy, _, _ in
      try proxy.misbehave(trouble.kind, on: "/tasks")
      let plain = try await home.todotui("sync")
      #expect(plain.status == trouble.status, "\(plain.errors)")
      #expect(plain.errors.contains(trouble.word), "\(plain.errors)")
      #expect(plain.errors.hasPrefix("todotui: "))
      let json = try await home.todotui("sync", "--json")
      #expect(json.status == trouble.status)
      let error = try json.error()
      #expect(error["exit"] as? Int == Int(trouble.status))
      #expect((error["message"] as? String)?.contains(trouble.word) == true)
      #expect((error["code"] as? String)?.isEmpty == false)
      #expect(!json.errors.contains("eyJ") && !json.errors.contains(Home.password))
    }
  }

  @Test(arguments: cases)
  func `does not keep the list from being shown, as last synced`(trouble: Case) async throws {
    try await withTrouble { home, proxy, _, _ in
      try proxy.misbehave(trouble.kind)
      let list = try await home.todotui("list")
      #expect(list.status == 0)
      #expect(list.output == "1  ○ Before\n")
      #expect(list.errors.contains(trouble.word) && list.errors.contains("last synced"))
      #expect(try await home.todotui("auth", "status").status == 0, "and signs nobody out")
    }
  }

  @Test(arguments: cases)
  func `loses no task added meanwhile, which then arrives once`(trouble: Case) async throws {
    try await withTrouble { home, proxy, me, server in
      try proxy.misbehave(trouble.kind)
      let added = try await home.todotui("add", "Meanwhile", "--json")
      #expect(added.status == 0, "\(added.errors)")
      #expect(try added.object()["sync"] as? String == "queued")
      #expect(added.errors.contains("saved here"))
      let list = try await home.must("list", "--offline")
      #expect(list.output.contains("◌ Meanwhile  (queued)"))
      proxy.behave()
      // A 429 or a fault may ask for a pause before the next try.
      let hasArrived = try await eventually {
        _ = try await home.todotui("sync")
        return try await home.must("list", "--offline").output.contains("○ Meanwhile")
      }
      #expect(hasArrived)
      try await home.must("sync")
      #expect(try await server.titles(me.user, me.jwt).sorted() == ["Before", "Meanwhile"])
    }
  }

  @Test(arguments: cases)
  func `is named when signing in`(trouble: Case) async throws {
    try await withProxy { proxy, _, _ in
      try await withHome { home in
        try proxy.misbehave(trouble.kind, on: "/api/auth/sign-")
        let done = try await home.todotui(
          "auth",
          "signup",
          "--email",
          "ada@example.com",
          "--name",
          "Ada",
          "--password-stdin",
          "--json",
          "--server",
          proxy.address,
          input: Home.password
        )
        #expect(done.status == trouble.status, "\(done.errors)")
        #expect((try done.error()["message"] as? String)?.contains(trouble.word) == true)
        #expect(!done.errors.contains(Home.password))
        #expect(try await home.todotui("auth", "status").status == 4)
      }
    }
  }

  @Test(arguments: cases)
  func `is named when it is looked for`(trouble: Case) async throws {
    try await withProxy { proxy, _, _ in
      try await withHome { home in
        try proxy.misbehave(trouble.kind, on: "/api/auth/ok")
        let done = try await home.todotui(
          ["auth", "login", "--email", "ada@example.com", "--password-stdin", "--json"]
            + ["--server", proxy.address],
          input: Home.password
        )
        let isPassing = trouble.kind.hasPrefix("status-")
        #expect(done.status == (isPassing ? 75 : 69), "\(done.errors)")
        let said = try done.error()["message"] as? String ?? ""
        #expect(said.contains(proxy.address), "\(said)")
        #expect(!proxy.requests.contains { $0.contains("sign-in") }, "no password was sent")
      }
    }
  }

  @Test func `that is away is 69 when there is nothing to show`() async throws {
    try await withServer { server, folder in
      try await withHome { home in
        try await home.signUp(server: server.address)
        let me = try await home.credentials()
        await server.stop()
        let list = try await home.todotui("list", "--json")
        #expect(list.status == 69)
        #expect(try list.error()["code"] as? String == "unreachable")
        #expect(try await home.todotui("sync").status == 69)
        let added = try await home.todotui("add", "In the dark")
        #expect(added.status == 0)
        #expect(added.output == "Added: In the dark  (queued)\n")
        #expect(added.errors.contains("Nothing answers"))
        try await home.must("done", "dark")
        try await home.must("edit", "dark", "--title", "In the light")
        let back = try await server.again(folder: folder)
        #expect(try await home.must("sync").output.contains(" sent"))
        #expect(try await back.titles(me.user, me.jwt) == ["In the light"])
        #expect(try await home.must("list", "--done").lines.count == 1)
        await back.stop()
      }
    }
  }

  @Test func `that took a task and lost the answer has it once`() async throws {
    try await withTrouble { home, proxy, me, server in
      try proxy.misbehave("drop-reply", on: "PUT ")
      let added = try await home.todotui("add", "Answer lost")
      #expect(added.status == 0)
      #expect(try await server.titles(me.user, me.jwt).contains("Answer lost"), "it is there")
      proxy.behave()
      try await home.must("sync")
      #expect(try await server.titles(me.user, me.jwt).sorted() == ["Answer lost", "Before"])
      #expect(try await home.must("list").lines.count == 2)
    }
  }

  @Test func `that refuses one task keeps it with the reason, and takes the others`() async throws {
    try await withTrouble { home, proxy, me, server in
      try proxy.misbehave("status-422", on: "PUT ")
      let refused = try await home.todotui("add", "Refused", "--json")
      #expect(refused.status == 65)
      #expect((try refused.error()["message"] as? String)?.contains("said by the test") == true)
      proxy.behave()
      try await home.must("add", "Taken")
      #expect(try await server.titles(me.user, me.jwt).sorted() == ["Before", "Taken"])
      #expect(try await home.must("list", "--offline").output.contains("! Refused"))
    }
  }

  @Test func `with a portal in front signs nobody out, whatever status it says`() async throws {
    try await withProxy("--jwt-ttl", "1s") { proxy, _, _ in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        for kind in ["html", "status-500", "status-429", "status-503"] {
          try proxy.misbehave(kind)
          #expect(
            try await home.todotui("auth", "refresh", "--timeout", "1s").status != 4,
            "\(kind)"
          )
          #expect(try await home.todotui("auth", "status").status == 0, "\(kind)")
        }
        proxy.behave()
        let isBack = try await eventually {
          try await home.todotui("auth", "refresh").status == 0
        }
        #expect(isBack)
      }
    }
  }

  @Test func `that ended the session for good signs out with 4, and what waits is kept`()
    async throws
  {
    try await withServer("--jwt-ttl", "1s") { server, _ in
      try await withHome { home in
        try await home.signUp(server: server.address)
        // A machine that was off while the session was ended elsewhere.
        let copy = home.folder.appending(path: "copy")
        try FileManager.default.copyItem(at: home.vault(), to: copy)
        try await home.must("auth", "logout")
        try FileManager.default.removeItem(at: home.vault())
        try FileManager.default.copyItem(at: copy, to: home.vault())
        try await home.untilTokenExpires()
        let added = try await home.todotui("add", "Waits for me")
        #expect(added.status == 4)
        #expect(added.errors.contains("saved here"), "\(added.errors)")
        #expect(try await home.todotui("auth", "status").status == 4)
        let again = try await home.todotui(
          "auth",
          "login",
          "--email",
          "ada@example.com",
          "--password-stdin",
          input: Home.password
        )
        #expect(again.status == 0, "the profile still knows its server: \(again.errors)")
        #expect(try await home.titles() == ["Waits for me"])
      }
    }
  }
}
