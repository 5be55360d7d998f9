import APIClient
import Synchronization
import Testing
import TodoKit

@Suite struct SessionTests {
  struct Failed: Error {}

  private static func token(_ number: Int, life: Int = 900) throws -> JWT {
    try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":\#(1000 + life),"n":\#(number)}"#))
  }

  /// A session that counts its renewals, each taking a few turns.
  private func counting(
    from token: JWT? = nil,
    life: Int = 900,
    failsAt failing: Int? = nil
  ) -> (Session, Counter) {
    let counter = Counter()
    let session = Session(token: token) { _ in
      let number = counter.next()
      for _ in 0..<100 { await Task.yield() }
      if number == failing { throw Failed() }
      return try Self.token(number, life: life)
    }
    return (session, counter)
  }

  @Test func `a good token is handed out without renewal`() async throws {
    let kept = try Self.token(0)
    let (session, counter) = counting(from: kept)
    #expect(try await session.current() == kept)
    #expect(counter.count == 0)
  }

  @Test func `a hundred callers at a due token make one renewal`() async throws {
    let due = try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":1900}"#), remaining: .zero)
    let (session, counter) = counting(from: due)
    let tokens = try await withThrowingTaskGroup(of: JWT.self) { group in
      for _ in 0..<100 { group.addTask { try await session.current() } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counter.count == 1)
    #expect(tokens == Array(repeating: try Self.token(1), count: 100))
  }

  @Test func `a hundred refusals of one token make one renewal`() async throws {
    let refused = try Self.token(0)
    let (session, counter) = counting(from: refused)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask {
          let token = try await session.renewed(after: refused)
          #expect(try token == Self.token(1))
        }
      }
      try await group.waitForAll()
    }
    #expect(try await session.renewed(after: refused) == Self.token(1))
    #expect(counter.count == 1)
  }

  @Test func `a failure reaches everyone who waited, and the next caller tries again`() async throws
  {
    let (session, counter) = counting(failsAt: 1)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<10 {
        group.addTask {
          await #expect(throws: Failed.self) { try await session.renewed(after: nil) }
        }
      }
    }
    let afterFailure = counter.count
    #expect(try await session.current() == Self.token(afterFailure + 1))
  }

  @Test func `a token just renewed is used although its life is short`() async throws {
    let (session, counter) = counting(life: 0)
    #expect(try await session.current() == Self.token(1, life: 0))
    #expect(counter.count == 1)
  }

  @Test func `a cancelled caller does not cancel the renewal of the others`() async throws {
    let (session, counter) = counting()
    let first = Task { try await session.current() }
    let second = Task { try await session.current() }
    first.cancel()
    #expect(try await second.value == Self.token(1))
    #expect(counter.count == 1)
  }

  @Test func `a 401 renews once and repeats once, whatever the method`() async throws {
    let peer = try Peer()
    let (old, new) = (try Self.token(0), try Self.token(1))
    try peer.on(
      "POST /api/u/tasks",
      .answer(401, #"{"detail":"expired"}"#),
      .answer(201, TasksAPITests.body)
    )
    let endpoint = peer.endpoint
    let (session, counter) = counting(from: old)
    let draft = TodoDraft(title: try TodoTitle("Milk"))
    let todo = try await withClient { client in
      let tasks = TasksAPI(client: client, base: endpoint, user: "u")
      return try await session.perform { try await tasks.create(draft, jwt: $0) }
    }
    #expect(todo == TasksAPITests.milk)
    #expect(counter.count == 1)
    #expect(
      try peer.received().map { $0.all("Authorization") }
        == [["Bearer \(old.text)"], ["Bearer \(new.text)"]]
    )
  }

  @Test func `a second 401 is the caller's`() async throws {
    let peer = try Peer()
    try peer.on("GET /api/u/tasks", .answer(401, #"{"detail":"no"}"#))
    let endpoint = peer.endpoint
    let (session, counter) = counting(from: try Self.token(0))
    let error = await #expect(throws: APIError.self) {
      try await withClient { client in
        let tasks = TasksAPI(client: client, base: endpoint, user: "u")
        return try await session.perform { try await tasks.list(jwt: $0) }
      }
    }
    guard case .unauthorized = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(counter.count == 1)
    #expect(try peer.received().count == 2)
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
    let (session, counter) = counting(from: try Self.token(0))
    var errors: [APIError?] = []
    try await withClient { client in
      let tasks = TasksAPI(client: client, base: endpoint, user: "u")
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
}

final class Counter: Sendable {
  private let value = Mutex(0)

  var count: Int { value.withLock { $0 } }

  func next() -> Int {
    value.withLock {
      $0 += 1
      return $0
    }
  }
}
