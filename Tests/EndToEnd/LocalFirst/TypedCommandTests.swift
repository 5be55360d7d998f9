import Foundation
import Testing

/// The commands about the queue, conflicts and undo, typed after `:` on the screen.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `Typed after a colon` {
  @Test func `each says in a sentence or a page what it found, and the rows are as it left them`()
    async throws
  {
    try await withTwoDevices("Milk", "Bread") { devices in
      let here = devices.here
      try await devices.apart { try await here.must("edit", "Milk", "--title", "Oat milk") }
      try await devices.there.must("edit", "Milk", "--title", "Rice milk")
      try await withTerminal(here) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("≠ Oat milk", "1 conflict", "Open 2")

        try await terminal.type(":status\r")
        try await terminal.wait("2 open, 1 conflict")
        try await terminal.type(":queue list\r")
        try await terminal.wait("Changed title: “Oat milk”  (Both here and elsewhere")
        try await terminal.type(":conflicts\r")
        try await terminal.wait("  title: was “Milk”, here “Oat milk”, there “Rice milk”")
        try await terminal.key("Escape")
        try await terminal.type(":conflicts resolve 'Oat milk' --theirs\r")
        try await terminal.wait("Settled: Rice milk", "○ Rice milk")
        try await terminal.type(":queue list\r")
        try await terminal.wait("Nothing waits: the server has every change.")

        try await terminal.type(":done Bread\r")
        try await terminal.wait("Open 1", "Done 1")
        try await terminal.type(":undo\r")
        try await terminal.wait("Undone: Done: “Bread”", "Open 2", "○ Bread")
        try await terminal.type(":redo\r")
        try await terminal.wait("Again: Done: “Bread”", "Open 1", "Done 1")
        try await terminal.type(":log\r")
        try await terminal.wait("Done: “Bread”", "Changed: “Milk”", "Added: 2 tasks")
        try await terminal.key("Escape")
        try await terminal.waitGone("Added: 2 tasks")

        try await devices.there.must("add", "From elsewhere")
        try await terminal.type(":sync\r")
        try await terminal.wait("Synced.", "○ From elsewhere", "Open 2")
        try await terminal.type(":undo now\r")
        try await terminal.wait("Unexpected argument")
        try await terminal.key("Escape")
        try await terminal.key("q")
        try await terminal.waitForShell()
      }
      #expect(try await devices.served() == ["Bread (done)", "From elsewhere", "Rice milk"])
    }
  }
}
