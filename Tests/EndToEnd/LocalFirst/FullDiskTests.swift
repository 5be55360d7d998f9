import Foundation
import Testing

/// A disk that has no room left for a change: it is not saved, and nothing says it was.
@Suite(
  .timeLimit(.minutes(5)),
  .takingTurns,
  .enabled(if: SmallDisk.isHere && Terminal.isHere)
)
struct `A full disk` {
  @Test func `keeps a change from being saved, which is said and not shown`() async throws {
    try await withServer { server, _ in
      try await withHome { home in
        try await home.signUp(server: server.address)
        try await home.must("add", "Kept")
        let me = try await home.credentials()
        let disk = try await SmallDisk(of: home, kilobytes: 400)
        do {
          try await check(home, disk)
        } catch {
          await disk.end()
          throw error
        }
        #expect(try await server.titles(me.user, me.jwt).sorted() == ["Kept", "Saved", "Too"])
        await disk.end()
      }
    }
  }

  private func check(_ home: Home, _ disk: SmallDisk) async throws {
    try disk.fill()
    for verb in [["add", "Lost"], ["done", "Kept"], ["rm", "Kept", "--yes"]] {
      let done = try await disk.todotui(verb)
      #expect(done.status == 73 && done.output.isEmpty, "\(verb): \(done.output)\(done.errors)")
      #expect(done.errors.contains("The disk is full: \(home.data.path)"), "\(done.errors)")
    }
    try disk.free()
    #expect(try await disk.todotui(["list"]).output == "1  ○ Kept\n")

    try await withTerminal(home, columns: 200) { terminal in
      try await terminal.command((disk.words + ["todotui"]).joined(separator: " "))
      try await terminal.wait("○ Kept", "synced", "Open 1")
      try disk.fill()
      try await terminal.type("aLost\r")
      try await terminal.wait("The disk is full:", "the change was not saved.")
      // It is no row: what was typed is on its line again.
      try await terminal.wait("Open 1", "+ Lost")
      #expect(try await !terminal.picture().contains("◌"))
      try await terminal.key("Escape")
      try await terminal.waitGone("Lost")
      try await terminal.key("x")
      try await terminal.wait("the change was not saved.", "○ Kept", "Done 0")
      try disk.free()
      try await terminal.type("aSaved\r\u{1b}")
      try await terminal.wait("○ Saved", "Open 2", "synced")
      try await terminal.key("q")
      try await terminal.waitForShell()
    }
    #expect(try await disk.todotui(["queue", "list"]).output.isEmpty)
    #expect(try await disk.todotui(["add", "Too"]).status == 0)
  }
}
