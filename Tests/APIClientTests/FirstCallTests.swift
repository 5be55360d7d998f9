import APIClient
import Testing

/// A 403 without a challenge on the first call, which some backends say to a token they do not know.
@Suite struct FirstCallTests {
  /// A session with a good token, and how often it was renewed.
  private func counting() throws -> (Session, Counter) {
    let counter = Counter()
    @Sendable func token(_ number: Int) throws -> JWT {
      try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":1900,"n":\#(number)}"#))
    }
    return (Session(token: try token(0)) { _ in try token(counter.next()) }, counter)
  }

  /// What a session's calls ended with against a peer that gives these answers, and how often the
  /// peer was asked and a token renewed.
  private func outcomes(
    calls: Int = 1,
    _ answers: [Step]...
  ) async throws -> (errors: [APIError?], requests: Int, renewals: Int) {
    let peer = try Peer()
    try peer.on("GET /api/u/tasks", inTurn: answers)
    let endpoint = peer.endpoint
    let (session, counter) = try counting()
    var errors: [APIError?] = []
    try await withClient { client in
      let tasks = TasksAPI(
        client: client,
        base: endpoint,
        user: "u",
        backend: LiveDialect(.canonical)
      )
      for _ in 0..<calls {
        do {
          _ = try await session.perform { try await tasks.list(jwt: $0) }
          errors.append(nil)
        } catch let error as APIError {
          errors.append(error)
        }
      }
    }
    return (errors, try peer.received().count, counter.count)
  }

  private static let bare = [Step].answer(403, #"{"detail":"Not authenticated"}"#)
  private static let good = [Step].answer(200, "[]")

  private static func isForbidden(_ error: APIError??) -> Bool {
    if case .forbidden? = error ?? nil { true } else { false }
  }

  @Test func `a 403 without a challenge renews once on the first call`() async throws {
    let (errors, requests, renewals) = try await outcomes(Self.bare, Self.good)
    #expect(errors == [nil])
    #expect(requests == 2)
    #expect(renewals == 1)
  }

  @Test func `a 403 that stays is the caller's, and never asked about again`() async throws {
    let (errors, requests, renewals) = try await outcomes(
      calls: 2,
      Self.bare,
      Self.bare,
      Self.bare,
      Self.good
    )
    #expect(errors.allSatisfy { Self.isForbidden($0) })
    #expect(requests == 3)
    #expect(renewals == 1)
  }

  @Test func `calls that begin together are all first, and share one renewal`() async throws {
    let peer = try Peer()
    for number in 0..<5 { try peer.on("GET /api/u\(number)/tasks", Self.bare, Self.good) }
    let endpoint = peer.endpoint
    let (session, counter) = try counting()
    let begun = Counter()
    try await withClient { client in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<5 {
          group.addTask {
            let tasks = TasksAPI(
              client: client,
              base: endpoint,
              user: "u\(number)",
              backend: LiveDialect(.canonical)
            )
            _ = try await session.perform { jwt in
              _ = begun.next()
              while begun.count < 5 { await Task.yield() }
              return try await tasks.list(jwt: jwt)
            }
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(counter.count == 1)
    #expect(try peer.received().count == 10)
  }

  @Test func `a 403 with a challenge is a 403`() async throws {
    let challenge = [("WWW-Authenticate", "Bearer"), ("Content-Type", "application/json")]
    let refused = [Step].answer(403, #"{"detail":"Not yours"}"#, headers: challenge)
    let (errors, requests, renewals) = try await outcomes(refused, Self.good)
    #expect(Self.isForbidden(errors.first))
    #expect(errors.first??.refusal?.hasChallenge == true)
    #expect(requests == 1)
    #expect(renewals == 0)
  }

  @Test(arguments: [200, 404, 500])
  func `a 403 after any answer is a 403`(_ status: Int) async throws {
    let earlier = [Step].answer(status, "[]")
    let (errors, requests, renewals) = try await outcomes(
      calls: 2,
      earlier,
      Self.bare,
      Self.good
    )
    #expect(Self.isForbidden(errors.last))
    #expect(requests == 2)
    #expect(renewals == 0)
  }

  @Test func `an answer that never came proves nothing about the token`() async throws {
    let (errors, requests, renewals) = try await outcomes(
      calls: 2,
      [.close],
      Self.bare,
      Self.good
    )
    #expect(errors.count == 2 && errors.last == .some(nil))
    #expect(requests == 3)
    #expect(renewals == 1)
  }

  @Test func `a 403 stays what it was where nothing can be renewed`() async throws {
    struct Nothing: Error {}
    let peer = try Peer()
    try peer.on("GET /api/u/tasks", Self.bare)
    let endpoint = peer.endpoint
    let token = try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":1900}"#))
    let session = Session(token: token) { _ in throw Nothing() }
    try await withClient { client throws in
      let tasks = TasksAPI(
        client: client,
        base: endpoint,
        user: "u",
        backend: LiveDialect(.canonical)
      )
      for call in 1...3 {
        let error = await #expect(throws: APIError.self) {
          try await session.perform { try await tasks.list(jwt: $0) }
        }
        #expect(Self.isForbidden(error))
        #expect(try peer.received().count == call)
      }
    }
  }

  @Test func `a 401 tells why nothing could be renewed`() async throws {
    struct Nothing: Error {}
    let peer = try Peer()
    try peer.on("GET /api/u/tasks", .answer(401))
    let endpoint = peer.endpoint
    let token = try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":1900}"#))
    let session = Session(token: token) { _ in throw Nothing() }
    try await withClient { client throws in
      let tasks = TasksAPI(
        client: client,
        base: endpoint,
        user: "u",
        backend: LiveDialect(.canonical)
      )
      await #expect(throws: Nothing.self) {
        try await session.perform { try await tasks.list(jwt: $0) }
      }
    }
  }
}
