import Foundation
import Testing

/// Tasks changed on two machines at once, shown and settled by commands.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `Conflicts settled by commands` {
  @Test func `are shown with every side, and settled as each task is to be`() async throws {
    try await withTwoDevices("One", "Two", "Three", "Calm") { devices in
      let (here, there) = (devices.here, devices.there)
      let titles = ["One", "Two", "Three"]
      try await devices.apart {
        for title in titles { try await here.must("edit", title, "--title", "\(title) here") }
        try await here.must("done", "Calm")
      }
      for title in titles { try await there.must("edit", title, "--title", "\(title) there") }
      let synced = try await here.todotui("sync")
      #expect(synced.status != 0 && synced.output == "Synced, 1 sent, 3 in conflict.\n")

      #expect(try await here.must("list", "--offline").output.contains("! One here  (Both here"))
      let counts = ["status", "--format", "{open} {done} {queued} {failed} {conflicts}"]
      #expect(try await here.must(counts).output == "3 1 0 0 3\n")
      let shown = try await here.must("conflicts").lines
      #expect(
        shown.prefix(2) == ["One here", "  title: was “One”, here “One here”, there “One there”"]
      )
      let all = try await here.conflicts()
      #expect(all.map { $0["kind"] as? String } == ["fields", "fields", "fields"])
      let field = (all.first?["fields"] as? [[String: Any]])?.first
      #expect(field?["field"] as? String == "title" && field?["seen"] as? String == "One")
      #expect(field?["mine"] as? String == "One here" && field?["theirs"] as? String == "One there")
      #expect(
        try await here.unsent().map { $0["state"] as? String } == [
          "conflict", "conflict", "conflict",
        ]
      )

      let id = try #require(all.first?["id"] as? String)
      let mine = try await here.must("conflicts", "resolve", id, "--mine", "--json").object()
      #expect(mine["title"] as? String == "One here" && mine["sync"] as? String == "synced")
      let theirs = try await here.must("conflicts", "resolve", "Two here", "--theirs")
      #expect(theirs.output == "Settled: Two there\n")
      let edited = try await here.must(
        "conflicts",
        "resolve",
        "Three here",
        "--title",
        "Three again"
      )
      #expect(edited.output == "Settled: Three again\n")
      #expect(
        try await devices.served() == ["Calm (done)", "One here", "Three again", "Two there"]
      )
      #expect(try await here.must(counts).output == "3 1 0 0 0\n")
      #expect(try await here.must("conflicts").output.isEmpty)
    }
  }

  @Test func `that are none, or named by nothing, are 5, and half a decision is 64`() async throws {
    try await withTwoDevices("Milk", "Calm") { devices in
      let here = devices.here
      try await devices.apart { try await here.must("edit", "Milk", "--title", "Oat milk") }
      try await devices.there.must("edit", "Milk", "--title", "Rice milk")
      _ = try await here.todotui("sync")
      let calm = try await here.todotui("conflicts", "resolve", "Calm", "--mine", "--json")
      #expect(calm.status == 5)
      #expect(try calm.error()["code"] as? String == "no_conflict")
      #expect(try calm.error()["message"] as? String == "“Calm” is in no conflict.")
      let wrong = try await here.todotui("conflicts", "resolve", "no-such-id", "--mine", "--json")
      #expect(wrong.status == 5)
      #expect(try wrong.error()["code"] as? String == "not_found")
      for slip in [[], ["--mine", "--theirs"], ["--mine", "--title", "Both"], ["--title", " "]] {
        let done = try await here.todotui(["conflicts", "resolve", "Oat milk"] + slip)
        #expect(done.status == (slip.last == " " ? 65 : 64), "\(slip): \(done.errors)")
      }
      #expect(try await here.conflicts().count == 1, "nothing was decided")
      #expect(try await devices.served() == ["Calm", "Rice milk"])
    }
  }
}
