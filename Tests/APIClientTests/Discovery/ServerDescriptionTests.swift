import APIClient
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct ServerDescriptionTests {
  private let text = #"{"openapi":"3.1.0","paths":{"/tasks":{"get":{}}}}"#
  private let other = #"{"openapi":"3.1.0","paths":{"/users":{"get":{}}}}"#

  private func find(_ peer: Peer, kept: String? = nil) async throws -> ServerDescription? {
    let endpoint = peer.endpoint
    return try await withClient {
      try await ServerDescription.find($0, base: endpoint, kept: kept, timeout: .seconds(10))
    }
  }

  @Test func `is fetched without a token, and says where it was`() async throws {
    let peer = try Peer(.own)
    try peer.describe(.answer(404))
    try peer.on("GET /api/v1/openapi.json", .answer(200, text))
    let found = try #require(await find(peer))
    #expect(found.prefix == peer.origin + "/api/v1")
    #expect(found.body == [UInt8](text.utf8))
    #expect(found.describesTasks)
    #expect(try peer.received().allSatisfy { $0.all("Authorization").isEmpty })
  }

  @Test func `is looked for first where it was before`() async throws {
    let peer = try Peer(.own)
    try peer.describe(.answer(200, text))
    try peer.on("GET /docs/openapi.json", .answer(200, text))
    let found = try await find(peer, kept: peer.origin + "/docs")
    #expect(found?.prefix == peer.origin + "/docs")
    #expect(try peer.received().map(\.target) == ["/docs/openapi.json"])
  }

  @Test func `is not asked for at another origin, whatever was kept`() async throws {
    let (peer, stranger) = (try Peer(.own), try Peer(.own))
    try peer.describe(.answer(404))
    try stranger.describe(.answer(200, text))
    #expect(try await find(peer, kept: stranger.origin + "/api") == nil)
    #expect(try stranger.received().isEmpty)
  }

  @Test func `of tasks goes before one of anything else`() async throws {
    let peer = try Peer(.own)
    try peer.describe(.answer(404))
    try peer.on("GET /openapi.json", .answer(200, other))
    #expect(try await find(peer)?.describesTasks == false)
    try peer.on("GET /api/openapi.json", .answer(200, text))
    #expect(try await find(peer)?.prefix == peer.origin + "/api")
  }

  @Test(arguments: [
    [Step].answer(401), .answer(403), .answer(404), .answer(405), .answer(200, "<html>"),
    .answer(200, "null"), .answer(200, #"{"paths":"#), .answer(200, ""),
    [.text("HTTP/1.1 200 X\r\nContent-Length: 4194307\r\n\r\n{}"), .fill(4 << 20), .text("x")],
  ])
  func `that cannot be used is none`(_ answer: [Step]) async throws {
    let peer = try Peer(.own)
    try peer.describe(answer)
    #expect(try await find(peer) == nil)
  }

  @Test(arguments: [[Step].answer(503), .answer(429), [.close]])
  func `of a server in trouble is asked for later`(_ answer: [Step]) async throws {
    let peer = try Peer(.own)
    try peer.describe(answer)
    await #expect(throws: APIError.self) { try await find(peer) }
  }
}
