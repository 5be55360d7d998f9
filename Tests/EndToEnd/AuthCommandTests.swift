import Foundation
import Testing

/// Signing up, in and out without a terminal.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `The auth commands` {
  private func logIn(
    _ home: Home,
    _ password: String,
    _ more: [String] = []
  ) async throws -> Finished {
    try await home.todotui(
      ["auth", "login", "--email", "ada@example.com", "--password-stdin"] + more,
      input: password
    )
  }

  @Test func `make an account, tell who it is, and end the session`() async throws {
    try await withHome { home in
      let made = try await home.todotui(
        "auth",
        "signup",
        "--email",
        "ada@example.com",
        "--name",
        "Ada",
        "--password-stdin",
        input: Home.password + "\n"
      )
      #expect(made.status == 0)
      #expect(made.output == "Signed in as ada@example.com on this machine.\n")
      let told = try await home.must("auth", "status")
      #expect(told.output.contains("ada@example.com"))
      let out = try await home.todotui("auth", "logout")
      #expect(out.status == 0)
      #expect(out.errors.contains("Signed out."))
      let after = try await home.todotui("auth", "status")
      #expect(after.status == 4)
      #expect(after.errors.contains("Nobody is signed in"))
      #expect(try await home.todotui("auth", "logout").status == 0, "twice is no error")
      for command in [["list"], ["add", "x"], ["auth", "token"], ["auth", "refresh"], ["sync"]] {
        #expect(try await home.todotui(command).status == 4, "\(command)")
      }
    }
  }

  @Test func `tell the session in JSON, with these keys, and no secret anywhere`() async throws {
    try await withSignedInHome { home in
      let status = try await home.must("auth", "status", "--json")
      let facts = try status.object()
      #expect(
        Set(facts.keys) == [
          "profile", "server", "authServer", "user", "signedIn", "vault", "sessionExpiresAt",
          "jwtExpiresAt",
        ]
      )
      #expect(facts["profile"] as? String == "local")
      #expect(facts["signedIn"] as? Bool == true)
      let user = try #require(facts["user"] as? [String: Any])
      #expect(Set(user.keys) == ["id", "email", "name"])
      #expect(user["email"] as? String == "ada@example.com")
      #expect(user["name"] as? String == "Ada")
      // Sessions of the local server live a year.
      let end = try #require(facts["sessionExpiresAt"] as? String)
      let days = try Date(end, strategy: .iso8601WithFraction).timeIntervalSinceNow / 86_400
      #expect((364.5...365.5).contains(days))
      let token = try await home.must("auth", "token").output
      #expect(!status.output.contains(token.trimmingCharacters(in: .newlines)))
      #expect(!status.output.contains("eyJ"))
      #expect(!(status.output + status.errors).contains(Home.password))

      try await home.must("auth", "logout")
      let out = try await home.todotui("auth", "status", "--json")
      #expect(out.status == 4)
      #expect(try out.object()["signedIn"] as? Bool == false)
      #expect(try out.object()["user"] is NSNull)
      #expect(try out.error()["exit"] as? Int == 4)
    }
  }

  @Test func `print a token alone, and a new one on demand`() async throws {
    try await withSignedInHome { home in
      let first = try await home.must("auth", "token")
      #expect(first.lines.count == 1 && first.errors.isEmpty)
      #expect(first.lines[0].split(separator: ".").count == 3)
      #expect(try await home.must("auth", "token").output == first.output)
      let end = try await home.must("auth", "refresh")
      #expect(end.output.contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/))
      let json = try await home.must("auth", "refresh", "--json").object()
      #expect(Array(json.keys) == ["jwtExpiresAt"])
    }
  }

  @Test func `refuse a wrong password with 4 and a sentence`() async throws {
    try await withServer { server, _ in
      let home = try Home()
      try await home.signUp(server: server.address)
      let done = try await logIn(home, "wrong password\n")
      #expect(done.status == 4)
      #expect(done.errors.contains("Wrong e-mail address or password."))
      let json = try await logIn(home, "wrong password\n", ["--json"])
      #expect(json.status == 4)
      let error = try json.error()
      #expect(Set(error.keys) == ["code", "exit", "message", "hint", "requestId"])
      #expect(error["code"] as? String == "invalid_email_or_password")
      #expect(!json.errors.contains("wrong password"))
      #expect(try await home.todotui("auth", "status").status == 0, "the old session stays")
      // Exactly one newline is taken off.
      #expect(try await logIn(home, Home.password + "\n\n").status == 4)
      #expect(try await logIn(home, Home.password).status == 0)
      await home.remove()
    }
  }

  @Test func `refuse an address that is taken and a password that is short with 65`() async throws {
    try await withSignedInHome { home in
      func signUp(_ email: String, _ password: String) async throws -> Finished {
        try await home.todotui(
          "auth",
          "signup",
          "--email",
          email,
          "--name",
          "Ada",
          "--password-stdin",
          "--json",
          input: password + "\n"
        )
      }
      let taken = try await signUp("Ada@example.com", Home.password)
      #expect(taken.status == 65)
      #expect(try taken.error()["code"] as? String == "user_already_exists_use_another_email")
      let short = try await signUp("grace@example.com", "seven77")
      #expect(short.status == 65)
      #expect(try short.error()["code"] as? String == "password_too_short")
      #expect(!short.errors.contains("seven77"))
      let bad = try await signUp("no address", Home.password)
      #expect(bad.status == 65)
      let empty = try await signUp("grace@example.com", "")
      #expect(empty.status == 65)
    }
  }

  @Test func `take the password from a file, and never ask without a terminal`() async throws {
    try await withHome { home in
      let file = home.folder.appending(path: "password")
      try Data((Home.password + "\n").utf8).write(to: file)
      let made = try await home.todotui(
        "auth",
        "signup",
        "--email",
        "ada@example.com",
        "--name",
        "Ada",
        "--password-file",
        file.path
      )
      #expect(made.status == 0, "\(made.errors)")
      let asked = try await home.todotui("auth", "login", "--email", "ada@example.com")
      #expect(asked.status == 2)
      #expect(asked.errors.contains("--password-stdin"))
      let both = try await home.todotui(
        "auth",
        "login",
        "--email",
        "ada@example.com",
        "--password-stdin",
        "--password-file",
        file.path
      )
      #expect(both.status == 64)
      let missing = try await home.todotui(
        "auth",
        "login",
        "--email",
        "ada@example.com",
        "--password-file",
        "/nowhere"
      )
      #expect(missing.status == 64)
      let password = try await home.todotui(
        "auth",
        "login",
        "--email",
        "ada@example.com",
        "--password",
        Home.password
      )
      #expect(password.status == 64, "no option takes a password")
    }
  }

  @Test func `keep the server in the profile, and profiles apart`() async throws {
    try await withServer { server, _ in
      try await withHome { home in
        try await home.signUp(server: server.address)
        let facts = try await home.must("auth", "status", "--json").object()
        #expect(facts["server"] as? String == server.address)
        try await home.must("add", "At the server")
        let other = try await home.todotui("auth", "status", "--profile", "work")
        #expect(other.status == 4)
        #expect(try await home.todotui("list", "--profile", "work").status == 4)
        let nowhere = try await home.todotui(
          ["auth", "login", "--profile", "work", "--email", "a@example.com", "--password-stdin"],
          input: Home.password
        )
        #expect(nowhere.status == 78, "a profile without a server says so")
        #expect(nowhere.errors.contains("no server"))
        #expect(try await home.todotui("list", "--profile", "../x").status == 64)
      }
    }
  }

  @Test func `two accounts on one profile never see each other's mirror`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Ada's own")
      try await home.signUp("grace@example.com")
      #expect(try await home.must("list", "--all", "--offline").output.isEmpty)
      #expect(try await home.titles().isEmpty)
      let row = try await home.todotui("show", "1")
      #expect(row.status == 5)
      #expect(try await home.todotui("show", "own").status == 5)
      try await home.must("add", "Grace's own")
      #expect(try await logIn(home, Home.password).status == 0)
      #expect(try await home.titles() == ["Ada's own"])
    }
  }

  @Test func `a sign-up that opens no session is followed by a sign-in`() async throws {
    try await withProxy { proxy, _, _ in
      try await withHome { home in
        try proxy.misbehave("sessionless", on: "/api/auth/sign-up/email")
        try await home.signUp(server: proxy.address)
        #expect(try await home.titles().isEmpty)
      }
    }
  }

  @Test func `a sign-up that wants its mail answered says so and signs nobody in`() async throws {
    try await withProxy { proxy, _, _ in
      try await withHome { home in
        try proxy.misbehave("unverified", on: "/api/auth/sign-")
        let done = try await home.todotui(
          "auth",
          "signup",
          "--email",
          "ada@example.com",
          "--name",
          "Ada",
          "--password-stdin",
          "--json",
          "--server",
          proxy.address,
          input: Home.password
        )
        #expect(done.status == 4)
        #expect(try done.error()["code"] as? String == "verify_email")
        #expect((try done.error()["message"] as? String)?.contains("confirmed") == true)
        #expect((try done.error()["hint"] as? String)?.contains("ada@example.com") == true)
        #expect(try await home.todotui("auth", "status").status == 4)
        let early = try await logIn(home, Home.password, ["--server", proxy.address])
        #expect(early.status == 4)
        #expect(early.errors.contains("mail"), "\(early.errors)")
        proxy.behave()
        let then = try await logIn(home, Home.password, ["--server", proxy.address])
        #expect(then.status == 0, "the account is there: \(then.errors)")
      }
    }
  }
}
