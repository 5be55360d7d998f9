import Foundation
import Testing

@Suite(.sharedServer) struct `Priority, due date and tags` {
  private func newAccount() async throws -> Account { try await sharedServer().newAccount() }

  private func fields(_ task: JSONObject?) -> [String?] {
    [
      task?["priority"]?.string, task?["due_date"]?.string,
      task?["tags"]?.array.compactMap(\.string).joined(separator: " "),
    ]
  }

  private let whole =
    #"{"title":"a","priority":"high","due_date":"2026-12-01","tags":["home","x"]}"#
  private let kept: [String?] = ["high", "2026-12-01", "home x"]

  @Test func `are kept by POST and by PUT with an id, and shown alone and in the list`()
    async throws
  {
    let account = try await newAccount()
    let posted = try await account.call("POST", account.path, json: whole)
    #expect(posted.status == 201)
    let chosen = "\(account.path)/\(UUID().uuidString.lowercased())"
    let star = ("If-None-Match", "*")
    let put = try await account.call("PUT", chosen, json: whole, [star])
    #expect(put.status == 201)
    for task in [posted, put] {
      #expect(try fields(task.json()) == kept)
      let id = try #require(try task.json()["id"]?.string)
      #expect(try await account.call("GET", "\(account.path)/\(id)").body == task.body)
    }
    let list = try await account.call("GET", account.path).json()
    #expect(list.array.map(fields) == [kept, kept])
    let bare = try await account.call("POST", account.path, json: #"{"title":"b"}"#).json()
    #expect(fields(bare) == [nil, nil, ""])
    #expect(bare["priority"]?.isNull == true)
    #expect(bare["due_date"]?.isNull == true)
  }

  @Test func `sent again in another spelling are the same task`() async throws {
    let account = try await newAccount()
    let path = "\(account.path)/\(UUID().uuidString.lowercased())"
    func put(_ due: String, _ tags: String) async throws -> Int {
      let json = #"{"title":"a","due_date":"\#(due)","tags":\#(tags)}"#
      return try await account.call("PUT", path, json: json, [("If-None-Match", "*")]).status
    }
    #expect(try await put("2026-12-24T18:00:00+01:00", #"["x","y"]"#) == 201)
    #expect(try await put("2026-12-24T17:00Z", #"[" x","y","x"]"#) == 200)
    #expect(try await put("2026-12-24T17:00Z", #"["y","x"]"#) == 412)
    #expect(try await put("2026-12-24", #"["x","y"]"#) == 412)
  }

  @Test(arguments: ["PUT", "PATCH"])
  func `change one by one, stay when absent, go by null, and move the time`(method: String)
    async throws
  {
    let account = try await newAccount()
    let task = try await account.call("POST", account.path, json: whole).json()
    let path = "\(account.path)/\(try #require(task["id"]?.string))"
    var time = try #require(task["updated_at"]?.string)
    let changes: [(String, [String?])] = [
      (#"{"priority":"low"}"#, ["low", "2026-12-01", "home x"]),
      (#"{"due_date":"2026-12-02"}"#, ["low", "2026-12-02", "home x"]),
      (#"{"tags":["x","home"]}"#, ["low", "2026-12-02", "x home"]),
      (#"{"title":"b"}"#, ["low", "2026-12-02", "x home"]),
      (#"{"completed":true}"#, ["low", "2026-12-02", "x home"]),
      (#"{"priority":null}"#, [nil, "2026-12-02", "x home"]),
      (#"{"due_date":null}"#, [nil, nil, "x home"]),
      (#"{"tags":null}"#, [nil, nil, ""]),
    ]
    for (json, expected) in changes {
      let changed = try await account.call(method, path, json: json).json()
      #expect(fields(changed) == expected, "\(json)")
      let moved = try #require(changed["updated_at"]?.string)
      #expect(moved > time, "\(json)")
      let same = try await account.call(method, path, json: json)
      #expect(try same.json()["updated_at"]?.string == moved, "\(json) changes nothing")
      time = moved
    }
  }

  @Test func `stay when a task is completed`() async throws {
    let account = try await newAccount()
    let task = try await account.call("POST", account.path, json: whole).json()
    let path = "\(account.path)/\(try #require(task["id"]?.string))/complete"
    let done = try await account.call("PATCH", path, json: #"{"completed":true}"#).json()
    #expect(done["completed"]?.bool == true)
    #expect(fields(done) == kept)
  }

  @Test func `of a due date keep the day, and of a moment UTC with milliseconds`() async throws {
    let account = try await newAccount()
    let cases = [
      ("2026-12-01", "2026-12-01"),
      ("2028-02-29", "2028-02-29"),
      ("2026-12-01T10:00", "2026-12-01T10:00:00.000Z"),
      ("2026-12-01 10:00:30.5", "2026-12-01T10:00:30.500Z"),
      ("2026-12-01T00:30:00+05:30", "2026-11-30T19:00:00.000Z"),
      ("2026-12-31T23:59:59.9999999-00:01", "2027-01-01T00:00:59.999Z"),
    ]
    for (sent, expected) in cases {
      let json = #"{"title":"a","due_date":"\#(sent)"}"#
      let task = try await account.call("POST", account.path, json: json).json()
      #expect(task["due_date"]?.string == expected)
    }
  }

  @Test func `of tags keep each once, trimmed, in their order and byte for byte`() async throws {
    let account = try await newAccount()
    let twenty = (1...20).map { "\"t\($0)\"" }.joined(separator: ",")
    let long = String(repeating: "é", count: 50)
    let cases = [
      (#"[" home\t","x","home","Home"]"#, ["home", "x", "Home"]),
      ("[\"e\u{301}\",\"\u{E9}\"]", ["e\u{301}", "\u{E9}"]),
      (##"["\##(long)","👨‍👩‍👧","#a/b:c"]"##, [long, "👨‍👩‍👧", "#a/b:c"]),
      ("[\(twenty),\"t1\",\" t2 \"]", (1...20).map { "t\($0)" }),
      ("[]", []),
      ("null", []),
    ]
    for (sent, expected) in cases {
      let json = #"{"title":"a","tags":\#(sent)}"#
      let task = try await account.call("POST", account.path, json: json).json()
      let tags = task["tags"]?.array.compactMap(\.string) ?? []
      #expect(tags.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(sent)")
    }
  }

  @Test func `that nobody could keep are refused as FastAPI does, and change nothing`()
    async throws
  {
    let account = try await newAccount()
    let task = try await account.call("POST", account.path, json: whole)
    let path = "\(account.path)/\(try #require(try task.json()["id"]?.string))"
    let many = (1...21).map { "\"t\($0)\"" }.joined(separator: ",")
    let long = String(repeating: "e\u{301}", count: 25) + "x"
    let bad = [
      (#""priority":"High""#, "priority enum"), (#""priority":"""#, "priority enum"),
      (#""priority":1"#, "priority enum"), (#""priority":["low"]"#, "priority enum"),
      (#""due_date":"""#, "due_date datetime_parsing"),
      (#""due_date":"tomorrow""#, "due_date datetime_parsing"),
      (#""due_date":"2026-12-1""#, "due_date datetime_parsing"),
      (#""due_date":"2027-02-29""#, "due_date datetime_parsing"),
      (#""due_date":"2026-12-01T""#, "due_date datetime_parsing"),
      (#""due_date":"2026-12-01T24:00Z""#, "due_date datetime_parsing"),
      (#""due_date":1795270110"#, "due_date datetime_parsing"),
      (#""tags":"home""#, "tags list_type"), (#""tags":{"a":1}"#, "tags list_type"),
      (#""tags":["a",null]"#, "tags string_type"),
      (#""tags":[""]"#, "tags string_too_short"), (#""tags":["a"," \t"]"#, "tags string_too_short"),
      (#""tags":["\u200b"]"#, "tags string_too_short"),
      (#""tags":["\#(long)"]"#, "tags string_too_long"),
      (#""tags":[\#(many)]"#, "tags too_long"),
      (#""tags":["a b"]"#, "tags string_pattern_mismatch"),
      (#""tags":["a,b"]"#, "tags string_pattern_mismatch"),
      (#""tags":["a\u3000b"]"#, "tags string_pattern_mismatch"),
      (#""tags":["a\u001bb"]"#, "tags string_pattern_mismatch"),
      (#""tags":["a\u0085b"]"#, "tags string_pattern_mismatch"),
      (#""tags":["a\u0000b"]"#, "tags value_error"),
    ]
    for (member, expected) in bad {
      for (method, target) in [("POST", account.path), ("PUT", path), ("PATCH", path)] {
        let json = #"{"title":"b",\#(member)}"#
        let response = try await account.call(method, target, json: json)
        #expect(response.status == 422, "\(method) \(member)")
        let detail = try response.json()["detail"]
        #expect(detail?.count == 1)
        let place = detail?[0]?["loc"]?.array.compactMap(\.string).joined(separator: ".") ?? ""
        #expect("\(place) \(detail?[0]?["type"]?.string ?? "")" == "body." + expected)
        #expect(detail?[0]?["msg"]?.string?.isEmpty == false)
      }
    }
    let all = #"{"title":"","priority":"x","due_date":"x","tags":["a b"]}"#
    #expect(try await account.call("PUT", path, json: all).json()["detail"]?.count == 4)
    #expect(try await account.call("GET", path).body == task.body)
    #expect(try await account.titles() == ["a"])
  }
}
