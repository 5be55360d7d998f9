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
      let tasks = TasksAPI(
        client: client,
        base: endpoint,
        user: "u",
        backend: LiveDialect(.canonical)
      )
      return try await session.perform { try await tasks.create(draft, jwt: $0).todo }
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
        let tasks = TasksAPI(
          client: client,
          base: endpoint,
          user: "u",
          backend: LiveDialect(.canonical)
        )
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
