import APIClient
import Testing

@Suite struct `Lines of a dialect` {
  @Test func `of the contract read as people write them`() {
    let text = Dialect.canonical.lines.map { "\($0.key.rawValue) = \($0.value)" }
    #expect(text.contains("path = /api/{user}/tasks"))
    #expect(text.contains("complete = PATCH /api/{user}/tasks/{id}/complete set completed"))
    #expect(text.contains("update = PUT partial"))
    #expect(text.contains("field_created = read=created_at"))
    #expect(Dialect.canonical.lines.map(\.key) == DialectLine.Key.allCases)
  }

  @Test(arguments: [UInt64](1...500))
  func `make the same dialect again`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let dialect = Dialect.random(using: &random)
    let lines = dialect.lines
    #expect(lines.allSatisfy { !$0.value.contains { $0.isNewline } })
    #expect(try Dialect(lines: lines) == dialect)
  }

  @Test(arguments: [
    (DialectLine.Key.path, "tasks", "starts with one slash"),
    (.path, "", "starts with one slash"),
    (.path, "/api/{team}/tasks", "{team}"),
    (.path, "/api/{user}x/tasks", "whole segments"),
    (.path, "/api/tasks/{id}", "{id}"),
    (.path, "/api/my tasks", "starts with one slash"),
    (.path, "//evil.example/tasks", "starts with one slash"),
    (.path, "/api/../tasks", "without dots alone"),
    (.path, "/api/%2E%2e/{user}", "without dots alone"),
    (.item, "/./{id}", "without dots alone"),
    (.complete, "PATCH /tasks/{id}/.%2e toggle", "without dots alone"),
    (.item, "/api/tasks", "one {id}"),
    (.item, "/api/{list_id}/{id}", "{list_id}"),
    (.list, "data..tasks", "dots"),
    (.paging, "page=page size=limit", "none, page=NAME"),
    (.paging, "page=page size=limit count=0", "none, page=NAME"),
    (.paging, "page=page offset=skip count=5", "none, page=NAME"),
    (.paging, "offset=skip first=1 count=5", "none, page=NAME"),
    (.readsSingle, "maybe", "no or yes"),
    (.id, "uuid", "integer or string"),
    (.done, "status open=pending", "open=WORD done=WORD"),
    (.done, "boolean", "flag"),
    (.done, "status open=x done=x", "two words that differ"),
    (.done, "status open=Done done=done", "two words that differ"),
    (.complete, "", "update"),
    (.complete, "DELETE /x/{id} toggle", "POST, PUT or PATCH"),
    (.complete, "PATCH /x toggle", "one {id}"),
    (.complete, "PATCH /x/{id} flip", "set FIELD"),
    (.update, "PUT", "PUT partial"),
    (.update, "PUT whole", "names of its fields"),
    (.clear, "nothing", "empty or null"),
    (.createStatus, "404", "200 to 299"),
    (.deleteStatus, "ok", "200 to 299"),
    (.createDefaults, "priority=1", "JSON object"),
    (.createDefaults, "[]", "JSON object"),
    (.createUser, "a b", "one field"),
    (.fieldTitle, "read=a read=b", "read=NAME"),
    (.fieldTitle, "written=a", "read=NAME"),
    (.due, "time", "date or date-time"),
    (.tags, "list", "array or text"),
    (.clientIDs, "true", "no or yes"),
    (.changes, "since", "no or yes"),
    (.validators, "etag", "no or yes"),
  ])
  func `that say nothing usable are refused with a sentence, and change nothing`(
    _ key: DialectLine.Key,
    _ value: String,
    _ right: String
  ) {
    var dialect = Dialect.canonical
    let error = #expect(throws: DialectLineError.self) {
      try dialect.set(DialectLine(key: key, value: value))
    }
    #expect(dialect == .canonical)
    #expect(error?.sentence.hasPrefix("\(key.rawValue) cannot be \"\(value)\"; ") == true)
    #expect(error?.sentence.contains(right) == true, "\(error?.sentence ?? "")")
    #expect(error?.sentence.hasSuffix("..") == false)
  }

  @Test func `that are too long are refused, and quoted in part`() {
    var dialect = Dialect.canonical
    let path = "/\u{1B}" + String(repeating: "a", count: 1_000_000)
    let error = #expect(throws: DialectLineError.self) {
      try dialect.set(DialectLine(key: .path, value: path))
    }
    #expect((error?.sentence.utf8.count ?? 0) < 400)
    #expect(error?.sentence.contains("\u{1B}") == false)
    #expect(throws: DialectLineError.self) {
      try dialect.set(DialectLine(key: .path, value: "/" + String(repeating: "a", count: 300)))
    }
  }

  @Test func `give an empty field back its absence`() throws {
    var dialect = Dialect.canonical
    try dialect.set(DialectLine(key: .fieldDescription, value: ""))
    #expect(dialect.fields[.description] == nil)
  }
}
