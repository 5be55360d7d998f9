import Foundation
import GRDB
import Testing
import TodoServer

/// `tasks-2.sql` is a dump of a database that the server made whose last migration was `2-tasks`.
@Suite struct `A database of an older server` {
  private let secret = "a-secret-of-the-tests-0123456789abcdef"
  private let user = "de8f2ac8-401c-40ca-bd27-cfc1475e8bfb"

  private func withOldDatabase(
    _ body: (RunningServer, [String: JSONObject]) async throws -> Void
  ) async throws {
    let directory = try makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let dump = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("tasks-2.sql")
    let statements = try String(contentsOf: dump, encoding: .utf8)
    let queue = try DatabaseQueue(path: directory + "/db.sqlite")
    try await queue.writeWithoutTransaction { try $0.execute(sql: statements) }
    try queue.close()
    // The second start finds nothing more to do.
    for _ in 0..<2 {
      try await withServer(in: directory) {
        $0.secret = secret
      } _: { server in
        let session = try await server.signIn("ada@example.com").json()["token"]?.string ?? ""
        let bearer = ("Authorization", "Bearer \(session)")
        let jwt = try await server.get("/api/auth/token", [bearer]).json()["token"]?.string ?? ""
        let list = try await server.get(
          "/api/\(user)/tasks",
          [("Authorization", "Bearer \(jwt)")]
        )
        #expect(list.status == 200)
        let tasks = try list.json().array
        let byTitle = tasks.map { ($0["title"]?.string ?? "", $0) }
        try await body(server, Dictionary(uniqueKeysWithValues: byTitle))
      }
    }
  }

  @Test func `keeps account, tasks and their fields`() async throws {
    try await withOldDatabase { server, tasks in
      #expect(tasks.count == 5)
      let full = try #require(tasks["full"])
      #expect(full["description"]?.string == "two\nlines")
      #expect(full["completed"]?.bool == true)
      #expect(full["priority"]?.string == "high")
      #expect(full["due_date"]?.string == "2026-12-24T17:00:00.000Z")
      #expect(full["tags"]?.array.compactMap(\.string) == ["home", "x"])
      #expect(full["updated_at"]?.string == full["created_at"]?.string)
      #expect(tasks["day"]?["due_date"]?.string == "2026-12-01")
      #expect(tasks["plain"]?["priority"]?.isNull == true)
      let done = try await server.database {
        try String.fetchAll($0, sql: "select identifier from grdb_migrations order by identifier")
      }
      #expect(done == ["1-better-auth", "2-tasks", "3-tags", "4-changes"])
    }
  }

  @Test func `has its tags mended once, and none of them lost`() async throws {
    try await withOldDatabase { _, tasks in
      let old = try #require(tasks["tags of old"])
      let long = String(repeating: "l", count: 64)
      #expect(
        old["tags"]?.array.compactMap(\.string) == ["home", "two-words", "a-b", "q-r", long]
      )
      #expect(old["created_at"]?.string == "2026-11-21T14:08:29.879Z")
      #expect(old["updated_at"]?.string == "2026-11-21T14:08:29.880Z")
      let many = try #require(tasks["many tags"])
      #expect(many["tags"]?.count == 32)
      #expect(many["updated_at"]?.string == many["created_at"]?.string)
    }
  }

  @Test func `has its changes numbered by time, and each task tagged`() async throws {
    try await withOldDatabase { server, tasks in
      let rows = tasks.values.sorted {
        ($0["updated_at"]?.string ?? "", $0["id"]?.string ?? "")
          < ($1["updated_at"]?.string ?? "", $1["id"]?.string ?? "")
      }
      let numbers = rows.compactMap {
        ($0["etag"]?.string?.dropFirst().dropLast()).flatMap { Int64($0) }
      }
      let first = try #require(numbers.first)
      #expect(numbers == Array(first..<first + 5))
      let kept = try await server.database {
        try Int64.fetchAll($0, sql: #"select "number" from "task_counter""#)
      }
      #expect(kept == [first + 4])
    }
  }
}
