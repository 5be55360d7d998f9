import Foundation
import GRDB
import Testing

@Suite(.sharedServer) struct `Lists of tasks with fields` {
  /// Tasks made one after the other, at the times given.
  private func account(with tasks: [(title: String, fields: String, made: Int)]) async throws
    -> Account
  {
    let account = try await sharedServer().newAccount()
    for (place, task) in tasks.enumerated() {
      // The ids rise, so that ties of time show in a known order.
      let id = "00000000-0000-4000-8000-\(String(100_000_000_000 + place))"
      let created = try await account.call(
        "PUT",
        "\(account.path)/\(id)",
        json: #"{"title":"\#(task.title)"\#(task.fields)}"#,
        [("If-None-Match", "*")]
      )
      #expect(created.status == 201)
      let user = account.id
      try await account.server.database {
        try $0.execute(
          sql: #"update "task" set "created_at" = ? where "user_id" = ? and "id" = ?"#,
          arguments: [task.made, user, id]
        )
      }
    }
    return account
  }

  @Test
  func `by due date have the dateless last in both orders, and ties newest first, then by id`()
    async throws
  {
    let account = try await account(with: [
      ("none-old", "", 1),
      ("late", #","due_date":"2027-01-01""#, 1),
      ("noon", #","due_date":"2026-12-01T12:00Z""#, 1),
      ("day-b", #","due_date":"2026-12-01""#, 1),
      ("day-c", #","due_date":"2026-12-01""#, 1),
      ("day-a", #","due_date":"2026-12-01""#, 2),
      ("none-new", "", 2),
    ])
    let days = ["day-a", "day-b", "day-c"]
    let rest = ["none-new", "none-old"]
    let rising = days + ["noon", "late"] + rest
    #expect(try await account.titles("?sort=due_date") == rising)
    #expect(try await account.titles("?sort=due_date&order=asc") == rising)
    let falling = ["late", "noon"] + days + rest
    #expect(try await account.titles("?sort=due_date&order=desc") == falling)
    #expect(try await account.titles("?sort=due_date&limit=3&offset=2") == Array(rising[2..<5]))
  }

  @Test func `are ordered both ways by time and title`() async throws {
    let account = try await account(with: [("b", "", 1), ("A", "", 2), ("c", "", 3), ("c", "", 4)])
    let lists = [
      ("?sort=created", "ccAb"), ("?order=desc", "ccAb"), ("?order=asc", "bAcc"),
      ("?sort=title", "Abcc"), ("?sort=title&order=asc", "Abcc"),
      ("?sort=title&order=desc", "ccbA"),
    ]
    for (query, expected) in lists {
      #expect(try await account.titles(query).joined() == expected, "\(query)")
    }
  }

  @Test func `are narrowed by priority, together with the rest, and counted so`() async throws {
    let account = try await account(with: [
      ("milk", #","priority":"high""#, 1),
      ("more milk", #","priority":"high","completed":true"#, 2),
      ("bread", #","priority":"low""#, 3),
      ("tea", "", 4),
    ])
    #expect(try await account.titles("?priority=high") == ["more milk", "milk"])
    #expect(try await account.titles("?priority=medium") == [])
    #expect(try await account.titles("?priority=high&status=pending&search=MILK") == ["milk"])
    let page = try await account.call("GET", account.path + "?priority=high&limit=1")
    #expect(page.value("x-total-count") == "2")
  }

  @Test(arguments: [
    "priority=urgent", "priority=High", "priority=", "order=up", "order=", "order=ASC",
    "sort=due", "sort=priority", "sort=",
  ])
  func `of values nobody knows are refused`(query: String) async throws {
    let account = try await sharedServer().newAccount()
    let response = try await account.call("GET", "\(account.path)?\(query)")
    #expect(response.status == 422)
    let detail = try response.json()["detail"]?[0]
    let name = query.prefix { $0 != "=" }
    #expect(detail?["loc"]?.array.compactMap(\.string) == ["query", String(name)])
    #expect(detail?["type"]?.string == "enum")
  }
}
