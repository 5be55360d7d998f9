import Foundation
import Testing

@Suite(.sharedServer) struct `Changes of tasks` {
  private func newAccount() async throws -> Account { try await sharedServer().newAccount() }

  @Test func `are numbered, and each row is what its task is now`() async throws {
    let account = try await newAccount()
    #expect(try await account.changeNumber() == 0)
    let milk = try await account.add("milk")
    let bread = try await account.add("bread")
    let start = try await account.changeNumber()
    #expect(try await account.changes(since: start) == Changes(rows: [], number: start, total: 0))
    _ = try await account.call("PATCH", "\(account.path)/\(milk)", json: #"{"title":"tea"}"#)
    _ = try await account.call("PATCH", "\(account.path)/\(milk)/complete")
    let deleted = try await account.call("DELETE", "\(account.path)/\(bread)")
    let tea = try await account.add("rum")

    let changes = try await account.changes(since: start)
    #expect(changes.number == start + 4)
    #expect(changes.rows.map(\.id) == [milk, bread, tea])
    #expect(changes.rows.map(\.number) == [start + 2, start + 3, start + 4])
    #expect(changes.rows[0].json == (try await account.call("GET", "\(account.path)/\(milk)").body))
    let tombstone = try #require(
      try await account.call("GET", "\(account.path)?changes_since=\(start)").json()[1]
    )
    for absent in ["title", "tags", "user_id", "created_at"] { #expect(tombstone[absent] == nil) }
    #expect(tombstone["etag"]?.string == deleted.value("etag"))
    #expect(tombstone["deleted_at"]?.string?.hasSuffix("Z") == true)
    #expect(try await account.changes(since: start + 2).rows.map(\.id) == [bread, tea])
    #expect(try await account.changes(since: 0).rows.map(\.id) == [milk, bread, tea])
  }

  @Test func `come in parts, each with the number to go on from`() async throws {
    let account = try await newAccount()
    _ = try await account.add("first")
    let start = try await account.changeNumber()
    for title in ["a", "b", "c", "d", "e"] {
      let id = try await account.add(title)
      if title == "b" { _ = try await account.call("DELETE", "\(account.path)/\(id)") }
    }
    let first = try await account.changes(since: start, limit: 2)
    #expect(first.rows.map(\.number) == [start + 1, start + 3])
    #expect(first.number == start + 3)
    #expect(first.total == 5)
    let second = try await account.changes(since: first.number, limit: 2)
    #expect(second.number == start + 5)
    #expect(second.total == 3)
    let last = try await account.changes(since: second.number, limit: 2)
    #expect(last.rows.map(\.number) == [start + 6])
    #expect(last.total == 1)
    #expect(last.number == start + 6)
  }

  @Test func `stand in every list's head, also when the list is the same`() async throws {
    let account = try await newAccount()
    let id = try await account.add("milk")
    let list = try await account.call("GET", account.path)
    let tag = try #require(list.value("etag"))
    let number = try #require(list.value("x-change-number"))
    #expect(list.value("cache-control") == "private, no-cache")
    for query in ["?status=completed", "?limit=1", "?changes_since=0"] {
      let response = try await account.call("GET", account.path + query)
      #expect(response.value("x-change-number") == number)
      #expect(response.value("cache-control") == "private, no-cache")
    }
    let same = try await account.call("GET", account.path, [("If-None-Match", tag)])
    #expect(same.status == 304)
    #expect(same.value("x-change-number") == number)
    _ = try await account.call("DELETE", "\(account.path)/\(id)")
    let empty = try await account.call("GET", account.path, [("If-None-Match", tag)])
    #expect(empty.value("x-change-number").flatMap { Int64($0) } == Int64(number).map { $0 + 1 })
  }

  @Test func `are only those that were made`() async throws {
    let account = try await newAccount()
    let path = "\(account.path)/\(UUID().uuidString.lowercased())"
    let star = ("If-None-Match", "*")
    _ = try await account.call("PUT", path, json: #"{"title":"milk"}"#, [star])
    let number = try await account.changeNumber()
    let idle: [(String, String, String?, [(String, String)])] = [
      ("PUT", path, #"{"title":"milk"}"#, [star]), ("PUT", path, #"{"title":"tea"}"#, [star]),
      ("PUT", path, #"{"title":"milk"}"#, []), ("PATCH", path, "{}", []),
      ("PATCH", path + "/complete", #"{"completed":false}"#, []), ("PATCH", path, "[]", []),
      ("PUT", path, #"{"title":"tea"}"#, [("If-Match", "\"1\"")]),
      ("DELETE", path, nil, [("If-Match", "\"1\"")]), ("DELETE", path + "x", nil, []),
      ("POST", account.path, #"{"title":""}"#, []), ("GET", path, nil, []),
    ]
    for (method, target, json, headers) in idle {
      _ = try await account.call(method, target, json: json, headers)
      #expect(try await account.changeNumber() == number, "\(method) \(json ?? "")")
    }
  }

  @Test func `are refused for a number that is none, and beside what narrows a list`()
    async throws
  {
    let account = try await newAccount()
    let queries = [
      "-1", "x", "", "1.5", "0x1", "9223372036854775808", "1%00", "0&status=pending",
      "0&sort=title", "0&order=asc", "0&priority=low", "0&offset=1", "0&search=a", "0&limit=0",
      "0&limit=1001", "0&limit=x",
    ]
    for query in queries {
      let response = try await account.call("GET", "\(account.path)?changes_since=\(query)")
      #expect(response.status == 422)
      let place = try response.json()["detail"]?[0]?["loc"]?.array.compactMap(\.string)
      #expect(place == ["query", query.contains("limit") ? "limit" : "changes_since"], "\(query)")
    }
  }

  @Test func `after a number nobody gave are not known`() async throws {
    let account = try await newAccount()
    #expect(try await account.call("GET", account.path + "?changes_since=1").status == 410)
    _ = try await account.add("milk")
    let number = try await account.changeNumber()
    for other in [number + 1, number - 2, 1, Int64.max] {
      let response = try await account.call("GET", "\(account.path)?changes_since=\(other)")
      #expect(response.status == 410, "\(other - number)")
      #expect(response.value("x-change-number") == String(number))
      #expect(response.value("cache-control") == "private, no-cache")
      #expect(try response.json()["detail"]?.string?.isEmpty == false)
    }
    #expect(try await account.changes(since: number - 1).rows.count == 1)
  }

  @Test func `of many writers at once have numbers of their own, and none is left out`()
    async throws
  {
    let account = try await newAccount()
    let shared = try await account.add("shared")
    let start = try await account.changeNumber()
    let tags = try await withThrowingTaskGroup { group in
      for writer in 0..<8 {
        group.addTask {
          var tags: [String] = []
          for turn in 0..<10 {
            let path = turn % 2 == 0 ? account.path : "\(account.path)/\(shared)"
            let response = try await account.call(
              turn % 2 == 0 ? "POST" : "PATCH",
              path,
              json: #"{"title":"\#(writer) \#(turn)"}"#
            )
            tags.append(response.value("etag") ?? "")
          }
          return tags
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let numbers = tags.compactMap { Int64($0.dropFirst().dropLast()) }
    #expect(numbers.sorted() == Array(start + 1...start + 80))
    #expect(try await account.changes(since: start).rows.count == 41)
    #expect(try await account.changeNumber() == start + 80)
  }
}
