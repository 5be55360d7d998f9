import APIClient
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct ServerDiscoveryTests {
  @Test func `two origins are found from the one of Better Auth`() async throws {
    let (auth, api) = (try Peer(.own), try Peer(.own))
    try auth.on("GET /api/auth/ok", okay)
    try api.on("GET /openapi.json", .answer(200, taskDescription))
    let found = try await discover(auth, beside: api)
    #expect(found.auth == .betterAuth(base: auth.origin + "/api/auth"))
    let tasks = try #require(found.tasks)
    #expect(tasks.base == api.origin)
    #expect(tasks.description?.body == [UInt8](taskDescription.utf8))
    #expect(tasks.derivation?.dialect.collection == "/api/{user}/tasks")
    #expect(
      found.sentences == [
        "Better Auth answers at \(auth.origin)/api/auth.",
        "Tasks are at \(api.origin) (/api/{user}/tasks).",
      ]
    )
  }

  @Test func `two origins are found from the one of the tasks, by its documentation`() async throws
  {
    let (auth, api) = (try Peer(.own), try Peer(.own))
    try auth.on("GET /api/auth/ok", okay)
    try api.on("GET /openapi.json", .answer(200, taskDescription))
    let found = try await discover(
      api,
      beside: auth,
      typed: " 127.0.0.1:\(api.port)/docs#/tasks "
    )
    #expect(found.auth == .betterAuth(base: auth.origin + "/api/auth"))
    #expect(found.tasks?.base == api.origin)
  }

  @Test func `one origin has both, and Better Auth comes before the API's own sign-in`()
    async throws
  {
    let peer = try Peer(.own)
    try peer.on("GET /api/auth/ok", okay)
    try peer.on("GET /openapi.json", .answer(200, taskDescriptionWithSignIn))
    let found = try await discover(peer)
    #expect(found.auth == .betterAuth(base: peer.origin + "/api/auth"))
    #expect(found.tasks?.base == peer.origin)
  }

  @Test func `without Better Auth the API's own sign-in is used`() async throws {
    let peer = try Peer(.own)
    try peer.on("GET /openapi.json", .answer(200, taskDescriptionWithSignIn))
    let found = try await discover(peer)
    guard case .ownSignIn(let base, let route) = found.auth else {
      Issue.record("found \(found.auth)")
      return
    }
    #expect(base == peer.origin)
    #expect(route.path == "/api/login")
    #expect(
      found.sentences.first
        == "\(peer.origin) has a sign-in of its own (/api/login); Better Auth was not found."
    )
  }

  @Test func `a typed base of Better Auth under another path is understood`() async throws {
    let peer = try Peer()
    try peer.on("GET /auth/ok", okay)
    let found = try await discover(peer, typed: peer.endpoint.url + "/auth/")
    #expect(found.auth == .betterAuth(base: peer.endpoint.url + "/auth"))
  }

  @Test func `an application mounted under a prefix has its paths behind the prefix`() async throws
  {
    let peer = try Peer(.own)
    try peer.on("GET /api/auth/ok", okay)
    try peer.on(
      "GET /api/openapi.json",
      .answer(200, #"{"openapi": "3.1.0", "paths": {"/tasks": {"get": {}, "post": {}}}}"#)
    )
    let found = try await discover(peer)
    #expect(found.tasks?.base == peer.origin + "/api")
  }

  @Test func `a description without tasks is not the task API, and is said`() async throws {
    let peer = try Peer(.own)
    try peer.on("GET /api/auth/ok", okay)
    try peer.on("GET /openapi.json", .answer(200, #"{"paths": {"/sign-in": {"post": {}}}}"#))
    let found = try await discover(peer)
    #expect(found.tasks == nil)
    #expect(
      found.sentences.dropFirst() == [
        "\(peer.origin)/openapi.json describes an API without tasks.",
        "No task API was found at \(peer.origin).",
      ]
    )
  }

  @Test func `the first in order wins although its answer takes longer`() async throws {
    let (typed, neighbour) = (try Peer(.own), try Peer(.own))
    let size = 8 << 20
    let slow: [Step] = [
      .text("HTTP/1.1 200 OK\r\nContent-Length: \(size + 11)\r\n\r\n"), .fill(size),
      .text(#"{"ok":true}"#),
    ]
    try typed.on("GET /api/auth/ok", slow)
    try neighbour.always(okay)
    let found = try await discover(typed, beside: neighbour)
    #expect(found.auth == .betterAuth(base: typed.origin + "/api/auth"))
  }

  @Test(.timeLimit(.minutes(5)))
  func `silent neighbours hold up nobody who has an answer`() async throws {
    let (typed, silent) = (try Peer(.own), try Peer(.own))
    try typed.on("GET /api/auth/ok", okay)
    try typed.on("GET /openapi.json", .answer(200, taskDescription))
    try silent.always([.hold])
    let found = try await discover(typed, beside: silent, timeout: .seconds(3600))
    #expect(found.tasks?.base == typed.origin)
  }

  /// A limit for each of the dozen places would be longer than the test may take.
  @Test(.timeLimit(.minutes(5)))
  func `a silent first address costs the time limit once`() async throws {
    let (silent, good) = (try Peer(.own), try Peer(.own))
    try silent.always([.hold])
    try good.on("GET /api/auth/ok", okay)
    try good.on("GET /openapi.json", .answer(200, taskDescription))
    let found = try await discover(silent, beside: good, timeout: .seconds(6))
    #expect(found.auth == .betterAuth(base: good.origin + "/api/auth"))
    #expect(found.tasks?.base == good.origin)
    #expect(found.probed.first?.sentence == "127.0.0.1:\(silent.port) did not answer in time.")
  }
}
