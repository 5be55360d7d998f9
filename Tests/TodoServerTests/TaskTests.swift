import Foundation
import GRDB
import Testing
import TodoServer

@Suite(.sharedServer) struct `Tasks` {
  private func newAccount() async throws -> Account { try await sharedServer().newAccount() }

  /// The `loc` and `type` of a 422.
  private func problem(_ response: RawResponse) throws -> String {
    #expect(response.status == 422)
    let detail = try #require(try response.json()["detail"]?[0])
    #expect(detail["msg"]?.string?.isEmpty == false)
    let location = detail["loc"]?.array.compactMap(\.string).joined(separator: ".") ?? ""
    return "\(location) \(detail["type"]?.string ?? "")"
  }

  @Test func `are created, read, changed, completed and deleted`() async throws {
    let account = try await newAccount()
    let created = try await account.call(
      "POST",
      account.path,
      json: #"{"title":"  buy milk\n","description":"two"}"#
    )
    #expect(created.status == 201)
    let task = try created.json()
    let id = try #require(task["id"]?.string)
    #expect(id.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil)
    #expect(task["user_id"]?.string == account.id)
    #expect(task["title"]?.string == "buy milk")
    #expect(task["description"]?.string == "two")
    #expect(task["completed"]?.bool == false)
    #expect(task["created_at"]?.string?.hasSuffix("Z") == true)
    #expect(task["priority"]?.isNull == true)
    let path = "\(account.path)/\(id)"
    #expect(try await account.call("GET", path).body == created.body)

    let changed = try await account.call("PUT", path, json: #"{"description":null}"#).json()
    #expect(changed["title"]?.string == "buy milk")
    #expect(changed["description"]?.isNull == true)
    let before = try #require(created.json()["updated_at"]?.string)
    let after = try #require(changed["updated_at"]?.string)
    #expect(before < after)
    let same = try await account.call("PATCH", path, json: #"{"title":"buy milk"}"#).json()
    #expect(same["updated_at"]?.string == after)

    let done = try await account.call("PATCH", path + "/complete").json()
    #expect(done["completed"]?.bool == true)
    let set = try await account.call("PATCH", path + "/complete", json: #"{"completed":true}"#)
    #expect(try set.json()["completed"]?.bool == true)
    let open = try await account.call("PATCH", path + "/complete").json()
    #expect(open["completed"]?.bool == false)

    let deleted = try await account.call("DELETE", path)
    #expect(deleted.status == 204)
    #expect(deleted.body.isEmpty)
    for method in ["GET", "DELETE"] {
      #expect(try await account.call(method, path).status == 404)
    }
    #expect(try await account.call("PUT", path, json: "{}").status == 404)
    #expect(try await account.call("PATCH", path + "/complete").status == 404)
  }

  @Test func `take titles of 1 to 200 scalars after trimming`() async throws {
    let account = try await newAccount()
    let good = [
      "a", String(repeating: "a", count: 200), "  x\u{3000}", "tab\tinside", "👨‍👩‍👧 family",
      String(repeating: "é", count: 200), "zero\u{200B}width", "\u{202E}bidi", "\u{7F}",
    ]
    for title in good {
      let id = try await account.add(title)
      let task = try await account.call("GET", "\(account.path)/\(id)").json()
      #expect(task["title"]?.string == title.trimmingCharacters(in: .whitespaces))
    }
    let bad = [
      (#"{"title":""}"#, "body.title string_too_short"),
      (#"{"title":" \u3000\t\n"}"#, "body.title string_too_short"),
      (#"{"title":"\u200b \u2060\u3164"}"#, "body.title string_too_short"),
      (#"{"title":"\#(String(repeating: "a", count: 201))"}"#, "body.title string_too_long"),
      (#"{"title":"\#(String(repeating: "e\u{301}", count: 101))"}"#, "body.title string_too_long"),
      (#"{"title":"a\u0000b"}"#, "body.title value_error"),
      (#"{"title":"a\ud800b"}"#, "body json_invalid"),
      (#"{"title":"a\udc00"}"#, "body json_invalid"),
      (#"{"title":null}"#, "body.title string_type"),
      (#"{"title":5}"#, "body.title string_type"),
      (#"{"description":"x"}"#, "body.title missing"),
      (#"{"title":"#, "body json_invalid"),
      ("", "body json_invalid"),
      ("[]", "body dict_type"),
      (#"{"title":"a","completed":"yes"}"#, "body.completed bool_type"),
      (#"{"title":"a","priority":"urgent"}"#, "body.priority enum"),
      (#"{"title":"a","due_date":"2026-02-30"}"#, "body.due_date datetime_parsing"),
      (#"{"title":"a","due_date":"0001-01-01T00:00:00+01:00"}"#, "body.due_date datetime_parsing"),
      (#"{"title":"a","due_date":"9999-12-31T23:59:59-01:00"}"#, "body.due_date datetime_parsing"),
      (#"{"title":"a","due_date":"0000-01-01"}"#, "body.due_date datetime_parsing"),
      (#"{"title":"a","tags":["a",1]}"#, "body.tags string_type"),
      (#"{"title":"a","tags":"a"}"#, "body.tags list_type"),
      (
        #"{"title":"a","description":"\#(String(repeating: "a", count: 1001))"}"#,
        "body.description string_too_long"
      ),
      (
        #"{"title":\#(String(repeating: "[", count: 70))\#(String(repeating: "]", count: 70))}"#,
        "body json_invalid"
      ),
    ]
    for (json, expected) in bad {
      let response = try await account.call("POST", account.path, json: json)
      #expect(try problem(response) == expected, "\(json.prefix(60))")
    }
    #expect(try await account.titles().count == good.count)
  }

  @Test func `keep priority, due date and tags`() async throws {
    let account = try await newAccount()
    let json = """
      {"title":"a","priority":"high","due_date":"2026-12-24T18:00:00+01:00","tags":["home","x"]}
      """
    let task = try await account.call("POST", account.path, json: json).json()
    #expect(task["priority"]?.string == "high")
    #expect(task["due_date"]?.string == "2026-12-24T17:00:00.000Z")
    #expect(task["tags"]?.array.compactMap(\.string) == ["home", "x"])
    let path = "\(account.path)/\(try #require(task["id"]?.string))"
    let cleared = try await account.call(
      "PATCH",
      path,
      json: #"{"priority":null,"due_date":"2026-12-24","tags":[]}"#
    ).json()
    #expect(cleared["priority"]?.isNull == true)
    #expect(cleared["due_date"]?.string == "2026-12-24")
    #expect(cleared["tags"]?.count == 0)
  }

  @Test func `are listed newest first, and by status, order, page and text`() async throws {
    let account = try await newAccount()
    for title in ["Bread", "apples", "Ärger"] { _ = try await account.add(title) }
    let id = try await account.add("milk")
    _ = try await account.call("PATCH", "\(account.path)/\(id)/complete")
    let due = #"{"title":"cake","due_date":"2026-01-01","description":"for ÄRGER"}"#
    _ = try await account.call("POST", account.path, json: due)

    #expect(try await account.titles() == ["cake", "milk", "Ärger", "apples", "Bread"])
    #expect(try await account.titles("?status=completed") == ["milk"])
    #expect(try await account.titles("?status=pending").count == 4)
    #expect(try await account.titles("?status=all&unknown=1").count == 5)
    let sorted = try await account.titles("?sort=title")
    #expect(sorted == ["apples", "Ärger", "Bread", "cake", "milk"])
    #expect(try await account.titles("?sort=due_date").first == "cake")
    #expect(try await account.titles("?search=%C3%A4rg") == ["cake", "Ärger"])
    #expect(try await account.titles("?search=%25") == [])
    #expect(try await account.titles("?limit=2&offset=1") == ["milk", "Ärger"])
    let page = try await account.call("GET", account.path + "?limit=1")
    #expect(page.value("x-total-count") == "5")
    let bad = [
      "status=done", "sort=id", "limit=0", "limit=1001", "limit=x", "offset=-1", "status=",
      "search=%00", "search=%zz", "search=%ff",
    ]
    for query in bad {
      let response = try await account.call("GET", "\(account.path)?\(query)")
      #expect(try problem(response).hasPrefix("query"), "\(query)")
    }
  }

  @Test func `are in the same order on every page when made in the same millisecond`() async throws
  {
    let account = try await newAccount()
    let ids = (0..<20).map { _ in UUID().uuidString.lowercased() }
    for id in ids {
      _ = try await account.call(
        "PUT",
        "\(account.path)/\(id)",
        json: #"{"title":"x"}"#,
        [("If-None-Match", "*")]
      )
    }
    let user = account.id
    try await account.server.database {
      try $0.execute(sql: #"update "task" set "created_at" = 1 where "user_id" = '\#(user)'"#)
    }
    var seen: [String] = []
    for offset in 0..<20 {
      let page = try await account.call("GET", "\(account.path)?limit=1&offset=\(offset)").json()
      seen += page.array.compactMap { $0["id"]?.string }
    }
    #expect(seen == ids.sorted())
  }

  @Test func `take an id of the client's once`() async throws {
    let account = try await newAccount()
    let path = "\(account.path)/\(UUID().uuidString.lowercased())"
    let star = ("If-None-Match", "*")
    let json = #"{"title":"milk","completed":true}"#
    let first = try await account.call("PUT", path, json: json, [star])
    #expect(first.status == 201)
    #expect(try first.json()["completed"]?.bool == true)
    let second = try await account.call("PUT", path, json: json, [star])
    #expect(second.status == 200)
    #expect(second.body == first.body)
    let other = try await account.call("PUT", path, json: #"{"title":"tea"}"#, [star])
    #expect(other.status == 412)
    #expect(other.body == first.body)
    #expect(try await account.titles() == ["milk"])
    #expect(try await account.call("PUT", path, json: #"{"title":"tea"}"#).status == 200)
    for id in [UUID().uuidString, "1", "not-a-uuid", String(repeating: "a", count: 36)] {
      let response = try await account.call("PUT", "\(account.path)/\(id)", json: json, [star])
      #expect(try problem(response) == "path.id uuid_parsing", "\(id)")
    }
    let missing = "\(account.path)/\(UUID().uuidString.lowercased())"
    #expect(try await account.call("PUT", missing, json: json).status == 404)
    #expect(
      try problem(await account.call("PUT", missing, json: "{}", [star])) == "body.title missing"
    )
  }

  @Test func `answer 304 as long as the list is the same`() async throws {
    let account = try await newAccount()
    _ = try await account.add("milk")
    let list = try await account.call("GET", account.path)
    let tag = try #require(list.value("etag"))
    for value in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
      let again = try await account.call("GET", account.path, [("If-None-Match", value)])
      #expect(again.status == 304)
      #expect(again.body.isEmpty)
      #expect(again.value("etag") == tag)
    }
    let page = try await account.call("GET", account.path + "?limit=1", [("If-None-Match", tag)])
    _ = try await account.add("bread")
    let changed = try await account.call("GET", account.path, [("If-None-Match", tag)])
    #expect(changed.status == 200)
    #expect(changed.value("etag") != tag)
    let other = try await account.call("GET", account.path + "?limit=1", [("If-None-Match", tag)])
    #expect(page.status == 304)
    #expect(other.status == 200)
  }

  @Test func `check in the order 401, 403, 405, 422, 404`() async throws {
    let account = try await newAccount()
    let server = account.server
    let bearer = ("Authorization", "Bearer \(account.jwt)")
    let foreign = "/api/someone-else/tasks"
    func status(_ method: String, _ path: String, _ headers: [(String, String)]) async throws -> Int
    {
      try await server.send(
        RawRequest(method: method, target: path, headers: headers, body: Array("{".utf8))
      ).status
    }
    #expect(try await status("DELETE", foreign, []) == 401)
    #expect(try await status("DELETE", foreign, [bearer]) == 403)
    #expect(try await status("DELETE", account.path, [bearer]) == 405)
    #expect(try await status("POST", account.path + "/1", [bearer]) == 405)
    #expect(try await status("PUT", account.path + "/1", [bearer]) == 422)
    let methods = [
      ("PUT", account.path, "GET, POST"), ("HEAD", account.path, "GET, POST"),
      ("POST", account.path + "/1", "GET, PUT, PATCH, DELETE"),
      ("GET", account.path + "/1/complete", "PATCH"), ("OPTIONS", account.path, "GET, POST"),
    ]
    for (method, path, allow) in methods {
      let response = try await server.send(
        RawRequest(method: method, target: path, headers: [bearer])
      )
      #expect(response.status == 405)
      #expect(response.value("allow") == allow)
    }
    for path in ["/", account.path + "/", account.path + "/1/2", "/api//tasks", "/nope"] {
      let response = try await server.get(path, [bearer])
      #expect(response.status == 404, "\(path)")
      #expect(try response.json()["detail"]?.string == "Not Found", "\(path)")
    }
  }
}
