import APIClient
import Foundation
import Testing

@Suite struct HTTPEngineTests {
  @Test func `a hundred requests at once each get their own answer`() async throws {
    let peer = try Peer()
    for number in 0..<100 { try peer.on("GET /\(number)", .answer(200, "\(number)")) }
    let endpoint = peer.endpoint
    let bodies = try await withClient { client in
      try await withThrowingTaskGroup(of: (Int, String).self) { group in
        for number in 0..<100 {
          group.addTask {
            let request = HTTPRequest(endpoint: endpoint, path: "/\(number)")
            let reply = try await client.send(request)
            return (number, String(decoding: reply.body, as: UTF8.self))
          }
        }
        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
    }
    #expect(bodies == Dictionary(uniqueKeysWithValues: (0..<100).map { ($0, "\($0)") }))
  }

  @Test(.timeLimit(.minutes(5)))
  func `two hundred requests can be cancelled at any moment`() async throws {
    let peer = try Peer()
    try peer.on("GET /hold", [.hold])
    try peer.on("GET /fine", .answer(200, "{}"))
    let endpoint = peer.endpoint
    // However long the cores are busy with other tests: no request ends by itself.
    let held = HTTPRequest(endpoint: endpoint, path: "/hold", timeout: .seconds(3600))
    try await withClient { client in
      let tasks = (0..<200).map { number in
        let task = Task { try await client.send(held) }
        if number.isMultiple(of: 2) { task.cancel() }
        return task
      }
      for (number, task) in tasks.enumerated() {
        if number.isMultiple(of: 3) { await Task.yield() }
        task.cancel()
      }
      for task in tasks {
        await #expect(throws: TransportError.cancelled(host: endpoint.label)) {
          try await task.value
        }
      }
      let reply = try await client.send(HTTPRequest(endpoint: endpoint, path: "/fine"))
      #expect(reply.status == 200)
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func `closing ends what runs, and later requests are not sent`() async throws {
    let peer = try Peer()
    try peer.on("GET /hold", [.hold])
    let client = HTTPClient(HTTPConfiguration(version: "1"))
    let request = HTTPRequest(endpoint: peer.endpoint, path: "/hold")
    let held = Task { try await client.send(request) }
    while try peer.received().isEmpty { await Task.yield() }
    client.close()
    client.close()
    await #expect(throws: TransportError.cancelled(host: request.endpoint.label)) {
      try await held.value
    }
    await #expect(throws: TransportError.notSent(host: request.endpoint.label, .closed)) {
      try await client.send(request)
    }
  }

  @Test func `there is one thread from the first request to the close, and idle it never wakes`()
    async
  {
    await #expect(processExitsWith: .success) {
      let peer = try Peer(.own)
      try peer.on("GET /x", .answer(200, "{}"))
      let client = HTTPClient(HTTPConfiguration(version: "1"))
      #expect(engineThreads().isEmpty)
      for _ in 0..<3 {
        _ = try await client.send(HTTPRequest(endpoint: peer.endpoint, path: "/x"))
      }
      let thread = try #require(engineThreads().first)
      #expect(engineThreads().count == 1)
      // libcurl's timers of the last request may still fire once; then nothing may. The window is
      // longer than a poll of once a second would sleep.
      var wakeups = -1
      for _ in 0..<3 where wakeups != 0 {
        let before = try contextSwitches(of: thread)
        try await Task.sleep(for: .milliseconds(1200))
        wakeups = try contextSwitches(of: thread) - before
      }
      #expect(wakeups == 0)
      client.close()
      #expect(engineThreads().isEmpty)
    }
  }
}

/// The only threads of the process that block SIGPIPE.
private func engineThreads() -> [String] {
  let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
  return tasks.filter { task in
    guard let text = try? field("SigBlk", of: task), let blocked = UInt64(text, radix: 16) else {
      return false
    }
    return blocked & (1 << UInt64(SIGPIPE - 1)) != 0
  }
}

private func contextSwitches(of task: String) throws -> Int {
  try ["voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"].reduce(0) {
    $0 + (try #require(Int(try field($1, of: task))))
  }
}

/// A field of `/proc/self/task/<id>/status` (proc(5)).
private func field(_ name: String, of task: String) throws -> String {
  let status = try String(contentsOfFile: "/proc/self/task/\(task)/status", encoding: .utf8)
  let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("\(name):") })
  return line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
}
