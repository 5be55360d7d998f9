import Foundation
import Testing

/// What a person may type wrong, or a machine may be set up wrong.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `Bad input` {
  @Test func `titles that no server takes are refused with 65`() async throws {
    try await withSignedInHome { home in
      let long = String(repeating: "é", count: 201)
      for (title, part) in [
        (long, "201 characters"), ("", "empty"), ("   ", "empty"), ("a\tb", "U+0009"),
        ("a\u{1b}[31mb", "U+001B"), ("a\u{85}b", "U+0085"), ("a\nb", "U+000A"),
      ] {
        let done = try await home.todotui(["add", "--json", "--", title])
        #expect(done.status == 65, "\(title.debugDescription)")
        let message = try done.error()["message"] as? String ?? ""
        #expect(message.contains(part), "\(message)")
        #expect(!(done.output + done.errors).utf8.contains(0x1B))
      }
      #expect(try await home.titles().isEmpty)
      try await home.must("add", String(repeating: "é", count: 200))
      #expect(try await home.todotui("edit", "é", "--title", long).status == 65)
      #expect(try await home.todotui("edit", "é", "--title", "").status == 65)
      let wordy = String(repeating: "x", count: 1001)
      #expect(try await home.todotui("edit", "é", "--description", wordy).status == 65)
      #expect(try await home.todotui("add", "Good", "--description", wordy).status == 65)
      #expect(try await home.titles() == [String(repeating: "é", count: 200)])
    }
  }

  @Test func `a configuration that is no TOML is 78, and a notice on screen`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Shown anyway")
      try write("profile = \"local\"\nthis is not toml\n", home)
      let done = try await home.todotui("list", "--json")
      #expect(done.status == 78)
      #expect(try done.error()["code"] as? String == "configuration")
      #expect((try done.error()["message"] as? String)?.contains("line 2") == true)
      let screen = try await home.todotui(
        "ui",
        "--script",
        "-",
        input: "wait \"config.toml, line 2\" expect \"Shown anyway\""
      )
      #expect(screen.status == 0, "\(screen.errors)")
    }
  }

  @Test func `an unknown key is named with its line, and the rest works`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "One")
      try write("timeout = \"20s\"\ncolour = \"red\"\n\n[profiles.work]\nsrver = \"x\"\n", home)
      let done = try await home.todotui("list")
      #expect(done.status == 0)
      #expect(done.output == "1  ○ One\n")
      #expect(done.errors.contains("config.toml, line 2: unknown key colour"))
      #expect(done.errors.contains("config.toml, line 5: unknown key srver"))
      #expect(try await home.must("list", "-q").errors.isEmpty)
      try write("timeout = 20\n", home)
      #expect(try await home.todotui("list").errors.contains("line 1"))
    }
  }

  @Test func `a profile of the configuration is used with its server`() async throws {
    try await withServer { server, _ in
      try await withHome { home in
        try write("profile = \"work\"\n[profiles.work]\nserver = \"\(server.address)\"\n", home)
        try await home.signUp()
        let facts = try await home.must("auth", "status", "--json").object()
        #expect(facts["profile"] as? String == "work")
        #expect(facts["server"] as? String == server.address)
        #expect(FileManager.default.fileExists(atPath: home.vault("work").path))
      }
    }
  }

  @Test func `a stored credential goes only where it came from`() async throws {
    try await withProxy { proxy, server, _ in
      try await withHome { home in
        try await home.signUp(server: server.address)
        for command in [["list"], ["auth", "status"], ["auth", "token"], ["add", "x"]] {
          let done = try await home.todotui(command + ["--server", proxy.address, "--json"])
          #expect(done.status == 4, "\(command)")
          #expect(try done.error()["code"] as? String == "signed_out")
        }
        #expect(proxy.requests.isEmpty, "nothing was sent to the other origin")
        let half = try await home.todotui("list", "--auth-url", proxy.address + "/api/auth")
        #expect(half.status == 4)
        let split = try await home.todotui(
          "list",
          "--auth-url",
          server.address + "/api/auth",
          "--api-url",
          proxy.address
        )
        #expect(split.status == 4)
        #expect(proxy.requests.isEmpty)
        try await home.must("list", "--server", server.address)
      }
    }
  }

  @Test func `auth and tasks may live at two addresses`() async throws {
    try await withProxy { proxy, server, _ in
      try await withHome { home in
        let made = try await home.todotui(
          "auth",
          "signup",
          "--email",
          "ada@example.com",
          "--name",
          "Ada",
          "--password-stdin",
          "--auth-url",
          server.address + "/api/auth",
          "--api-url",
          proxy.address,
          input: Home.password
        )
        #expect(made.status == 0, "\(made.errors)")
        try await home.must("add", "Over there")
        #expect(try await home.titles() == ["Over there"])
        #expect(proxy.count("GET /api/auth") == 0)
        #expect(proxy.requests.contains { $0.hasPrefix("PUT /api/") })
      }
    }
  }

  @Test func `a vault that others may read is refused, with what to type`() async throws {
    try await withSignedInHome { home in
      let path = home.vault().path
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      let done = try await home.todotui("list", "--json")
      #expect(done.status == 77)
      let message = try done.error()["message"] as? String ?? ""
      #expect(message.contains("chmod 600 \(path)"), "\(message)")
      #expect(try await home.todotui("auth", "token").status == 77)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      try await home.must("list")
      let moved = home.data.appending(path: "elsewhere")
      try FileManager.default.moveItem(at: home.vault(), to: moved)
      try FileManager.default.createSymbolicLink(at: home.vault(), withDestinationURL: moved)
      #expect(try await home.todotui("list").status == 77, "a link is refused too")
    }
  }

  @Test func `a damaged vault is set aside, and signing in again works`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Survives")
      var bytes = try Data(contentsOf: home.vault())
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: home.vault())
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600],
        ofItemAtPath: home.vault().path
      )
      let done = try await home.todotui("list")
      #expect(done.status == 4)
      #expect(done.errors.contains("damaged"))
      let again = try await home.todotui(
        "auth",
        "login",
        "--email",
        "ada@example.com",
        "--password-stdin",
        input: Home.password
      )
      #expect(again.status == 0, "\(again.errors)")
      #expect(try await home.titles() == ["Survives"])
      let names = try FileManager.default.contentsOfDirectory(atPath: home.data.path)
      #expect(names.contains { $0.contains(".corrupt-") })
    }
  }

  @Test func `no home and no address to use are said with variable and value`() async throws {
    let bare = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
    let lost = try await run(Programs.todotui, ["list"], environment: bare)
    #expect(lost.status == 73)
    #expect(lost.errors.contains("HOME"))
    try await withHome { home in
      let plain = try await home.todotui(
        ["auth", "login", "--email", "a@example.com", "--password-stdin"]
          + ["--server", "http://192.0.2.1"],
        input: Home.password
      )
      #expect(plain.status == 64)
      #expect(plain.errors.contains("https"), "\(plain.errors)")
    }
  }

  private func write(_ text: String, _ home: Home) throws {
    let folder = home.folder.appending(path: ".config/todotui")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "config.toml"))
  }
}
