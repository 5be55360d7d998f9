import Foundation
import Testing

/// Several processes that have the same changes to send.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `Several clients of one outbox` {
  @Test func `send each change once between them`() async throws {
    try await withProxy { proxy, server, _ in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        try await home.must("add", "Before")
        let me = try await home.credentials()
        try proxy.misbehave("status-503")
        let names = (10..<40).map { "Task \($0)" }
        try await home.must(["add", "-"], input: names.joined(separator: "\n"))
        try await home.must("done", "Before")
        #expect(try await home.unsent().count == 31)

        let before = proxy.count("PUT ") + proxy.count("PATCH ")
        proxy.behave()
        try await withTerminal(home) { terminal in
          try await terminal.command("todotui")
          async let one = home.todotui("sync")
          async let two = home.todotui("sync")
          let (first, second) = (try await one, try await two)
          #expect(first.status == 0 && second.status == 0, "\(first.errors)\(second.errors)")
          try await terminal.wait("○ Task 2", "Open 30", "Done 1", "synced")
          try await terminal.key("q")
          try await terminal.waitForShell()
        }
        #expect(proxy.count("PUT ") + proxy.count("PATCH ") == before + 31)
        #expect(try await server.titles(me.user, me.jwt).sorted() == ["Before"] + names)
        #expect(try await home.titles().sorted() == ["Before"] + names)
        #expect(try await home.unsent().isEmpty)
      }
    }
  }
}
