import Foundation
import Synchronization
import Testing
import TodoServer

@Suite struct `Limits` {
  @Test func `a request window runs from the last request let through`() {
    var counts = RequestCounts()
    let start = ContinuousClock.now
    let limit = RequestLimit(3, in: .seconds(10), isSliding: true)
    func admit(_ seconds: Double, _ key: String = "a") -> Int? {
      counts.admit(key, limit: limit, now: start + .seconds(seconds))
    }
    #expect([admit(0), admit(1), admit(2)] == [nil, nil, nil])
    #expect(admit(3) == 9)
    #expect(admit(11.5) == 1)
    #expect(admit(11.6, "b") == nil)
    // Refused requests did not move the window: ten seconds after the last good one it is over.
    #expect(admit(12.1) == nil)
  }

  @Test func `a window may run from the first request, and end with a success`() {
    var counts = RequestCounts()
    let start = ContinuousClock.now
    let limit = RequestLimit(3, in: .seconds(10), isSliding: false)
    func admit(_ seconds: Double) -> Int? {
      counts.admit("a", limit: limit, now: start + .seconds(seconds))
    }
    #expect([admit(0), admit(4), admit(8)] == [nil, nil, nil])
    #expect(admit(9) == 1)
    #expect(admit(10.5) == nil)
    #expect([admit(11), admit(12), admit(13)] == [nil, nil, 8])
    counts.forget("a")
    #expect(admit(13) == nil)
  }

  @Test func `counts take bounded room, and new keys do not lift a fresh refusal`() {
    var counts = RequestCounts(mostEntries: 100)
    let start = ContinuousClock.now
    let limit = RequestLimit(1, in: .seconds(10), isSliding: true)
    _ = counts.admit("first", limit: limit, now: start)
    for index in 0..<300 {
      if index == 210 { _ = counts.admit("victim", limit: limit, now: start) }
      _ = counts.admit("\(index)", limit: limit, now: start)
    }
    #expect(counts.entries <= 200)
    #expect(counts.admit("victim", limit: limit, now: start) != nil)
    // What is older than two windows is gone.
    _ = counts.admit("late", limit: limit, now: start + .seconds(11))
    _ = counts.admit("later", limit: limit, now: start + .seconds(22))
    #expect(counts.entries == 2)
  }

