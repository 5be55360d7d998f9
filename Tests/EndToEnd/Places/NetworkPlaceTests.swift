import Foundation
import Testing

/// Networks that are not plain.
///
/// | place | what happens | exit |
/// |---|---|---|
/// | a company's proxy and authority, `https_proxy` and `TODOTUI_CA_FILE` or `ca_file` | works; http and the local server go past the proxy | 0 |
/// | the authority not named | the sentence names both ways to name it | 69 |
/// | the proxy away | the proxy is named, not the server | 69 |
/// | a portal that answers everything with a page | the sentence says so; what was synced is shown | 69 / 0 |
/// | this clock far from the server's | works, with one note on stderr | 0 |
@Suite(.timeLimit(.minutes(2)), .takingTurns, .enabled(if: Programs.have("python3")))
struct `Places in a network` {
  private static let name = "tasks.example.test"

  @Test(.enabled(if: Programs.have("openssl")))
  func `a company's proxy and its own authority are used when they are named`() async throws {
    try await withServer { server, folder in
      try await withHome { home in
        let certificate = folder.appending(path: "ca.pem").path
        let key = folder.appending(path: "key.pem").path
        let made = try await run(
          Programs.tool("openssl") ?? "",
          [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=A test",
            "-addext", "subjectAltName=DNS:\(Self.name)",
          ],
          environment: home.environment
        )
        try #require(made.status == 0, "\(made.errors)")
        let log = folder.appending(path: "connects")
        let front = try await Child.peer(
          "tls_front.py",
          [String(server.port), Self.name, certificate, key, log.path]
        )
        let proxy = front.said.trimmingCharacters(in: .whitespacesAndNewlines)
        let address = "https://\(Self.name)"
        let signUp = [
          "auth", "signup", "--server", address, "--email", "ada@example.com", "--name", "Ada",
          "--password-stdin",
        ]
        func todotui(_ words: [String], _ variables: [String: String]) async throws -> Finished {
          try await home.todotui(words, input: Home.password, variables: variables)
        }
        let unnamed = try await todotui(signUp, ["https_proxy": proxy])
        #expect(unnamed.status == 69, "\(unnamed.errors)")
        #expect(unnamed.errors.contains("ca_file"), "\(unnamed.errors)")
        #expect(unnamed.errors.contains("TODOTUI_CA_FILE"), "\(unnamed.errors)")

        let all = ["https_proxy": proxy, "TODOTUI_CA_FILE": certificate]
        let signed = try await todotui(signUp, all)
        #expect(signed.status == 0, "\(signed.errors)")
        let added = try await todotui(["add", "Through the proxy"], all)
        #expect(added.status == 0 && added.errors.isEmpty, "\(added.errors)")
        let text = try String(contentsOf: log, encoding: .utf8)
        #expect(text.contains("CONNECT \(Self.name):443 "))
        // Plain http, which discovery tries too, is shown to no proxy.
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("CONNECT ") }, "\(text)")

        await front.end()
        let away = try await todotui(["sync"], all)
        #expect(away.status == 69, "\(away.errors)")
        #expect(away.errors.localizedCaseInsensitiveContains("proxy"), "\(away.errors)")
      }
    }
  }

  @Test func `http and the server of this machine go past the proxy`() async throws {
    try await withServer { server, _ in
      try await withHome(["https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"])
      {
        home in
        try await home.signUp(server: server.address)
        try await home.must("add", "Direct")
        try await home.must(
          ["auth", "signup", "--profile", "here", "--server", "local", "--email", "b@example.com"]
            + ["--name", "B", "--password-stdin"],
          input: Home.password
        )
      }
    }
  }

  @Test func `a portal is named, and what was synced is shown`() async throws {
    try await withProxy { proxy, _, _ in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        try await home.must("add", "Kept")
        try await home.must("list")
        try proxy.misbehave("html")
        let list = try await home.must("list")
        #expect(list.output == "1  ○ Kept\n")
        #expect(list.errors.contains("web page"), "\(list.errors)")
        let sync = try await home.todotui("sync")
        #expect(sync.status == 69, "\(sync.errors)")
        #expect(sync.errors.contains("web page"), "\(sync.errors)")
        proxy.behave()
        #expect(try await home.todotui("sync").status == 0)
      }
    }
  }

  @Test(arguments: [
    ("clock+10800", "Your clock is 3 h behind the server."),
    ("clock-5400", "Your clock is 90 min ahead of the server."),
    ("clock+864000", "Your clock is 10 days behind the server."),
    ("clock+120", ""),
  ])
  func `a clock that is far off is said once a run`(kind: String, said: String) async throws {
    try await withProxy { proxy, _, _ in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        try proxy.misbehave(kind)
        let add = try await home.must("add", "On time")
        #expect(add.errors == (said.isEmpty ? "" : "todotui: \(said)\n"))
        let quiet = try await home.must("-q", "list")
        #expect(quiet.errors.isEmpty && quiet.output == "1  ○ On time\n")
        let doctor = try await home.must("doctor")
        #expect(doctor.errors.isEmpty)
        #expect(said.isEmpty != doctor.lines.contains("? clock             \(said)"))
      }
    }
  }
}
