import Foundation
import Testing

/// `todo-server set-password`, run as `todotui auth reset-local` runs it.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `todo-server set-password` {
  private let email = "ada@example.com"

  private func setPassword(
    _ folder: URL,
    input: String,
    _ more: [String] = ["--password-stdin"]
  ) async throws -> Finished {
    let database = folder.appending(path: "server.sqlite").path
    return try await run(
      Programs.server,
      ["set-password", "--database", database, "--email", email] + more,
      environment: ["PATH": "/usr/bin:/bin"],
      input: input
    )
  }

  private func post(_ server: TestServer, _ path: String, _ password: String) async throws -> Int {
    let body = ["name": "Ada", "email": email, "password": password]
    let json = String(decoding: try JSONEncoder().encode(body), as: UTF8.self)
    return try await Wire(server.address).send("POST", "/api/auth/\(path)/email", json: json).status
  }

  @Test func `waits for no server, works after one that was killed, and says no secret`()
    async throws
  {
    try await withServer { server, folder in
      #expect(try await post(server, "sign-up", "the first password") == 200)
      let held = try await setPassword(folder, input: "the second password\n")
      #expect(held.status == 75)
      #expect(held.errors.hasPrefix("todo-server: A server or another program is using the"))
      await server.child.end(SIGKILL)

      let done = try await setPassword(folder, input: "the second password\n")
      #expect(done.status == 0)
      #expect(done.output == "The password is set; 1 session is ended.\n")
      #expect(done.errors == "")
      let again = try await TestServer(folder: folder)
      #expect(try await post(again, "sign-in", "the first password") == 401)
      #expect(try await post(again, "sign-in", "the second password") == 200)
      await again.stop()

      // Only one newline is taken off, and white space is part of a password.
      #expect(try await setPassword(folder, input: " spaced \n\n").status == 0)
      let last = try await TestServer(folder: folder)
      #expect(try await post(last, "sign-in", " spaced \n") == 200)
      await last.stop()

      for (input, status) in [
        ("short\n", 65), ("", 65), (String(repeating: "secret", count: 1000), 65),
      ] {
        let refused = try await setPassword(folder, input: input)
        #expect(refused.status == status)
        #expect(!refused.errors.contains("secret"))
      }
      #expect(try await setPassword(folder, input: "a password", []).status == 64)
    }
  }
}
