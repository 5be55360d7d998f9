import Foundation
import Testing

/// A conflict without a terminal: two machines of one account, every command a process of its own.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `Conflicts by commands` {
  /// Two homes signed in to one account; the first has seen the task `Buy milk`, the second renamed
  /// it to `Theirs`.
  private func withTwoHomes(_ body: (Home, Home) async throws -> Void) async throws {
    try await withServer { server, _ in
      try await withHome { mine in
        try await mine.signUp(server: server.address)
        try await mine.must("add", "Buy milk")
        try await withHome { theirs in
          let login = try await theirs.todotui(
            [
              "auth", "login", "--email", "ada@example.com", "--password-stdin", "--server",
              server.address,
            ],
            input: Home.password + "\n"
          )
          #expect(login.status == 0, "\(login.errors)")
          try await theirs.must("list")
          try await theirs.must("edit", "milk", "--title", "Theirs")
          try await body(mine, theirs)
        }
      }
    }
  }

  @Test func `end with 6 as long as nobody decided, and the decision can be taken back`()
    async throws
  {
    try await withTwoHomes { mine, theirs in
      let edited = try await mine.todotui("edit", "milk", "--title", "Mine", "--json")
      #expect(edited.status == 6)
      #expect(try edited.error()["code"] as? String == "in_conflict")
      let again = try await mine.todotui("done", "Mine")
      #expect(again.status == 6 && again.errors.contains("“Mine” is in conflict."))
      #expect(again.errors.contains("conflicts resolve"))
      let synced = try await mine.todotui("sync", "--json")
      #expect(synced.status == 6)
      #expect(try synced.object()["conflicts"] as? Int == 1)
      let retried = try await mine.todotui("queue", "retry", "Mine")
      #expect(retried.status == 6)
      let reason = "Done: “Mine”: It waits for the decision about the change before it."
      #expect(retried.errors.contains(reason), "\(retried.errors)")
      let behind = try #require(try await mine.unsent().last?["number"] as? Int)
      let alone = try await mine.todotui("queue", "retry", "\(behind)", "--json")
      #expect(alone.status == 6 && alone.errors.contains(reason), "\(alone.errors)")
      #expect(try alone.error()["code"] as? String == "in_conflict")
      #expect(try await mine.must("queue").output.contains("It waits for the decision"))

      try await mine.must("conflicts", "resolve", "Mine", "--mine")
      try await mine.must("sync")
      try await theirs.must("sync")
      #expect(try await theirs.must("list", "--all").lines == ["1  ✓ Mine"])
      let log = try await mine.must("log", "--fields", "action").json() as? [[String: String]]
      #expect(log?.first == ["action": "Kept yours: “Mine”"])
      #expect(try await mine.must("undo").output == "Undone: Kept yours: “Mine”\n")
      try await theirs.must("sync")
      #expect(try await theirs.must("list", "--all").lines == ["1  ✓ Theirs"])
      try await mine.must("redo")
      #expect(try await mine.must("list", "--all").lines == ["1  ✓ Mine"])
    }
  }

  @Test func `about a deletion end with 6, and one that is kept after all can be deleted by undo`()
    async throws
  {
    try await withTwoHomes { mine, _ in
      let refused = try await mine.todotui("rm", "milk", "--yes")
      #expect(refused.status == 6)
      try await mine.must("conflicts", "resolve", "Theirs", "--theirs")
      #expect(try await mine.must("queue", "list", "--json").output == "[]\n")
      #expect(try await mine.must("undo").output == "Undone: Kept after all: “Theirs”\n")
      #expect(try await mine.must("list").lines.isEmpty)
    }
  }

  @Test func `are listed beside what waits, field by field, as list does it`() async throws {
    try await withTwoHomes { mine, _ in
      _ = try await mine.todotui("edit", "milk", "--title", "Mine")
      let queue = try await mine.must("queue", "list", "--fields", "title,state").output
      #expect(queue == "[{\"title\":\"Mine\",\"state\":\"conflict\"}]\n")
      let lines = try await mine.must("queue", "--ndjson", "--fields", "change").output
      #expect(lines == "{\"change\":\"edit\"}\n")
      let log = try await mine.must("log", "--ndjson").lines
      #expect(log.count == 2 && log[0].hasPrefix("{\"id\":2,\"action\":"))
      for command in [["log"], ["queue", "list"]] {
        let wrong = try await mine.todotui(command + ["--fields", "titel"])
        #expect(wrong.status == 64 && wrong.errors.contains("There is no field titel"))
      }
      let slip = try await mine.todotui("list", "--ov")
      #expect(slip.status == 64 && slip.errors.contains("Did you mean '--open'?"))
      let other = try await mine.todotui("queue", "drop", "1", "--ye")
      #expect(other.errors.contains("Did you mean '--yes'?"))
    }
  }
}
