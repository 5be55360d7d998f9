import Foundation
import Testing

/// A screen on which nothing happens.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `An idle screen` {
  /// Swift's thread pool on Linux looks at itself once a second (libdispatch's monitor of its work
  /// queues); nothing of ours may come on top of that.
  private static let wakeUpsOfThePool = 1

  @Test func `wakes nothing of its own for a whole second once it is synced`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Quiet")
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("Quiet", "synced")
        let client = try await terminal.process()
        var counts: [Int] = []
        // Threads of the pool that have nothing to do end after some seconds.
        let isQuiet = try await eventually(within: 30) {
          let before = ProcessTable.wakeUps(client)
          try await Task.sleep(for: .seconds(1))
          counts.append(ProcessTable.wakeUps(client) - before)
          return (0...Self.wakeUpsOfThePool).contains(counts[counts.count - 1])
        }
        #expect(isQuiet, "wake-ups in each second: \(counts)")
        let before = ProcessTable.wakeUps(client)
        for _ in 1...20 { try await terminal.key("j") }
        #expect(ProcessTable.wakeUps(client) >= before + 10, "the counter counts")
      }
    }
  }
}
