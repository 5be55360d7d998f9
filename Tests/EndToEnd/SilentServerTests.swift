import Foundation
import Testing

/// A server that takes requests and never answers: commands go on without it.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `A server that never answers` {
  /// A home that has synced one task, before its server falls silent.
  private func withSilence(
    _ kind: String = "silent",
    on part: String = "/",
    _ body: (Home, Proxy, () async throws -> [String]) async throws -> Void
  ) async throws {
    try await withProxy { proxy, server, _ in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        try await home.must("add", "Before")
        try await home.must("sync")
        let me = try await home.credentials()
        try proxy.misbehave(kind, on: part)
        try await body(home, proxy) { try await server.titles(me.user, me.jwt).sorted() }
      }
    }
  }

  @Test func `does not keep a change waiting: it is queued, and the next command sends it`()
    async throws
  {
    try await withSilence { home, proxy, titles in
      let added = try await home.hurried("add", "Meanwhile", "--json")
      #expect(added.status == 0, "\(added.errors)")
      #expect(try added.object()["sync"] as? String == "queued")
      #expect(added.errors.contains(" did not answer within 800 ms. "), "\(added.errors)")
      #expect(added.errors.contains("saved here; the next command or screen sends it."))
      let done = try await home.hurried("done", "Before")
      #expect(done.status == 0)
      #expect(done.output == "Done: Before  (queued)\n")
      #expect(done.errors.contains("800 ms"), "\(done.errors)")
      let removed = try await home.hurried("rm", "Before", "--yes", "--json")
      #expect(try removed.object()["sync"] as? String == "queued", "\(removed.errors)")
      #expect(try await titles() == ["Before"])
      proxy.behave()
      try await home.must("list")
      #expect(try await titles() == ["Meanwhile"])
    }
  }

  @Test func `does not keep a list waiting: the mirror is shown, and the lock is free`()
    async throws
  {
    try await withSilence { home, _, _ in
      let list = try await home.hurried("list")
      #expect(list.status == 0)
      #expect(list.output == "1  ○ Before\n")
      #expect(
        list.errors.contains("within 800 ms. Shown is what was last synced."),
        "\(list.errors)"
      )
      let sync = try await home.todotui("sync", "--timeout", "1s", "--json")
      #expect(sync.status == 69, "nobody holds the lock: \(sync.errors)")
      let offline = try await home.hurried("list", "--offline")
      #expect(offline.output == list.output && offline.errors.isEmpty)
    }
  }

  @Test func `is waited for as long as is said`() async throws {
    try await withSilence { home, _, _ in
      let list = try await home.hurried("list", "--timeout", "1s")
      #expect(list.status == 0)
      #expect(list.errors.contains("last synced") && !list.errors.contains("800 ms"))
    }
  }

  @Test func `is waited for when there is nothing to show instead`() async throws {
    try await withProxy { proxy, _, _ in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        try proxy.misbehave("silent", on: "/tasks")
        let list = try await home.hurried("list", "--timeout", "1s")
        #expect(list.status == 69)
        #expect(list.output.isEmpty)
      }
    }
  }

  @Test func `does not get a change later that was to be made now or not at all`() async throws {
    try await withSilence { home, proxy, titles in
      let verbs = [
        ["add", "Never"], ["done", "Before"], ["edit", "Before", "--title", "Never"],
        ["rm", "Before", "--yes"],
      ]
      for verb in verbs {
        let done = try await home.todotui(
          verb + ["--require-online", "--json", "--timeout", "1s"]
        )
        #expect(done.status == 69, "\(verb): \(done.errors)")
        #expect(done.output.isEmpty)
        let said = try done.error()["message"] as? String ?? ""
        #expect(said.hasSuffix("Nothing was changed."), "\(said)")
      }
      #expect(try await home.must("list", "--all", "--offline").output == "1  ○ Before\n")
      proxy.behave()
      #expect(try await home.must("sync").output == "Synced.\n")
      #expect(try await titles() == ["Before"])
    }
  }

  @Test func `that falls silent over the change itself leaves it unknown, and it arrives once`()
    async throws
  {
    try await withSilence("mute", on: "PUT ") { home, proxy, titles in
      let added = try await home.todotui(
        ["add", "Perhaps", "--require-online", "--json", "--timeout", "1s"]
      )
      #expect(added.status == 69, "\(added.errors)")
      #expect(try added.error()["code"] as? String == "outcome_unknown")
      #expect(added.output.isEmpty)
      #expect(try await titles() == ["Before", "Perhaps"], "it was made")
      proxy.behave()
      try await home.must("sync")
      #expect(try await titles() == ["Before", "Perhaps"])
      #expect(try await home.must("list", "--offline").lines.count == 2)
    }
  }

  @Test func `that refuses what was to be made now leaves nothing behind`() async throws {
    try await withSilence("status-422", on: "PUT ") { home, proxy, _ in
      let added = try await home.todotui("add", "Refused", "--require-online")
      #expect(added.status == 65)
      #expect(added.errors.contains("“Refused” was not changed, and nothing is queued."))
      #expect(try await home.must("list", "--offline").output == "1  ○ Before\n")
      proxy.behave()
      let online = try await home.todotui("add", "Taken", "--require-online", "--json")
      #expect(online.status == 0)
      #expect(try online.object()["sync"] as? String == "synced")
    }
  }

  @Test func `is tried again by sync --wait until all is sent, or the time is over`() async throws {
    try await withSilence { home, proxy, titles in
      try await home.must(["add", "Meanwhile", "--timeout", "1s"])
      let late = try await home.todotui("sync", "--wait", "--timeout", "1s")
      #expect(late.status == 69)
      #expect(late.errors.contains("1 change is still unsent."), "\(late.errors)")
      try proxy.misbehave("status-503")
      let before = proxy.requests.count
      let waiting = try home.start("sync", "--wait")
      #expect(await eventually { proxy.requests.count > before + 1 }, "it was tried twice")
      proxy.behave()
      let done = await waiting.finish()
      #expect(done.status == 0, "\(done.errors)")
      #expect(done.output.hasPrefix("Synced, 1 sent"))
      #expect(try await titles() == ["Before", "Meanwhile"])
    }
  }
}
