import Foundation
import Testing

/// `TODOTUI_TOKEN`: used instead of the vault, kept nowhere, handed to no child.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `A token in the environment` {
  /// A raw session token, as Better Auth's own answer has it.
  private func session(_ server: TestServer, _ email: String) async throws -> String {
    let answer = try await Wire(server.address).send(
      "POST",
      "/api/auth/sign-up/email",
      json: #"{"name":"Ada","email":"\#(email)","password":"\#(Home.password)"}"#
    )
    guard let token = try answer.object()["token"] as? String else {
      throw Trouble("no token: \(answer.body)")
    }
    return token
  }

  private func jwt(_ server: TestServer, _ session: String) async throws -> String {
    let answer = try await Wire(server.address).send(
      "GET",
      "/api/auth/token",
      ["Authorization": "Bearer \(session)"]
    )
    return try answer.object()["token"] as? String ?? ""
  }

  /// Whether any file below a folder holds the text.
  private func holds(_ folder: URL, _ text: String) -> [String] {
    files(below: folder).filter {
      (try? Data(contentsOf: $0))?.range(of: Data(text.utf8)) != nil
    }.map(\.path)
  }

  @Test func `may be a session credential`() async throws {
    try await withServer { server, _ in
      let token = try await session(server, "ada@example.com")
      try await withHome(["TODOTUI_TOKEN": token, "TODOTUI_SERVER": server.address]) { home in
        try await home.must("add", "By session")
        #expect(try await home.titles() == ["By session"])
        #expect(try await home.must("auth", "token").output.split(separator: ".").count == 3)
        #expect(holds(home.folder, token).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: home.vault().path))
        #expect(try await home.todotui("auth", "refresh").status == 64)
      }
    }
  }

  @Test func `may be a JWT, which is used and not renewed`() async throws {
    try await withServer { server, _ in
      let token = try await jwt(server, session(server, "ada@example.com"))
      try await withHome(["TODOTUI_TOKEN": token, "TODOTUI_SERVER": server.address]) { home in
        try await home.must("add", "By JWT")
        #expect(try await home.titles() == ["By JWT"])
        #expect(try await home.must("auth", "token").output == token + "\n")
        #expect(holds(home.folder, token).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: home.vault().path))
      }
    }
  }

  @Test func `that nobody accepts is 4, and one that is none is 65`() async throws {
    try await withServer { server, _ in
      try await withHome(["TODOTUI_SERVER": server.address]) { home in
        let wrong = try await home.todotui(
          ["list", "--json"],
          variables: ["TODOTUI_TOKEN": "abcdefghijklmnopqrstuvwxyz012345"]
        )
        #expect(wrong.status == 4)
        #expect(!wrong.errors.contains("abcdefghij"))
        let none = try await home.todotui(["list"], variables: ["TODOTUI_TOKEN": "no token"])
        #expect(none.status == 65)
        let forged = try await home.todotui(
          ["list"],
          variables: [
            "TODOTUI_TOKEN": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIiwiZXhwIjo5OTk5OTk5OTk5fQ.AAAA"
          ]
        )
        #expect(forged.status == 4, "\(forged.errors)")
      }
    }
  }

  @Test func `is not handed to the server that is started`() async throws {
    let token = "canaryTokenOfThisTest0123456789x"
    try await withHome { home in
      let done = try await home.todotui(["list"], variables: ["TODOTUI_TOKEN": token])
      #expect(done.status == 4)
      let server = try #require(try await home.localServer().process)
      let environment = try #require(ProcessTable.text(server, "environ"))
      #expect(environment.contains("HOME="))
      #expect(!environment.contains(token))
      #expect(!(ProcessTable.text(server, "cmdline") ?? "").contains(token))
    }
  }
}
