import Foundation
import Testing

/// One profile, and another account that signs in on it while a screen shows the first one's tasks.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `A screen of an account that was followed by another` {
  /// The backend's paths name nobody: whose tasks these are is in the token alone.
  @Test func `sends and shows nothing as that one, says so, and keeps what is unsent`() async throws
  {
    try await withServers { rack, home in
      let auth = await rack.keep(try await TestServer(folder: rack.folder, ["--jwt-ttl", "1s"]))
      let backend = await rack.keep(
        try await ForeignServer.dialect("todos", tasks: 0, in: rack.folder)
      )
      let place = ["--server", backend.address, "--auth-url", auth.address + "/api/auth"]
      try await home.signUp("ada@example.com", at: place)
      try await home.must("add", "First of Ada")
      try await withTerminal(home, columns: 120) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("○ First of Ada", "ada@example.com", "synced")
        try await home.must("auth", "logout")
        try await home.signUp("bob@example.com", at: place)
        try await home.must("add", "Of Bob")
        try await home.untilTokenExpires()
        try await terminal.type("aSecond of Ada\r")
        try await terminal.wait("Another account has signed in on the profile w.", "Password")
        #expect(try await !terminal.picture().contains("Of Bob"))
        try await terminal.key("C-c")
        try await terminal.waitForShell()
      }
      #expect(try await home.titles() == ["Of Bob"])
      #expect(try await home.must("log").lines.count == 1)

      try await home.must("auth", "logout")
      let login = ["auth", "login", "--email", "ada@example.com", "--password-stdin"] + place
      try await home.must(login, input: Home.password)
      #expect(try await home.titles() == ["Second of Ada", "First of Ada"])
      #expect(try await home.unsent().isEmpty)
    }
  }
}
