import Foundation
import Testing

/// The program in a real terminal, when the server goes away, refuses, or belongs to somebody else.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `On screen, with a server that is not always there` {
  @Test func `a task added while the server is down is there once when it is back`() async throws {
    try await withServer { server, folder in
      try await withHome { home in
        try await home.signUp(server: server.address)
        let (user, jwt) = try await home.credentials()
        try await withTerminal(home) { terminal in
          try await terminal.command("todotui")
          try await terminal.wait("No tasks yet", "synced")
          await server.child.end(SIGKILL)
          try await terminal.type("aAdded in the dark\r\u{1b}")
          try await terminal.wait("◌ Added in the dark", "1 queued")
          let back = try await server.again(folder: folder)
          try await terminal.key("R")
          try await terminal.wait("○ Added in the dark", "synced")
          try await terminal.key("q")
          try await terminal.waitForShell()
          #expect(try await back.titles(user, jwt) == ["Added in the dark"])
          await back.stop()
        }
      }
    }
  }

  @Test func `what is unsent at the end is said once, kept, and sent the next time`() async throws {
    try await withServer { server, folder in
      try await withHome { home in
        try await home.signUp(server: server.address)
        let (user, jwt) = try await home.credentials()
        await server.stop()
        try await withTerminal(home) { terminal in
          try await terminal.command("todotui")
          try await terminal.wait("No tasks yet", "offline")
          try await terminal.type("aOne\rTwo\r\u{1b}q")
          try await terminal.wait("2 changes are saved here and will be sent next time")
          let back = try await server.again(folder: folder)
          try await terminal.command("clear; todotui")
          try await terminal.wait("○ One", "○ Two", "synced")
          #expect(try await back.titles(user, jwt).sorted() == ["One", "Two"])
          await back.stop()
        }
      }
    }
  }

  @Test func `the server of this machine is started again when it was killed`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("No tasks yet", "synced")
        let first = try #require(try await home.localServer().process)
        kill(first, SIGKILL)
        try #require(await eventually { !ProcessTable.isAlive(first) })
        try await terminal.type("aStill here\r\u{1b}")
        try await terminal.wait("○ Still here", "synced")
        try await terminal.key("q")
        try await terminal.waitForShell()
      }
      #expect(try await home.titles() == ["Still here"])
    }
  }

  @Test func `a wrong password is said in the form, and what was typed stays`() async throws {
    try await withServer { server, _ in
      try await withHome { other in try await other.signUp(server: server.address) }
      try await withHome { home in
        try await withTerminal(home) { terminal in
          try await terminal.command("todotui --server \(server.address)")
          try await terminal.wait("Server", "127.0.0.1:\(server.port)", "E-mail", "Password")
          try await terminal.type("ada@example.com\twrong password\r")
          try await terminal.wait("Wrong e-mail address or password.")
          try await terminal.wait("ada@example.com", "••••••••••••••")
          try await terminal.key("C-u")
          try await terminal.type(Home.password + "\r")
          try await terminal.wait("No tasks yet", "ada@example.com")
          try await terminal.key("q")
          try await terminal.waitForShell()
          try await terminal.command("clear; todotui")
          try await terminal.wait("ada@example.com · 127.0.0.1:\(server.port)")
        }
      }
    }
  }

  @Test func `a server that is not there is said in the form`() async throws {
    try await withHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui --server http://127.0.0.1:9")
        try await terminal.wait("Server", "Password")
        try await terminal.type("ada@example.com\t\(Home.password)\r")
        try await terminal.wait("! Nothing answers at 127.0.0.1:9", "ada@example.com", "•••")
      }
    }
  }

  @Test func `L signs out after one question`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Private")
      try await withTerminal(home) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("Private")
        try await terminal.key("L")
        try await terminal.wait("Sign out?")
        try await terminal.key("n")
        try await terminal.waitGone("Sign out?")
        try await terminal.key("L", "y")
        try await terminal.wait("You signed out.", "Password")
        #expect(try await !terminal.picture().contains("Private"))
        try await terminal.key("C-c")
        try await terminal.waitForShell()
      }
      #expect(try await home.todotui("auth", "status").status == 4)
    }
  }

  @Test func `a task the server refuses comes back with the reason`() async throws {
    try await withProxy { proxy, _, _ in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        try await home.must("add", "Accepted")
        try proxy.misbehave("status-422", on: "PUT /api/")
        try await withTerminal(home) { terminal in
          try await terminal.command("todotui")
          try await terminal.wait("Accepted")
          try await terminal.type("aRefused\r\u{1b}")
          try await terminal.wait("! Refused", "said by the test")
        }
      }
    }
  }
}
