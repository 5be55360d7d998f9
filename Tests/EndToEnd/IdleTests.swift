import Foundation
import Testing

/// A screen on which nothing happens.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `An idle screen` {
  @Test func `does not wake once in three seconds, once it is synced`() async throws {
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
          try await Task.sleep(for: .seconds(3))
          counts.append(ProcessTable.wakeUps(client) - before)
          return counts[counts.count - 1] == 0
        }
        #expect(isQuiet, "wake-ups in three seconds each: \(counts)")
        // Threads of the pool may still end, and take their count with them.
        let counts20Keys = try await eventually(within: 30) {
          let before = ProcessTable.wakeUps(client)
          for _ in 1...20 { try await terminal.key("j") }
          return ProcessTable.wakeUps(client) >= before + 10
        }
        #expect(counts20Keys, "the counter counts")
      }
    }
  }
}
