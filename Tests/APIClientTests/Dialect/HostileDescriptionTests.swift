import APIClient
import Foundation
import Testing

/// Descriptions that somebody wrote to hurt: too many of something, too long, or pointing elsewhere.
@Suite struct `A derivation of a hostile description` {
  /// A task as most backends show it, with one more property.
  private static func task(_ more: String = "") -> String {
    #"{"type":"object","properties":{"id":{"type":"string"},"title":{"type":"string"},"#
      + #""completed":{"type":"boolean"}\#(more)}}"#
  }

  private static func tasks(at path: String = "/api/tasks", _ schema: String = task()) -> String {
    let answer = #"{"content":{"application/json":{"schema":{"type":"array","items":\#(schema)}}}}"#
    let body = #"{"content":{"application/json":{"schema":\#(schema)}}}"#
    return #""\#(path)":{"get":{"responses":{"200":\#(answer)}},"#
      + #""post":{"requestBody":\#(body),"responses":{"201":\#(body)}}},"#
      + #""\#(path)/{id}":{"get":{"responses":{"200":\#(body)}},"#
      + #""put":{"requestBody":\#(body),"responses":{"200":\#(body)}}}"#
  }

  private static func derivation(_ paths: String...) -> Derivation {
    Derivation(openAPI: Array(#"{"paths":{\#(paths.joined(separator: ","))}}"#.utf8))
  }

  private static let long = String(repeating: "x", count: 5000)

  /// Every line and every sentence, none of which may fill a screen.
  private static func longest(_ derivation: Derivation) -> Int {
    let texts = derivation.dialect.lines.map(\.value) + derivation.notes.map(\.sentence)
    return texts.map(\.unicodeScalars.count).max() ?? 0
  }

  @Test func `takes time in proportion to the number of lists`() {
    func description(_ count: Int) -> [UInt8] {
      let paths = (0..<count).map { #""/a\#($0)/tasks":{"get":{},"post":{}}"# }
      return Array(#"{"paths":{\#(paths.joined(separator: ","))}}"#.utf8)
    }
    func cost(_ count: Int) -> Double {
      let body = description(count)
      let costs = (0..<3).map { _ in
        let start = processorTime()
        _ = Derivation(openAPI: body)
        return processorTime() - start
      }
      return costs.min() ?? 0
    }
    // Four times as many: sixteen times the work where every list looks at every path.
    #expect(cost(2000) < 9 * cost(500))
  }

  @Test func `leaves out a path that is too long`() {
    let own = Self.derivation(
      Self.tasks(at: "/" + Self.long + "/tasks"),
      Self.tasks(at: "/my/tasks")
    )
    #expect(own.dialect.collection == "/my/tasks")
    let none = Self.derivation(Self.tasks(at: "/" + Self.long + "/tasks"))
    #expect(none.dialect == .undescribed)
    #expect(Self.longest(none) < 400)
  }

  @Test func `leaves out words of an enumeration that are too long, and says so`() {
    let words = #","priority":{"type":"string","enum":["low","high","\#(Self.long)"]}"#
    let found = Self.derivation(Self.tasks(Self.task(words)))
    #expect(found.dialect.priorities == ["low", "high"])
    #expect(found.notes.first { $0.key == .priorities }?.kind == .doubtful)
    #expect(found.sentence(.priorities)?.contains("too long") == true)
    #expect(Self.longest(found) < 1000)
  }

  @Test func `leaves out words for done that are too long, and says so`() {
    let status =
      #"{"type":"object","required":["status"],"properties":{"title":{"type":"string"},"#
      + #""status":{"type":"string","enum":["\#(Self.long)","open","done"]}}}"#
    let found = Self.derivation(Self.tasks(status))
    #expect(found.dialect.doneForm == .status(open: "open", done: "done"))
    #expect(found.dialect.create.defaults == ["status": #""open""#])
    for key in [DialectLine.Key.done, .createDefaults] {
      #expect(found.notes.first { $0.key == key }?.kind == .doubtful)
    }
    #expect(Self.longest(found) < 1000)
  }

  @Test func `takes too many words for none`() {
    let words = (0..<5000).map { #""w\#($0)""# }.joined(separator: ",")
    let found = Self.derivation(
      Self.tasks(Self.task(#","priority":{"type":"string","enum":[\#(words)]}"#))
    )
    #expect(found.dialect.priorities == [])
    #expect(found.notes.first { $0.key == .priorities }?.kind == .doubtful)
    #expect(Self.longest(found) < 1000)
  }

  @Test(arguments: ["t" + String(repeating: "_", count: 500) + "itle", long])
  func `takes no field whose name is too long, and says so`(_ name: String) {
    let schema =
      #"{"type":"object","required":["\#(name)"],"properties":{"id":{"type":"string"},"#
      + #""\#(name)":{"type":"string"},"title":{"type":"string"},"completed":{"type":"boolean"}}}"#
    let found = Self.derivation(Self.tasks(schema))
    #expect(found.dialect.fields[.title] == .init(read: "title", write: "title"))
    #expect(found.dialect.create.defaults == [:])
    #expect(found.notes.first { $0.key == .createDefaults }?.kind == .doubtful)
    #expect(Self.longest(found) < 1000)
  }

  @Test func `writes no endless lines about thousands of required fields`() {
    let names = (0..<3000).map { "field\($0)" }
    let properties = names.map { #","\#($0)":{"type":"string"}"# }.joined()
    let required = names.map { "\"\($0)\"" }.joined(separator: ",")
    let schema = Self.task(properties).dropLast() + #","required":[\#(required)]}"#
    let found = Self.derivation(Self.tasks(String(schema)))
    #expect(Self.longest(found) < 8000)
    #expect(found.notes.contains { $0.kind != .chosen && $0.key == .createDefaults })
  }

  @Test func `takes no parameter whose name is too long`() {
    let parameters = #"[{"name":"p\#(String(repeating: "_", count: 500))age","in":"query"}]"#
    let list = #""/tasks":{"get":{"parameters":\#(parameters)},"post":{}}"#
    #expect(Self.derivation(list).dialect.paging == nil)
  }

  @Test func `shows what it quotes cut, and without control characters`() throws {
    let name = String(repeating: "n", count: 190)
    let parameters =
      #"[{"name":"\u001b]0;\u0007\u202e\u0085\#(name)","in":"query","required":true}]"#
    let list =
      #""/tasks":{"get":{"parameters":\#(parameters)},"post":{}},"/tasks/{id}":{"put":{}}"#
    let body = #"{"servers":[{"url":"http://a\u001b\u2028b/\#(name)"}],"paths":{\#(list)}}"#
    let found = Derivation(openAPI: Array(body.utf8))
    let sentence = try #require(found.sentence(.path))
    #expect(sentence.contains("nnnn…"))
    #expect(!sentence.contains(String(repeating: "n", count: 81)))
    #expect(
      sentence.unicodeScalars.allSatisfy {
        ![.control, .format, .lineSeparator].contains($0.properties.generalCategory)
      }
    )
  }

  @Test(arguments: [
    "/../tasks", "/api/./tasks", "/%2e%2E/tasks", "/a/.%2e/tasks", "/a/%2e/tasks", "/{..}/tasks",
    "/..%2f../tasks", "//evil.example/tasks",
  ])
  func `takes no path that leads elsewhere`(_ path: String) {
    #expect(Self.derivation(Self.tasks(at: path)).dialect == .undescribed)
    let body =
      #"{"content":{"application/json":{"schema":{"properties":{"email":{},"password":{}}}}}}"#
    let login = path.replacing("tasks", with: "login")
    let post = #"{"post":{"requestBody":\#(body)}}"#
    #expect(Self.derivation(#""\#(login)":\#(post)"#).signIn == nil)
    #expect(Self.derivation(#""/a/login":\#(post)"#).signIn?.path == "/a/login")
    let server = path.replacing("/tasks", with: "")
    let root = #"{"servers":[{"url":"\#(server)"}],"paths":{\#(Self.tasks(at: "/tasks"))}}"#
    #expect(Derivation(openAPI: Array(root.utf8)).dialect.collection == "/tasks")
  }

  @Test func `tells done from open by more than their case`() {
    func form(_ words: String) -> Dialect.DoneForm {
      let status = #"{"type":"object","properties":{"title":{},"status":{"enum":[\#(words)]}}}"#
      return Self.derivation(Self.tasks(status)).dialect.doneForm
    }
    #expect(form(#""Done","done""#) == .flag)
    #expect(form(#""Done","done","later""#) == .status(open: "later", done: "Done"))
  }

  @Test func `sends no number that it cannot write as it was described`() {
    let field = #","kind":{"enum":[1152921504606846977]}"#
    let schema = Self.task(field).dropLast() + #","required":["kind"]}"#
    let found = Self.derivation(Self.tasks(String(schema)))
    #expect(found.dialect.create.defaults["kind"] != "1152921504606846976")
    #expect(found.notes.first { $0.key == .createDefaults }?.kind == .doubtful)
  }
}

/// Seconds that this thread has worked, whatever else the machine does.
private func processorTime() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