  @Test func `the fourth sign-in to an account within ten seconds is 429`() async throws {
    try await withServer {
      $0.isRateLimited = true
    } _: { server async throws in
      let email = "nobody@example.com"
      for _ in 0..<3 { #expect(try await server.signIn(email).status == 401) }
      let refused = try await server.signIn(email)
      #expect(refused.status == 429)
      #expect(refused.body == #"{"message":"Too many requests. Please try again later."}"#)
      #expect(refused.value("content-type") == "text/plain;charset=UTF-8")
      let rest = try #require(refused.value("x-retry-after").flatMap { Int($0) })
      #expect((1...10).contains(rest))
      #expect(refused.value("retry-after") == nil)
      // A header nobody vouches for changes nothing.
      let forged = try await server.post(
        "/api/auth/sign-in/email",
        json: #"{"email":"other@example.com","password":"x"}"#,
        [("X-Forwarded-For", "203.0.113.9")]
      )
      #expect(forged.status == 429)
      #expect(try await server.newAccount().id.isEmpty == false)
    }
  }

  @Test func `a trusted proxy's clients are counted apart, with an account too`() async throws {
    try await withServer {
      $0.isRateLimited = true
      $0.trustedProxies = ["127.0.0.1"]
    } _: { server async throws in
      func status(_ forwarded: String, _ email: String) async throws -> Int {
        try await server.post(
          "/api/auth/sign-in/email",
          json: #"{"email":"\#(email)","password":"x"}"#,
          [("X-Forwarded-For", forwarded)]
        ).status
      }
      for index in 0..<3 { #expect(try await status("203.0.113.9", "a\(index)@b.co") == 401) }
      #expect(try await status("203.0.113.9", "a3@b.co") == 429)
      // The last hop counts, whatever a client wrote before it.
      #expect(try await status("198.51.100.1, 203.0.113.9", "a4@b.co") == 429)
      #expect(try await status("203.0.113.10", "a5@b.co") == 401)
      for index in 0..<3 {
        #expect(try await status("2001:db8:0:1::\(index)", "same@b.co") == 401)
      }
      #expect(try await status("2001:db8:0:1::99", "a6@b.co") == 429)
      // Somebody else's attempts leave the owner's alone.
      #expect(try await status("2001:db8:0:2::1", "same@b.co") == 401)
    }
  }

  @Test func `failures from many addresses stop at last, and a success forgives them`()
    async throws
  {
    try await withServer {
      $0.isRateLimited = true
      $0.trustedProxies = ["127.0.0.1"]
      $0.limits.failedSignIns = 4
    } _: { server async throws in
      let account = try await server.newAccount()
      let next = Mutex(0)
      func status(_ password: String) async throws -> Int {
        let client = next.withLock { number in
          number += 1
          return number
        }
        return try await server.post(
          "/api/auth/sign-in/email",
          json: #"{"email":"\#(account.email)","password":"\#(password)"}"#,
          [("X-Forwarded-For", "203.0.113.\(client)")]
        ).status
      }
      for _ in 0..<2 {
        for _ in 0..<3 { #expect(try await status("wrong") == 401) }
        #expect(try await status(Account.password) == 200)
      }
      for _ in 0..<4 { #expect(try await status("wrong") == 401) }
      #expect(try await status(Account.password) == 429)
    }
  }

  @Test func `on a Unix socket only accounts are counted`() async throws {
    let directory = try makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try await withServer(in: directory) {
      $0.isRateLimited = true
      $0.address = .unixSocket(path: directory + "/s")
    } _: { server async throws in
      for index in 0..<5 { #expect(try await server.signIn("u\(index)@b.co").status == 401) }
      for _ in 0..<3 { #expect(try await server.signIn("same@b.co").status == 401) }
      #expect(try await server.signIn("same@b.co").status == 429)
      #expect(try await server.signIn("SAME@b.co").status == 429)
      let account = try await server.newAccount()
      for _ in 0..<5 { #expect(try await server.signIn(account.email).status == 200) }
    }
  }

  @Test func `more sign-ins than can wait are 503 with a time to come back`() async throws {
    try await withServer {
      $0.limits.hashesAtOnce = 1
      $0.limits.hashesWaiting = 1
    } _: { server async throws in
      let statuses = try await withThrowingTaskGroup { group in
        for index in 0..<12 {
          group.addTask { try await server.signIn("u\(index)@b.co") }
        }
        return try await group.reduce(into: [RawResponse]()) { $0.append($1) }
      }
      let busy = statuses.filter { $0.status == 503 }
      #expect(!busy.isEmpty)
      #expect(busy.allSatisfy { $0.value("retry-after") == "1" })
      #expect(statuses.contains { $0.status == 401 })
      #expect(try await server.signIn("later@b.co").status == 401)
    }
  }

  @Test func `a body over the cap is 413, announced or not`() async throws {
    try await withServer {
      $0.limits.bodyBytes = 1000
    } _: { server async throws in
      let account = try await server.newAccount()
      let long = #"{"title":"\#(String(repeating: "a", count: 1000))"}"#
      #expect(try await account.call("POST", account.path, json: long).status == 413)
      #expect(try await server.post("/api/auth/sign-in/email", json: long).status == 413)
      let chunk = "400\r\n\(String(repeating: " ", count: 1024))\r\n"
      let bytes = try await server.exchange(
        Array(
          """
          POST \(account.path) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(account.jwt)\r
          Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)0\r\n\r\n
          """.utf8
        )
      )
      #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("HTTP/1.1 413 "))
    }
  }

  @Test func `an oversized token is 401, and headers beyond the cap end the connection`()
    async throws
  {
    try await withServer { server async throws in
      let account = try await server.newAccount()
      func status(_ bytes: Int) async throws -> String {
        let answer = try await server.exchange(
          RawRequest(
            target: account.path,
            headers: [("Authorization", "Bearer " + String(repeating: "a", count: bytes))]
          ).bytes
        )
        return String(decoding: answer.prefix(12), as: UTF8.self)
      }
      #expect(try await status(9_000) == "HTTP/1.1 401")
      #expect(try await status(20_000) == "HTTP/1.1 401")
      #expect(try await status(100_000) != "HTTP/1.1 401")
      #expect(try await account.call("GET", account.path).status == 200)
    }
  }

  @Test func `half-open sockets do not stop the service, and are closed in time`() async throws {
    try await withServer {
      $0.limits.idleTimeout = .milliseconds(400)
    } _: { server async throws in
      raiseDescriptorLimit()
      let address = server.address
      let sockets = try await blocking {
        try (0..<1000).map { index in
          let socket = try RawSocket(address)
          // Some say nothing, some half a head, some half a body.
          if index % 3 == 1 { _ = socket.send(Array("GET /health HTTP/1.1\r\nHo".utf8)) }
          if index % 3 == 2 {
            _ = socket.send(
              Array(
                "POST /api/auth/sign-out HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{".utf8
              )
            )
          }
          return socket
        }
      }
      #expect(try await server.get("/health").status == 200)
      let account = try await server.newAccount()
      #expect(try await account.add("milk").isEmpty == false)
      let answers = try await blocking { sockets.map { $0.readToEnd() } }
      #expect(answers.allSatisfy { $0.isEmpty })
    }
  }

  @Test func `a body that drips in is cut off`() async throws {
    try await withServer {
      $0.limits.requestTime = .milliseconds(300)
    } _: { server async throws in
      let address = server.address
      let isCut = try await blocking {
        let socket = try RawSocket(address)
        _ = socket.send(
          Array("POST /api/auth/sign-out HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n".utf8)
        )
        let end = ContinuousClock.now + .seconds(15)
        while ContinuousClock.now < end {
          guard socket.send([0x20]) else { return true }
          usleep(20_000)
        }
        return false
      }
      #expect(isCut)
    }
  }
}

/// A thousand sockets have two ends each in this process.
private func raiseDescriptorLimit() {
  var limit = rlimit()
  let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  guard unsafe getrlimit(files, &limit) == 0 else { return }
  limit.rlim_cur = min(limit.rlim_max, 65_536)
  _ = unsafe setrlimit(files, &limit)
}
