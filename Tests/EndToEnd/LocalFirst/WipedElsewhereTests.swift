import Foundation
import Testing

/// `auth logout --wipe` in one process while another shows the same account's tasks.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `A screen whose tasks are wiped elsewhere` {
  @Test func `says so at the next key, saves nothing more, and brings nothing back`() async throws {
    try await withServer { server, _ in
      try await withHome { home in
        try await home.signUp(server: server.address)
        try await home.must("add", "A secret plan")
        let me = try await home.credentials()
        try await withTerminal(home) { terminal in
          try await terminal.command("stty -g > before; todotui; echo $? > status; stty -g > after")
          try await terminal.wait("○ A secret plan", "synced")
          let pid = try await terminal.process()
          try await home.must("auth", "logout", "--wipe", "--yes")
          // A key that writes nothing and asks no server; it looks once a second at most.
          let isNoticed = try await eventually {
            try await terminal.key("Down")
            return try await terminal.picture().contains("You signed out elsewhere.")
          }
          #expect(isNoticed)
          try await terminal.wait("ada@example.com", "Password")
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

  @Test func `says so at the next key too where they were set aside, and stays`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Kept at the server")
      // The sentence has a path in it: it is to stand on one line.
      try await withTerminal(home, columns: 200) { terminal in
        try await terminal.command("todotui")
        try await terminal.wait("○ Kept at the server", "synced")
        let kept = files(below: home.data.appending(path: "local"))
        let mirror = try #require(kept.first { $0.path.hasSuffix(".sqlite") })
        // As a process leaves it that has found damage.
        try Data().write(to: URL(filePath: mirror.path + ".damaged"))
        try await home.must("list")
        let sentence = "was set aside or wiped by another todotui: start this one again."
        // It is said once, and the next key takes it away.
        let isNoticed = try await eventually {
          try await terminal.key("Down")
          return try await eventually(within: 5) {
            try await terminal.picture().contains(sentence)
          }
        }
        #expect(isNoticed)
        try await terminal.type("aNever kept\r")
        try await terminal.wait(sentence)
        #expect(try await !terminal.picture().contains("◌"))
        try await terminal.key("Escape", "C-c")
        try await terminal.waitForShell()
      }
      #expect(try await home.titles() == ["Kept at the server"])
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
