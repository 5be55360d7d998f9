import Foundation
import Testing

/// A password nobody remembers.
///
/// | place | what happens | exit |
/// |---|---|---|
/// | the local profile, signed in or out | `auth reset-local` sets a new one and signs in | 0 |
/// | no account on this machine | a sentence, and how to make one | 5 |
/// | an e-mail address nobody has, a password too short | the server program's sentence | not 0 |
/// | another server | the command is for this machine alone | 64 |
/// | the sign-in form, `^F` | the server is asked for a mail; one that sends none is said to | 0 |
@Suite(.timeLimit(.minutes(2)), .takingTurns)
struct `A forgotten password` {
  private func reset(_ home: Home, _ password: String, _ more: String...) async throws -> Finished {
    try await home.todotui(["auth", "reset-local", "--password-stdin"] + more, input: password)
  }

  @Test func `of this machine is set anew, and the tasks are still there`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Kept")
      let first = try await reset(home, "another password")
      #expect(first.status == 0, "\(first.errors)")
      #expect(first.output == "Signed in as ada@example.com on this machine.\n")
      #expect(try await home.titles() == ["Kept"])

      try await home.must("auth", "logout")
      let address = ["--email", "ada@example.com", "--password-stdin"]
      let old = try await home.todotui(["auth", "login"] + address, input: Home.password)
      #expect(old.status == 4, "\(old.errors)")
      let second = try await reset(home, "a third password", "--email", "ada@example.com")
      #expect(second.status == 0, "\(second.errors)")
      #expect(try await home.titles() == ["Kept"])
      // The password was in no argument and in no environment of the server that runs now.
      let server = try await home.localServer().process ?? 0
      for file in ["cmdline", "environ"] {
        #expect(ProcessTable.text(server, file)?.contains("third password") == false)
      }
    }
  }

  @Test func `of nobody, or a new one that is too short, is refused with a sentence`()
    async throws
  {
    try await withHome { home in
      let none = try await reset(home, "another password", "--email", "ada@example.com")
      #expect(none.status == 5, "\(none.errors)")
      #expect(none.errors.contains("There is no account on this machine yet."))
      try await home.signUp()
      let unknown = try await reset(home, "another password", "--email", "bob@example.com")
      #expect(unknown.status != 0 && unknown.errors.contains("bob@example.com"))
      let short = try await reset(home, "short")
      #expect(short.status != 0 && !short.errors.isEmpty)
      let login = try await home.todotui(
        ["auth", "login", "--email", "ada@example.com", "--password-stdin"],
        input: Home.password
      )
      #expect(login.status == 0, "the old one still holds: \(login.errors)")
      let other = try await reset(home, "another password", "--server", "https://x.example")
      #expect(other.status == 64, "\(other.errors)")
    }
  }

  @Test(.enabled(if: Terminal.isHere))
  func `is asked for twice on a terminal, and shown not once`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("cd; todotui auth reset-local; echo $? > status")
        try await terminal.wait("New password:")
        try await terminal.type("another password\r")
        try await terminal.wait("The same again:")
        try await terminal.type("another passwort\r")
        #expect(try await terminal.file("status") == "65")
        let picture = try await terminal.picture()
        #expect(!picture.contains("another passwor"))
        try await terminal.wait("not the same; nothing was changed")
      }
    }
  }

  @Test func `in the form asks the server for a mail, and says that none is sent`() async throws {
    try await withProxy { proxy, _, folder in
      try await withHome { home in
        let script = folder.appending(path: "forgotten.todotui").path
        let lines = """
          wait "Password" key Tab type "ada@example.com" key C-f
          wait "sends no mail for a new password" key C-c exit 0
          """
        try Data(lines.utf8).write(to: URL(filePath: script))
        let done = try await home.todotui(
          "ui",
          "--script",
          script,
          "--profile",
          "work",
          "--server",
          proxy.address
        )
        #expect(done.status == 0, "\(done.output) \(done.errors)")
        #expect(proxy.count("POST /api/auth/request-password-reset") == 1, "\(proxy.requests)")
      }
    }
  }
}
