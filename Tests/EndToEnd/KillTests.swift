import Foundation
import Testing

/// The real client, killed anywhere: samples of what `script/bench kills` does as a whole.
@Suite(
  .timeLimit(.minutes(10)),
  .takingTurns,
  .enabled(if: Programs.have("python3", "strace", "taskset"))
)
struct `A client that is killed` {
  /// What the rigs of `Peers` say.
  private struct Report: Decodable {
    var attempted: Int
    var served: Int
    var killed: Int
    var tried: Int?
    var places: Int?
    var dropped: Int?
    /// What went wrong, with the titles of the tasks; empty when all is well.
    var trouble: [String: [String]]
  }

  private func report(_ rig: String, _ arguments: [String]) async throws -> Report {
    let done = try await run(
      "/usr/bin/python3",
      [Programs.peer(rig), Programs.folder.path] + arguments,
      environment: ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]
    )
    guard done.status == 0 else { throw Trouble("\(rig): \(done.errors)") }
    return try JSONDecoder().decode(Report.self, from: Data(done.output.utf8))
  }

  /// Every so manieth place is tried, other ones each time.
  @Test(arguments: [("add", 13), ("sync", 23)])
  func `at a system call loses nothing and repeats nothing`(command: String, stride: Int)
    async throws
  {
    let offset = Int.random(in: 0..<stride)
    let report = try await report("syscall_kills.py", [command, "\(stride)", "\(offset)"])
    #expect(report.trouble.isEmpty, "\(command), every \(stride)th from \(offset)")
    #expect(try #require(report.places) > 100, "the store is seen to be opened")
    // Places are found in one run and tried in others, which now and then do less.
    #expect(report.killed * 10 >= (report.tried ?? 0) * 9)
    #expect(report.served > 0)
  }

  @Test func `at random moments, with answers lost, loses nothing and repeats nothing`()
    async throws
  {
    let seed = Int.random(in: 1...1_000_000)
    let report = try await report("random_kills.py", ["50", "\(seed)"])
    #expect(report.trouble.isEmpty, "seed \(seed)")
    #expect(report.killed == 50)
    #expect(try #require(report.dropped) > 0, "answers were lost")
    #expect(report.served > 0)
  }

  /// The books find out a client that has a durable outbox too, but repeats what had no answer.
  @Test func `would be seen to repeat, were it one that repeats blindly`() async throws {
    let report = try await report("random_kills.py", ["10", "1", "blind"])
    #expect(report.trouble["twice"]?.isEmpty == false)
    #expect(report.trouble["lost"] == nil, "it is no other fault that is found")
  }
}
