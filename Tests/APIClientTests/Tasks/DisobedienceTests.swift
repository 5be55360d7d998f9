import APIClient
import Testing
import TodoKit

/// Servers that say yes, or gone, and mean something else.
@Suite struct DisobedienceTests {
  private static let put = "PUT /tasks/1"
  private static let get = "GET /tasks/1"
  private static let delete = "DELETE /tasks/1"
  private static let list = "GET /tasks"

  private static func task(_ title: String, _ description: String = "null") -> String {
    #"{"id":1,"title":"\#(title)","description":\#(description),"completed":false}"#
  }

  private func update(
    _ peer: Peer,
    _ title: String?,
    _ description: String? = nil,
    _ change: (inout Dialect) -> Void = { _ in }
  ) async throws -> Todo {
    var edits: [TaskEdit] = []
    if let title { edits.append(.title(try TodoTitle(title))) }
    if let description { edits.append(.description(try TodoDescription(description))) }
    return try await calls(peer, change) { try await $0.update("1", edits, jwt: $1).todo }
  }

  @Test(arguments: [("title", true), ("title", false), ("description", true)])
  func `an edit of a text that is answered with yes and ignored is told`(
    _ field: String,
    _ shows: Bool
  )
    async throws
  {
    let peer = try Peer()
    let old = Self.task("Old", #""old""#)
    try peer.on(Self.put, shows ? .answer(200, old) : .answer(204))
    try peer.on(Self.get, .answer(200, old))
    let error = await #expect(throws: APIError.self) {
      try await update(peer, field == "title" ? "New" : nil, field == "title" ? nil : "new")
    }
    #expect(error?.outcome == .rejected)
    #expect(error?.sentence.hasSuffix(" said yes but kept the old \(field).") ?? false)
  }

  @Test func `an answer with the task as it was before is not the last word`() async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(200, Self.task("Old")))
    try peer.on(Self.get, .answer(200, Self.task("New")))
    #expect(try await update(peer, "New").title == "New")
    try peer.on(Self.list, .answer(200, "[\(Self.task("New"))]"))
    #expect(try await update(peer, "New") { $0.readsSingle = false }.title == "New")
  }

  @Test func `a task that cannot be read again leaves the word of the answer`() async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(200, Self.task("Old")))
    for (look, outcome) in [
      (405, APIError.Outcome.rejected), (500, .unknown), (404, .rejected),
    ] {
      try peer.on(Self.get, .answer(look))
      let error = await #expect(throws: APIError.self) { try await update(peer, "New") }
      #expect(error?.outcome == outcome)
    }
  }

  @Test(arguments: ["  straße 7", "STRASSE 7", "Strasse\\u00a0 \\n7 "])
  func `what servers do to white space and letters is no disobedience`(_ kept: String) async throws
  {
    let peer = try Peer()
    try peer.on(Self.put, .answer(200, Self.task(kept, "\"\(kept)\"")))
    _ = try await update(peer, kept.hasPrefix(" ") ? "Straße 7" : "Strasse 7", "Strasse 7")
    #expect(try peer.received().count == 1)
  }

  @Test func `canonically equivalent texts are the same`() async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(200, Self.task("Cafe\\u0301")))
    _ = try await update(peer, "Caf\u{E9}")
    #expect(try peer.received().count == 1)
  }

  @Test func `a description nobody shows is not missed`() async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(200, #"{"id":1,"title":"Old","completed":false}"#))
    _ = try await update(peer, nil, "new") {
      $0.fields[.description] = .init(read: nil, write: "text")
    }
    #expect(try peer.received().map(\.body) == [#"{"text":"new"}"#])
  }

  @Test(arguments: [404, 410])
  func `a deletion of what is not there counts when the list agrees`(_ status: Int) async throws {
    let peer = try Peer()
    try peer.on(Self.delete, .answer(status, #"{"detail":"Not Found"}"#))
    try peer.on(Self.list, .answer(200, "[\(Backend.task(2))]"))
    try await calls(peer) { try await $0.delete("1", jwt: $1) }
    try peer.on(Self.list, .answer(200, "[\(Backend.task(2)),\(Backend.task(1))]"))
    let error = await #expect(throws: APIError.self) {
      try await calls(peer) { try await $0.delete("1", jwt: $1) }
    }
    guard case .rejected(let refusal)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.status == status)
  }

  @Test func `a deletion where nothing is any more, not even the list, is none`() async throws {
    let peer = try Peer()
    let error = await #expect(throws: APIError.self) {
      try await calls(peer) { try await $0.delete("1", jwt: $1) }
    }
    guard case .rejected? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.sentence.hasPrefix("There is no list of tasks at http://") ?? false)
    try peer.on(Self.list, .answer(503))
    let later = await #expect(throws: APIError.self) {
      try await calls(peer) { try await $0.delete("1", jwt: $1) }
    }
    #expect(later?.outcome == .unknown)
  }

  @Test func `a deletion looks through every part of the list`() async throws {
    let paging = Dialect.Paging(
      style: .offset,
      position: "skip",
      size: nil,
      count: 10,
      isNeeded: true
    )
    let page = #""page":{"style":"offset","position":"skip","size":"limit","default":10,"max":10}"#
    let backend = try Backend("{\(page)}", count: 25)
    try await backend.calls({ $0.paging = paging }) { tasks, jwt in
      try await tasks.delete("99", jwt: jwt)
    }
    await #expect(throws: APIError.self) {
      try await backend.calls {
        $0.paging = paging
        $0.item = "/tasks/moved/{id}"
      } _: {
        try await $0.delete("25", jwt: $1)
      }
    }
  }
}
