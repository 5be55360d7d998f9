import Foundation
import Testing

/// `^F` in the sign-in form, at a Better Auth that sends mails and at one that sends none.
@Suite(.timeLimit(.minutes(2)), .takingTurns)
struct `A mail for a new password` {
  private func ask(_ home: Home, _ auth: ForeignServer, _ rack: ServerRack, said: String)
    async throws
  {
    let tasks = await rack.keep(
      try await ForeignServer.dialect("canonical", tasks: 3, in: rack.folder)
    )
    let script = rack.folder.appending(path: "forgotten.todotui")
    let lines = """
      wait "Password" type "ada@example.com" key C-f
      wait "\(said)" key C-c exit 0
      """
    try Data(lines.utf8).write(to: script)
    let done = try await home.todotui(
      "ui",
      "--script",
      script.path,
      "--auth-url",
      auth.address + "/api/auth",
      "--api-url",
      tasks.address
    )
    #expect(done.status == 0, "\(done.output) \(done.errors)")
  }

  @Test func `is sent with a link, and the screen says so`() async throws {
    try await withServers { rack, home in
      let mails = rack.folder.appending(path: "mails")
      let auth = await rack.keep(try await ForeignServer.betterAuth(bearer: true, mails: mails))
      try await home.must(
        [
          "auth", "signup", "--profile", "other", "--email", "ada@example.com", "--name", "Ada",
          "--password-stdin", "--auth-url", auth.address + "/api/auth", "--api-url", auth.address,
        ],
        input: Home.password
      )
      try await ask(home, auth, rack, said: "a mail with a link")
      let text = try String(contentsOf: mails, encoding: .utf8)
      #expect(text.hasPrefix("ada@example.com \(auth.address)/api/auth/reset-password/"), "\(text)")
      #expect(text.split(separator: "\n").count == 1)
    }
  }

  @Test func `is not sent by a server that cannot, and the screen says so`() async throws {
    try await withServers { rack, home in
      let auth = await rack.keep(try await ForeignServer.betterAuth(bearer: true))
      try await ask(home, auth, rack, said: "sends no mail for a new password")
    }
  }
}
