import Foundation
import Testing

/// A person's work on the screen while the server is away, from before the start to after the end.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `Without the server` {
  @Test func `a list is worked on, left and found again, and all of it arrives once`()
    async throws
  {
    try await withServer { server, folder in
      try await withHome { home in
        try await home.signUp(server: server.address)
        try await home.must(["add", "-"], input: "Milk\nBread\n")
        try await home.must("sync")
        let (user, jwt) = try await home.credentials()
        await server.stop()
        try await withTerminal(home) { terminal in
          try await terminal.command("todotui")
          try await terminal.wait("○ Milk", "○ Bread", "offline")
          // Newest first: the upper one is completed.
          try await terminal.key("x")
          try await terminal.wait("Open 1", "Done 1")
          try await terminal.type("aOne\rTwo\rThree\r\u{1b}")
          try await terminal.wait("◌ One", "◌ Two", "◌ Three", "Open 4", "4 queued")
          try await terminal.key("q")
          try await terminal.waitForShell()

          try await terminal.command("clear; todotui")
          try await terminal.wait("◌ One", "◌ Two", "◌ Three", "○ Milk", "Done 1", "offline")
          try await terminal.key("q")
          try await terminal.waitForShell()

          let back = try await server.again(folder: folder)
          try await terminal.command("clear; todotui")
          try await terminal.wait("○ One", "○ Two", "○ Three", "○ Milk", "Done 1", "synced")
          try await terminal.key("q")
          try await terminal.waitForShell()
          let titles = try await back.titles(user, jwt).sorted()
          #expect(titles == ["Bread", "Milk", "One", "Three", "Two"])
          #expect(try await home.must("list", "--done").lines == ["1  ✓ Bread"])
          await back.stop()
        }
      }
    }
  }
}
