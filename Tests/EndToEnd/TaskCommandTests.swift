import Foundation
import Testing

/// Tasks without a terminal.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `The task commands` {
  private static let keys: Set = [
    "id", "title", "description", "completed", "priority", "due", "tags", "createdAt", "updatedAt",
  ]

  @Test func `add, list, complete, reopen, edit and delete`() async throws {
    try await withSignedInHome { home in
      #expect(try await home.must("add", "Buy", "oat", "milk").output == "Added: Buy oat milk\n")
      try await home.must("add", "Water the plants")
      let list = try await home.must("list")
      #expect(list.lines == ["1  ○ Water the plants", "2  ○ Buy oat milk"])
      #expect(try await home.must("ls").output == list.output)

      #expect(try await home.must("done", "2").output == "Done: Buy oat milk\n")
      #expect(try await home.must("list").lines == ["1  ○ Water the plants"])
      #expect(try await home.must("list", "--done").lines == ["1  ✓ Buy oat milk"])
      #expect(try await home.must("undone", "milk").output == "Open again: Buy oat milk\n")
      #expect(try await home.must("done", "Buy oat milk", "water").lines.count == 2)
      #expect(try await home.must("list", "--open").output.isEmpty)
      #expect(try await home.must("list", "--all").lines.count == 2)
      try await home.must("undone", "1", "2")

      try await home.must("edit", "milk", "--title", "Buy soy milk", "--description", "Two\nof it")
      let shown = try await home.must("show", "soy")
      #expect(shown.output.contains("Buy soy milk") && shown.output.contains("    of it"))
      try await home.must("edit", "soy", "--description", "")
      let task = try await home.must("show", "soy", "--json").object()
      #expect(task["description"] is NSNull)
      #expect(task["title"] as? String == "Buy soy milk")

      #expect(try await home.todotui("rm", "soy").status == 2, "nobody can be asked")
      #expect(try await home.titles().count == 2)
      #expect(try await home.must("rm", "soy", "--yes").output == "Deleted: Buy soy milk\n")
      #expect(try await home.titles() == ["Water the plants"])
      #expect(try await home.must("sync").output.hasPrefix("Synced"))
    }
  }

  @Test func `print JSON of fixed shape`() async throws {
    try await withSignedInHome { home in
      let added = try await home.must("add", "One", "--description", "More of it", "--json")
        .object()
      #expect(Set(added.keys).isSuperset(of: Self.keys))
      #expect(added["title"] as? String == "One")
      #expect(added["description"] as? String == "More of it")
      #expect(added["completed"] as? Bool == false)
      #expect(added["sync"] as? String == "synced")
      try await home.must("add", "Two")
      let all = try #require(try await home.must("list", "--json").json() as? [[String: Any]])
      #expect(all.count == 2)
      for task in all { #expect(Set(task.keys) == Self.keys) }
      #expect(all[1]["id"] as? String == added["id"] as? String)

      let some = try await home.must("list", "--fields", "title,id")
      #expect(some.output.hasPrefix("[{\"title\":\"Two\",\"id\":\""))
      let lines = try await home.must("list", "--ndjson").lines
      #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
      let plain = try await home.must("list", "--plain").lines
      #expect(
        plain.map { $0.split(separator: "\t").dropFirst().joined(separator: "|") }
          == ["open|Two", "open|One"]
      )
      let unknown = try await home.todotui("list", "--fields", "id,colour")
      #expect(unknown.status == 64 && unknown.errors.contains("colour"))
      let synced = try await home.must("sync", "--json").object()
      #expect(Set(synced.keys) == ["sent", "queued", "failed", "conflicts", "lastSync"])
      #expect(try await home.must("done", "1", "2", "--json").json() is [Any])
      #expect(
        try await home.must("undone", "Two", "--json").object()["completed"] as? Bool == false
      )
      let empty = try await home.must("list", "zzz", "--json")
      #expect(empty.output == "[]\n")
    }
  }

  @Test func `take queries, order and limits`() async throws {
    try await withSignedInHome { home in
      for title in ["beta milk", "Alpha", "gamma MILK"] { try await home.must("add", title) }
      #expect(try await home.must("list", "milk").lines.count == 2)
      #expect(try await home.must("list", "milk", "gamma").lines == ["1  ○ gamma MILK"])
      #expect(try await home.must("list", "--search", "alph").lines == ["1  ○ Alpha"])
      #expect(
        try await home.must("list", "--sort", "title", "--limit", "1").lines == ["1  ○ Alpha"]
      )
      #expect(try await home.must("list", "--offline").lines.count == 3)
      #expect(try await home.todotui("list", "--sort", "colour").status == 64)
      #expect(try await home.todotui("list", "--open", "--done").status == 64)
      #expect(try await home.todotui("list", "--limit", "-1").status == 64)
      #expect(try await home.todotui("list", "--limit", "many").status == 64)
    }
  }

  @Test func `add one task for every line of stdin`() async throws {
    try await withSignedInHome { home in
      let done = try await home.must("add", "-", input: "First line\n\n  Second 📬 line  \nThird")
      #expect(done.lines.count == 3)
      #expect(try await home.titles() == ["Third", "Second 📬 line", "First line"])
      let none = try await home.todotui("add", "-", input: "\n \n")
      #expect(none.status == 65)
      let long = String(repeating: "x", count: 201)
      let bad = try await home.todotui("add", "-", input: "Good\n\(long)\n")
      #expect(bad.status == 65)
      #expect(bad.errors.contains("Line 2"))
      #expect(try await home.titles().count == 3, "nothing of a bad input is added")
    }
  }

  @Test func `find the task a reference means, or none, never guessing`() async throws {
    try await withSignedInHome { home in
      var ids: [String: String] = [:]
      for title in ["Call mum", "Call", "Recall the vote", "Buy call sign"] {
        let task = try await home.must("add", title, "--json").object()
        ids[title] = task["id"] as? String
      }
      func title(_ reference: String) async throws -> String? {
        try await home.must("show", reference, "--json").object()["title"] as? String
      }
      #expect(try await title("call") == "Call", "exact before prefix")
      #expect(try await title("call m") == "Call mum")
      #expect(try await title("SIGN") == "Buy call sign")
      #expect(try await title("ecal") == "Recall the vote")
      let id = try #require(ids["Call mum"])
      #expect(try await title("id:" + id) == "Call mum")
      #expect(try await title(String(id.prefix(13))) == "Call mum", "longer than digits alone")

      let ambiguous = try await home.todotui("show", "al", "--json")
      #expect(ambiguous.status == 65)
      #expect(try ambiguous.error()["code"] as? String == "ambiguous")
      let message = try ambiguous.error()["message"] as? String ?? ""
      #expect(message.contains("Call mum") && message.contains("Recall the vote"))
      let unknown = try await home.todotui("done", "nothing like it")
      #expect(unknown.status == 5)
      #expect(unknown.errors.contains("nothing like it"))
      #expect(try await home.todotui("done", "id:nope").status == 5)
      #expect(try await home.todotui("done", "").status == 5)
      let early = try await home.todotui("done", "1")
      #expect(early.status == 5, "no list was printed yet")
      try await home.must("list")
      #expect(try await home.todotui("done", "5").status == 5)
      #expect(try await title("1") == "Buy call sign")
      // The row of the last list stays meant, whatever was added since.
      try await home.must("add", "Newest")
      #expect(try await title("1") == "Buy call sign")
    }
  }

  @Test func `what works of several is done, and the rest is told with 3`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Real one")
      let done = try await home.todotui("done", "real", "missing", "--json")
      #expect(done.status == 3)
      #expect(done.output.contains("Real one"))
      #expect(try done.error()["message"] as? String == "No task matches “missing”.")
      #expect(try await home.must("list", "--done").lines.count == 1)
    }
  }

  @Test func `global options stand before or after the command`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Somewhere")
      let after = try await home.must("list", "--json", "--profile", "local", "-q")
      let before = try await home.must("--json", "--profile", "local", "-q", "list")
      #expect(before.output == after.output)
      #expect(try await home.must("--profile=local", "--json", "auth", "status").status == 0)
      #expect(try await home.todotui("--profile", "other", "list").status == 4)
      #expect(try await home.todotui("--timeout", "soon", "list").status == 64)
      #expect(try await home.must("--timeout", "20s", "list", "--json").output == after.output)
      try await home.must("add", "--", "--json is a title")
      #expect(try await home.titles().first == "--json is a title")
    }
  }

  @Test func `help and version are answers, everything unknown is 64`() async throws {
    try await withHome { home in
      let version = try await home.must("--version")
      #expect(version.output.contains(/^\d+\.\d+\.\d+/))
      #expect(try await home.must("--help").output.contains("SUBCOMMANDS"))
      // What a command's own type does not take is told by the root, of the whole line.
      #expect(try await home.must("add", "--help").output.contains("USAGE: todotui add"))
      #expect(try await home.must("list", "--version").output == version.output)
      #expect(try await home.must("help", "ls").output.contains("USAGE: todotui list"))
      for words in [["nonsense"], ["list", "--nonsense"], ["add"], ["done"], ["edit", "x"]] {
        #expect(try await home.todotui(words).status == 64, "\(words)")
      }
      let json = try await home.todotui("list", "--nonsense", "--json")
      #expect(try json.error()["code"] as? String == "usage")
      let screen = try await home.todotui()
      #expect(screen.status == 64)
      #expect(screen.errors.contains("USAGE") && screen.output.isEmpty)
      #expect(try await home.todotui("demo").status == 64)
    }
  }

  @Test func `a reader that goes away ends the program quietly`() async throws {
    try await withSignedInHome { home in
      let lines = (1...300).map { "Task number \($0)" }.joined(separator: "\n")
      try await home.must("add", "-", input: lines)
      let done = try await run(
        "/bin/sh",
        ["-c", "todotui list --all --json | head -c 10; todotui list --offline | head -n 1"],
        environment: home.environment
      )
      #expect(done.status == 0 && done.errors.isEmpty, "\(done.errors)")
    }
  }

  @Test func `doctor looks at everything and finds it well`() async throws {
    try await withSignedInHome { home in
      let done = try await home.must("doctor")
      #expect(done.output.contains("exactly once"))
      #expect(try await home.must("doctor", "--json").object()["ok"] as? Bool == true)
      #expect(!done.output.contains("eyJ"))
    }
  }
}
