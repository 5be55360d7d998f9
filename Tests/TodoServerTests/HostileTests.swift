import Foundation
import Testing
import TodoServer

@Suite(.sharedServer) struct `Hostile requests` {
  /// Combining marks out of order: a `String` needs quadratic time to compare or hash them.
  private static let marks = String(repeating: "\u{315}\u{300}", count: 7000)
  private static let letters = String(repeating: "a", count: 28_000)

  /// How long ten names in JSON and ten cookies of such a text take.
  private func time(_ text: String) async throws -> Duration {
    let server = try sharedServer()
    let start = ContinuousClock.now
    for _ in 0..<10 {
      let json = #"{"a\#(text)\#(text)":1}"#
      #expect(try await server.post("/api/auth/sign-out", json: json).status == 400)
      let cookie = ("Cookie", "a\(text)=1")
      #expect(try await server.get("/api/auth/get-session", [cookie]).body == "null")
    }
    return ContinuousClock.now - start
  }

  @Test func `texts made to be slow take no longer than others`() async throws {
    // Normalised they take a hundred times as long; the best of three is free of other load.
    var ratios: [Double] = []
    for _ in 0..<3 where !ratios.contains(where: { $0 < 20 }) {
      let plain = try await time(Self.letters)
      ratios.append(try await time(Self.marks) / plain)
    }
    #expect(ratios.contains { $0 < 20 })
  }

  @Test func `texts made to be slow are answered in every header and target`() async throws {
    let server = try sharedServer()
    let marks = Self.marks
    let signOut = "/api/auth/sign-out"
    let json = #"{"callbackURL":"/\#(marks)"}"#
    #expect(try await server.post(signOut, json: json).status == 403)
    for name in ["Cookie", "Authorization", "Connection", "Content-Type", "Origin"] {
      let headers = [("Cookie", "a=b"), (name, "a\(marks)=1")]
      #expect(try await server.post(signOut, json: "{}", headers).status >= 400)
      #expect(try await server.get("/api/auth/get-session", headers).body == "null")
    }
    let header = base64URL(Data(#"{"a\#(String(marks.unicodeScalars.prefix(2000)))":1}"#.utf8))
    let token = "\(header).e30.\(base64URL(Data(count: 64)))"
    let encoded = String(repeating: "%CC%95%CC%80", count: 1000)
    for target in ["/api/x/tasks", "/api/\(encoded)/tasks", "/\(encoded)/x/tasks?\(encoded)=1"] {
      let response = try await server.get(target, [("Authorization", "Bearer \(token)")])
      #expect([401, 404].contains(response.status))
    }
  }

  @Test func `a target with bytes beyond ASCII is 400`() async throws {
    #expect(try await sharedServer().get("/api/é/tasks").status == 400)
  }

  @Test func `names in JSON are bytes, and short`() throws {
    let value = try JSONParser.parse(Array("{\"e\u{301}\":1,\"\u{E9}\":2}".utf8))
    #expect(value["e\u{301}"] == .integer(1))
    #expect(value["\u{E9}"] == .integer(2))
    #expect(JSON.string("e\u{301}") != .string("\u{E9}"))
    let longest = String(repeating: "a", count: 256)
    #expect(throws: Never.self) { try JSONParser.parse(Array("{\"\(longest)\":1}".utf8)) }
    #expect(throws: JSONError.longName) { try JSONParser.parse(Array("{\"\(longest)a\":1}".utf8)) }
  }

  @Test(arguments: ["/health", "/openapi.json", "/nope", "/api/x/tasks", "/api/auth/ok"])
  func `an answer to HEAD has no body for the next one to be lost in`(path: String) async throws {
    let bytes = try await sharedServer().exchange(
      Array("HEAD \(path) HTTP/1.1\r\nHost: x\r\n\r\n".utf8) + RawRequest(target: "/health").bytes
    )
    let parts = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n\r\n")
    #expect(parts.count == 3)
    #expect(parts[1].hasPrefix("HTTP/1.1 200"))
    #expect(parts[2].hasPrefix(#"{"status":"ok""#))
  }

  @Test func `a client that asks before it sends is told to go on`() async throws {
    let bytes = try await sharedServer().exchange(
      RawRequest(
        method: "POST",
        target: "/api/auth/sign-out",
        headers: [("Expect", "100-Continue"), ("Content-Type", "application/json")],
        body: Array("{}".utf8)
      ).bytes
    )
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
  }
}

@Suite struct `Lists at once` {
  @Test func `two of a user run, others wait their turn, and too many are refused`() async throws {
    let lists = TaskLists()
    let (opened, open) = AsyncStream.makeStream(of: Void.self)
    let (started, start) = AsyncStream.makeStream(of: String.self)
    let wait = Task { for await _ in opened {} }
    func run(_ user: String) -> Task<Void, any Error> {
      Task {
        try await lists.run(for: user) {
          start.yield(user)
          await wait.value
        }
      }
    }
    var names = started.makeAsyncIterator()
    let first = [run("ada"), run("ada")]
    #expect(await [names.next(), names.next()] == ["ada", "ada"])
    let waiting = (0..<40).map { _ in run("ada") }
    let bob = run("bob")
    #expect(await names.next() == "bob")
    open.finish()
    for task in first + [bob] { try await task.value }
    var refused = 0
    for task in waiting {
      if case .failure(let error) = await task.result {
        #expect(error is TaskLists.Busy)
        refused += 1
      }
    }
    #expect(refused == 40 - 16)
  }
}
