import Foundation
import Testing

/// What the server refuses, or is not there to take, seen and decided by commands.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `The queue by commands` {
  /// A home behind a middleman, with two tasks that are synced.
  private func withMiddleman(
    _ body: (Home, Proxy, () async throws -> [String]) async throws -> Void
  ) async throws {
    try await withProxy { proxy, server, _ in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        try await home.must(["add", "-"], input: "Milk\nBread\n")
        let me = try await home.credentials()
        try await body(home, proxy) { try await server.titles(me.user, me.jwt).sorted() }
      }
    }
  }

  @Test func `shows what was refused and why, and sends it again when it is told to`() async throws
  {
    try await withMiddleman { home, proxy, titles in
      let milk = try await home.tasks().first { $0["title"] as? String == "Milk" }?["id"]
      let id = try #require(milk as? String)
      try proxy.misbehave("status-422", on: id)
      #expect(try await home.todotui("done", "Milk").status == 65)
      try await home.must("add", "Goes past it")
      #expect(try await titles() == ["Bread", "Goes past it", "Milk"])
      let queue = try await home.unsent()
      let change = try #require(queue.first)
      #expect(queue.count == 1 && change["state"] as? String == "failed")
      #expect(change["change"] as? String == "complete" && change["title"] as? String == "Milk")
      #expect((change["message"] as? String)?.contains("said by the test") == true)
      let number = try #require(change["number"] as? Int)
      let line = try await home.must("queue").output
      #expect(line.hasPrefix("\(number)  Done: “Milk”  (") && line.contains("said by"))
      let counts = ["status", "--format", "{queued}/{failed}"]
      #expect(try await home.must(counts).output == "0/1\n")

      let asked = proxy.requests.count { $0.contains(id) }
      #expect(try await home.must("sync").output == "Synced, 1 refused.\n")
      #expect(
        proxy.requests.count { $0.contains(id) } == asked,
        "what was refused is not asked again by itself"
      )
      let again = try await home.todotui("queue", "retry", "\(number)")
      #expect(again.status != 0 && again.errors.contains("said by the test"), "\(again.errors)")
      #expect(proxy.requests.count { $0.contains(id) } > asked)
      #expect(try await home.unsent().count == 1, "and it stays")
      #expect(try await home.todotui("queue", "retry", "\(number + 7)").status == 5)

      proxy.behave()
      let sent = try await home.must("queue", "retry", "\(number)")
      #expect(sent.output == "Sent: Done: “Milk”\n")
      #expect(try await home.must("queue").output.isEmpty)
      #expect(try await home.must(counts).output == "0/0\n")
      #expect(try await home.must("list", "--done").lines == ["1  ✓ Milk"])
    }
  }

  @Test func `gives up what is told, and the task is again as the server has it`() async throws {
    try await withMiddleman { home, proxy, titles in
      try proxy.misbehave("status-422", on: "/api/")
      for verb in [["edit", "Milk", "--title", "Oat milk"], ["done", "Bread"], ["add", "Third"]] {
        #expect(try await home.todotui(verb).status == 65)
      }
      let numbers = try await home.unsent().compactMap { $0["number"] as? Int }
      try #require(numbers.count == 3)
      let dropped = try await home.must(
        ["queue", "drop", "\(numbers[0])", "Third", "--yes", "--json"]
      )
      #expect((try dropped.json() as? [[String: Any]])?.count == 2)
      #expect(try await home.unsent().map { $0["number"] as? Int } == [numbers[1]])
      #expect(try await home.must("list", "--all", "--offline").output.contains("○ Milk\n"))
      #expect(try await home.todotui("queue", "drop", "\(numbers[0])", "--yes").status == 5)
      #expect(
        try await home.must("queue", "drop", "Bread", "--yes").output == "Given up: Done: “Bread”\n"
      )
      proxy.behave()
      #expect(try await home.must("sync").output == "Synced.\n")
      #expect(try await titles() == ["Bread", "Milk"])
      #expect(try await home.must("list").output == "1  ○ Bread\n2  ○ Milk\n")
    }
  }

  @Test func `has nothing, nor has the log, of what was to be made now or not at all`() async throws
  {
    try await withServer { server, folder in
      try await withHome { home in
        try await home.signUp(server: server.address)
        try await home.must("add", "Milk")
        let me = try await home.credentials()
        let log = try await home.must("log", "--json").output
        await server.stop()
        let verbs = [
          ["add", "Never"], ["done", "Milk"], ["edit", "Milk", "--title", "Never"],
          ["rm", "Milk", "--yes"],
        ]
        for verb in verbs {
          let done = try await home.todotui(verb + ["--require-online", "--json"])
          #expect(done.status == 69 && done.output.isEmpty, "\(verb): \(done.errors)")
          #expect(try done.error()["code"] as? String == "unreachable")
          let said = try done.error()["message"] as? String ?? ""
          #expect(said.hasPrefix("Nothing answers") && said.hasSuffix("Nothing was changed."))
        }
        #expect(try await home.unsent().isEmpty)
        #expect(try await home.must("log", "--json").output == log)
        #expect(try await home.must("list", "--all", "--offline").output == "1  ○ Milk\n")
        let back = try await server.again(folder: folder)
        #expect(try await home.must("sync").output == "Synced.\n")
        #expect(try await back.titles(me.user, me.jwt) == ["Milk"])
        await back.stop()
      }
    }
  }

  @Test func `nor of what was refused then`() async throws {
    try await withMiddleman { home, proxy, titles in
      let log = try await home.must("log", "--json").output
      try proxy.misbehave("status-422", on: "/tasks/")
      let verbs = [
        ["add", "Never"], ["done", "Milk", "Bread"], ["edit", "Milk", "--title", "Never"],
        ["rm", "Milk", "--yes"],
      ]
      for verb in verbs {
        let done = try await home.todotui(verb + ["--require-online"])
        #expect(done.status == 65, "\(verb): \(done.errors)")
      }
      #expect(try await home.unsent().isEmpty)
      #expect(try await home.must("log", "--json").output == log)
      proxy.behave()
      // What is undone is what was done before.
      #expect(try await home.must("undo").output == "Undone: Added: 2 tasks\n")
      #expect(try await titles().isEmpty)
      #expect(try await home.must("redo").output == "Again: Added: 2 tasks\n")
      #expect(try await titles() == ["Bread", "Milk"])
      #expect(
        try await home.todotui("redo", "--json").error()["code"] as? String == "nothing_to_redo"
      )
    }
  }
}
