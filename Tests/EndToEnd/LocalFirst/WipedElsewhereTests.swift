import Foundation
import Testing

/// `auth logout --wipe` in one process while another shows the same account's tasks.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `A screen whose tasks are wiped elsewhere` {
  @Test func `says so, saves nothing more, and brings nothing back`() async throws {
    try await withServer { server, _ in
      try await withHome { home in
        try await home.signUp(server: server.address)
        try await home.must("add", "A secret plan")
        let me = try await home.credentials()
        // The sentence has a path in it: it is to stand on one line.
        try await withTerminal(home, columns: 200) { terminal in
          try await terminal.command("stty -g > before; todotui; echo $? > status; stty -g > after")
          try await terminal.wait("○ A secret plan", "synced")
          let pid = try await terminal.process()
          try await home.must("auth", "logout", "--wipe", "--yes")
          try await terminal.type("aNever kept\r")
          try await terminal.wait(
            "was set aside or wiped by another todotui: start this one again."
          )
          #expect(try await !terminal.picture().contains("◌"))
          try await terminal.key("Escape")
          try await terminal.key("x")
          try await terminal.wait("wiped by another todotui", "Done 0")
          // Whoever asks for the newest tasks learns that there is no account any more.
          try await terminal.key("R")
          try await terminal.wait("You signed out elsewhere.", "ada@example.com", "Password")
          #expect(try await !terminal.picture().contains("secret plan"))
          #expect(ProcessTable.isAlive(pid))
          try await terminal.key("C-c")
          #expect(try await terminal.file("status") == "0")
          #expect(try await terminal.file("after") == terminal.file("before"))
          #expect(try await terminal.fact("alternate_on") == "0")

          let left = files(below: home.folder).filter { $0.path.contains(".sqlite") }
          #expect(left.allSatisfy { $0.path.hasSuffix("-lock") }, "\(left.map(\.path))")
          for file in files(below: home.folder) {
            let content = (try? Data(contentsOf: file)) ?? Data()
            #expect(content.range(of: Data("secret plan".utf8)) == nil, "\(file.path)")
          }
        }
        #expect(try await server.titles(me.user, me.jwt) == ["A secret plan"])
      }
    }
  }

  @Test func `what was typed on its command line goes with the tasks`() async throws {
    try await withSignedInHome { home in
      let done = try await home.todotui(
        ["ui", "--script", "-"],
        input: """
          size 80x24   wait "No tasks yet"
          type ":add 'A secret plan'"   key Enter   wait "Added: A secret plan"
          key /   type "secret"   key Enter
          key q   exit 0
          """
      )
      #expect(done.status == 0, "\(done.errors)")
      try await home.must("auth", "logout", "--wipe", "--yes")
      let client = [home.state, home.data.appending(path: "local")]
      for file in client.flatMap(files(below:)) {
        let content = (try? Data(contentsOf: file)) ?? Data()
        #expect(content.range(of: Data("secret".utf8)) == nil, "\(file.path)")
      }
    }
  }
}
