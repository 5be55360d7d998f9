import Foundation
import Testing

/// Priority, due date and tags on the command line, with the server that ships.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `Fields of a task` {
  @Test func `are read from the words of add and shown by every list`() async throws {
    try await withSignedInHome { home in
      let added = try await home.must(
        "add",
        "Buy milk !high #home #shop due:2026-12-01",
        "--json"
      ).object()
      #expect(added["title"] as? String == "Buy milk")
      #expect(added["priority"] as? String == "high")
      #expect(added["due"] as? String == "2026-12-01")
      #expect(added["tags"] as? [String] == ["home", "shop"])
      #expect(added["sync"] as? String == "synced")
      try await home.must("add", ##"Say \!high to \#home"##)
      let list = try await home.must("list")
      #expect(
        list.lines == [
          "1  ○ Say !high to #home", "2  ○ Buy milk  !high #home #shop due 2026-12-01",
        ]
      )
      let plain = try await home.must("list", "--plain", "--sort", "due").lines[0]
      #expect(plain.hasSuffix("\topen\tBuy milk\thigh\t2026-12-01\thome,shop"), "\(plain)")
      let shown = try await home.must("show", "milk").output
      for part in ["priority high", "due      2026-12-01", "tags     home, shop"] {
        #expect(shown.contains(part))
      }
    }
  }

  @Test func `are changed and cleared by edit, in one request`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Call the bank")
      try await home.must(
        "edit",
        "bank",
        "--priority",
        "low",
        "--due",
        "+3d",
        "--tag",
        "money,phone"
      )
      let task = try await home.must("show", "bank", "--json").object()
      #expect(task["priority"] as? String == "low")
      #expect((task["due"] as? String)?.count == 10)
      #expect(task["tags"] as? [String] == ["money", "phone"])
      try await home.must("edit", "bank", "--priority", "none", "--due", "none", "--tag", "none")
      let bare = try await home.must("show", "bank", "--json").object()
      #expect(bare["priority"] is NSNull && bare["due"] is NSNull)
      #expect(bare["tags"] as? [String] == [])
    }
  }

  @Test(arguments: [["--priority", "urgent"], ["--due", "someday"], ["--tag", "to do"]])
  func `that are none are refused with what would be right`(_ words: [String]) async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Call the bank")
      let refused = try await home.todotui(["edit", "bank"] + words)
      #expect(refused.status == 64)
      #expect(refused.errors.contains("none"), "\(refused.errors)")
    }
  }

  @Test func `sort lists`() async throws {
    try await withSignedInHome { home in
      for title in ["a !low due:2026-12-03", "b", "c !high due:2026-12-02", "d !medium"] {
        try await home.must("add", title)
      }
      func order(_ sort: String) async throws -> [String] {
        let all = try await home.must("list", "--sort", sort, "--json").json() as? [[String: Any]]
        return all?.compactMap { $0["title"] as? String } ?? []
      }
      #expect(try await order("due") == ["c", "a", "d", "b"])
      #expect(try await order("priority") == ["c", "d", "a", "b"])
    }
  }
}
