import Foundation
import Testing

/// A task that was changed on two machines at once, and a person at a terminal who decides.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `A conflict on screen` {
  enum Choice: CaseIterable { case mine, theirs, edited }

  /// Both machines have given “Buy milk” another title.
  private func withConflict(
    _ body: (TwoDevices, Terminal) async throws -> Void
  ) async throws {
    try await withTwoDevices("Buy milk", "Bread") { devices in
      let here = devices.here
      try await devices.apart {
        try await here.must("edit", "milk", "--title", "Buy oat milk")
        try await here.must("done", "Bread")
        try await here.must("add", "Asked before")
      }
      try await devices.there.must("edit", "milk", "--title", "Buy two litres")
      try await withTerminal(here) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("≠ Buy oat milk", "1 conflict", "○ Asked before", "Done 1")
        try await body(devices, terminal)
      }
    }
  }

  @Test(arguments: Choice.allCases)
  func `is decided by keys, and holds nothing else up`(choice: Choice) async throws {
    try await withConflict { devices, terminal in
      try await terminal.type("aAsked meanwhile\r\u{1b}")
      try await terminal.wait("○ Asked meanwhile", "1 conflict")
      let before = ["Asked before", "Asked meanwhile", "Bread (done)"]
      #expect(try await devices.served() == before + ["Buy two litres"])

      // Newest first: the oldest task is the last row.
      try await terminal.key("G", "c")
      try await terminal.wait("Conflict  Buy oat milk", "before", "yours", "theirs")
      try await terminal.wait("Buy milk", "Buy two litres", "m yours", "t theirs", "e edit")
      let title: String
      switch choice {
      case .mine:
        try await terminal.key("m")
        try await terminal.wait("Kept yours of “Buy oat milk”")
        title = "Buy oat milk"
      case .theirs:
        try await terminal.key("t")
        try await terminal.wait("Took theirs of “Buy oat milk”. Yours was: title “Buy oat milk”")
        title = "Buy two litres"
      case .edited:
        try await terminal.key("e", "C-u")
        try await terminal.type("Buy rice milk\r")
        try await terminal.wait("Decided about “Buy oat milk”")
        title = "Buy rice milk"
      }
      try await terminal.wait("○ \(title)", "synced")
      #expect(try await !terminal.picture().contains("≠"))
      try await terminal.key("q")
      try await terminal.waitForShell()

      #expect(try await devices.served() == before + [title])
      #expect(try await devices.here.conflicts().isEmpty)
      #expect(try await devices.here.unsent().isEmpty)
      #expect(try await devices.there.must("list").output.contains("○ \(title)\n"))
    }
  }

  @Test func `is still there after a start without the server, and is reached from the queue`()
    async throws
  {
    try await withConflict { devices, terminal in
      try await terminal.key("G", "c")
      try await terminal.wait("Conflict  Buy oat milk")
      try await terminal.key("Escape")
      try await terminal.waitGone("theirs")
      try await terminal.key("q")
      try await terminal.waitForShell()
      try await devices.apart {
        try await terminal.command("clear; todotui")
        try await terminal.wait("≠ Buy oat milk", "offline", "1 conflict")
        try await terminal.key("Q")
        try await terminal.wait("Unsent changes", "≠ Buy oat milk  title")
        try await terminal.key("Enter")
        try await terminal.wait("Conflict  Buy oat milk", "Buy two litres")
        try await terminal.key("m")
        try await terminal.wait("Kept yours", "◌ Buy oat milk  title")
        try await terminal.key("Escape")
        try await terminal.wait("◌ Buy oat milk", "1 queued")
      }
      #expect(try await devices.served().contains("Buy two litres"), "nothing was sent yet")
      try await terminal.key("R")
      try await terminal.wait("○ Buy oat milk", "synced")
      #expect(try await devices.served() == ["Asked before", "Bread (done)", "Buy oat milk"])
    }
  }
}
