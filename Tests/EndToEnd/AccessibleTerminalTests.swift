import Foundation
import Testing

/// `--accessible` in a real terminal that can do nothing but lines.
@Suite(
  .timeLimit(.minutes(5)),
  .takingTurns,
  .enabled(if: Terminal.isHere && Programs.have("script"))
)
struct `The accessible client in a terminal` {
  /// Every byte a program writes to a terminal of its own, from script(1).
  private func bytes(
    _ home: Home,
    _ command: String,
    _ body: (Terminal) async throws -> Void
  ) async throws -> [UInt8] {
    try await withTerminal(home, columns: 200) { terminal in
      try await terminal.command("cd; clear; TERM=dumb script -qec '\(command)' log; echo left")
      try await body(terminal)
      try await terminal.wait("left\n")
    }
    let log = try Data(contentsOf: home.folder.appending(path: "log"))
    // The first and the last line are script's own.
    return Array(log.split(separator: 10).dropFirst().dropLast().joined(separator: [10]))
  }

  @Test func `signs up without showing the password, works, forgets a line at ^C, ends at ^D`()
    async throws
  {
    try await withHome { home in
      let written = try await bytes(home, "todotui --accessible") { terminal in
        try await terminal.wait("[new]:")
        try await terminal.type("\r")
        try await terminal.wait("Name [")
        try await terminal.type("Ada\r")
        try await terminal.wait("E-mail [")
        try await terminal.type("ada@example.com\r")
        try await terminal.wait("Password:")
        try await terminal.type(Home.password + "\r")
        try await terminal.wait("Signed in as ada@example.com", "todotui>")
        try await terminal.type("a Typed line\r")
        try await terminal.wait("Added: Typed line (synced)")
        try await terminal.type("a never added")
        try await terminal.wait("a never added")
        try await terminal.key("C-c")
        try await terminal.wait("never added^C\ntodotui>")
        try await terminal.type("x 1\r")
        try await terminal.wait("Done: Typed line (synced)")
        try await terminal.type("d 1\r")
        try await terminal.wait("[y/N]")
        try await terminal.key("C-c")
        try await terminal.wait("Nothing was deleted.")
        try await terminal.type("/\u{1b}[31m\r")
        try await terminal.wait("No open tasks with")
        try await terminal.key("C-d")
      }
      #expect(
        !written.contains(0x1B),
        "\(String(decoding: written, as: UTF8.self).debugDescription)"
      )
      let text = String(decoding: written, as: UTF8.self)
      #expect(!text.contains(Home.password))
      #expect(text.contains("Added: Typed line (synced)"))
      #expect(text.unicodeScalars.allSatisfy { !(0x2500...0x257F).contains($0.value) }, "no boxes")
      #expect(try await home.titles() == ["Typed line"])
    }
  }

  @Test func `tells what happened meanwhile at the next prompt, in one line`() async throws {
    try await withServer { server, folder in
      try await withHome { home in
        try await home.signUp(server: server.address)
        await server.stop()
        let running = Running()
        _ = try await bytes(home, "todotui --accessible") { terminal in
          try await terminal.wait("todotui>")
          try await terminal.type("a Later\r")
          try await terminal.wait("Added: Later (queued)")
          try await terminal.type("a half a li")
          running.server = try await server.again(folder: folder)
          // Sent behind the back of who is typing, who sees nothing of it.
          let (user, jwt) = try await home.credentials()
          let isSent = try await eventually(within: 60) {
            try await running.server?.titles(user, jwt) == ["Later"]
          }
          #expect(isSent)
          #expect(try await terminal.picture().contains("todotui> a half a li\n"))
          try await terminal.type("ne\r")
          try await terminal.wait("Added: half a line (synced)", "Meanwhile: sent “Later”")
          try await terminal.type("q\r")
        }
        await running.server?.stop()
      }
    }
  }

  /// What the check for escapes would say of a client that draws.
  @Test func `is unlike the screen, which writes escapes`() async throws {
    try await withSignedInHome { home in
      let written = try await bytes(home, "env TERM=xterm todotui") { terminal in
        try await terminal.wait("No tasks yet")
        try await terminal.type("q")
      }
      #expect(written.contains(0x1B))
    }
  }

  private final class Running {
    var server: TestServer?
  }
}
