import APIClient
import Testing
import TodoKit

/// A deleted task made again under its id.
@Suite struct RestoringTests {
  private static let id = "0b9e6b2e-5f0a-4c39-9a10-27f1a36d8a11"
  private static let put = "PUT /tasks/\(id)"
  private static let get = "GET /tasks/\(id)"
  private static let gone = [Step].answer(
    410,
    #"{"detail":"deleted"}"#,
    headers: [("Content-Type", "application/json"), ("ETag", #""9""#)]
  )

  private static func task(_ id: String = id, _ title: String = "Milk") -> String {
    #"{"id":"\#(id)","title":"\#(title)","completed":false,"created_at":"2026-11-21"}"#
  }

  private func restore(
    _ peer: Peer,
    _ change: (inout Dialect) -> Void = { _ in }
  ) async throws -> Todo? {
    let draft = TodoDraft(title: try TodoTitle("Milk"))
    return try await calls(peer) {
      $0.clientChosenIDs = true
      $0.validators = true
      change(&$0)
    } _: {
      try await $0.restore(draft, id: Self.id, jwt: $1)?.todo
    }
  }

  @Test func `is asked for with the version of its deletion`() async throws {
    let peer = try Peer()
    try peer.on(Self.put, Self.gone, .answer(201, Self.task()))
    #expect(try await restore(peer)?.id == Self.id)
    let sent = try peer.received()
    #expect(sent.map { $0.all("If-None-Match") } == [["*"], []])
    #expect(sent.map { $0.all("If-Match") } == [[], [#""9""#]])
    #expect(sent.allSatisfy { $0.body.contains("Milk") })
  }

  @Test(arguments: [task(), task(id, "Changed since")])
  func `that is there already is found, as it is`(_ shown: String) async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(412, shown))
    #expect(try await restore(peer)?.id == Self.id)
    try peer.on(Self.put, Self.gone, .answer(412, ""))
    try peer.on(Self.get, .answer(200, shown))
    #expect(try await restore(peer)?.id == Self.id)
    #expect(try peer.received().map(\.method) == ["PUT", "PUT", "PUT", "GET"])
  }

  @Test(arguments: [404, 405, 410])
  func `is not to be had where the server says so`(_ status: Int) async throws {
    let peer = try Peer()
    try peer.on(Self.put, .answer(status, #"{"detail":"no"}"#))
    #expect(try await restore(peer) == nil)
    #expect(try peer.received().count == 1)
  }

  @Test func `is not asked for where ids or versions are not declared`() async throws {
    let peer = try Peer()
    #expect(try await restore(peer) { $0.clientChosenIDs = false } == nil)
    #expect(try await restore(peer) { $0.validators = false } == nil)
    #expect(try peer.received().isEmpty)
  }

  @Test func `refused for another reason is refused`() async throws {
    let peer = try Peer()
    try peer.on(Self.put, Self.gone, .answer(422, #"{"detail":"title: too long"}"#))
    let error = await #expect(throws: APIError.self) { try await restore(peer) }
    guard case .rejected(let refusal)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.status == 422)
  }
}
