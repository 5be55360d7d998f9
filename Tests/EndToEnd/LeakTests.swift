import Foundation
import Testing

/// What a session leaves on disk, in argument lists, in environments and in memory's reach.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `Secrets` {
  private static let password = "canary-password-5d1f0a7c"

  /// The raw session tokens that the server has given out, read from its database.
  private func sessions(_ folder: URL) async throws -> [String] {
    let done = try await run(
      "/usr/bin/python3",
      [
        "-c",
        "import sqlite3,sys\nfor r in sqlite3.connect(sys.argv[1]).execute('select token from session'):print(r[0])",
        folder.appending(path: "server.sqlite").path,
      ],
      environment: [:]
    )
    return done.lines
  }

  @Test(.enabled(if: Terminal.isHere))
  func `occur in no file, argument list or environment of a whole session`() async throws {
    try await withServer { server, folder in
      try await withHome { home in
        let made = try await home.todotui(
          "auth",
          "signup",
          "--email",
          "ada@example.com",
          "--name",
          "Ada",
          "--password-stdin",
          "-v",
          "--server",
          server.address,
          input: Self.password
        )
        #expect(made.status == 0, "\(made.errors)")
        try await home.must("add", "Something", "-v")
        let first = try await home.must("auth", "token", "-v").output.trimmingCharacters(
          in: .newlines
        )
        try await home.must("auth", "refresh", "-v")
        let second = try await home.must("auth", "token").output.trimmingCharacters(in: .newlines)
        let failed = try await home.todotui(
          "auth",
          "login",
          "--email",
          "ada@example.com",
          "--password-stdin",
          "-v",
          input: Self.password + "-wrong"
        )
        #expect(failed.status == 4)
        try await withTerminal(home) { terminal in
          try await terminal.command("todotui")
          try await terminal.wait("Something")
          let client = try await terminal.process()
          let tokens = try await sessions(folder)
          try #require(tokens.count == 1 && tokens[0].count >= 16)
          let secrets = [Self.password, first, second] + tokens
          #expect(secrets.allSatisfy { !$0.isEmpty })

          for file in files(below: home.folder) {
            let content = try Data(contentsOf: file)
            for secret in secrets {
              #expect(content.range(of: Data(secret.utf8)) == nil, "\(file.path)")
            }
          }
          for process in ProcessTable.all where process != getpid() {
            for place in ["cmdline", "environ"] {
              let text = ProcessTable.text(process, place) ?? ""
              for secret in secrets { #expect(!text.contains(secret), "\(process) \(place)") }
            }
          }
          #expect(ProcessTable.text(client, "cmdline") == "todotui\n")
        }
        let log = try String(
          contentsOf: home.state.appending(path: "todotui.log"),
          encoding: .utf8
        )
        #expect(!log.isEmpty, "the log was written, so that looking into it meant something")
      }
    }
  }

  @Test func `lie in files of 0600 in directories of 0700`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Something", "-v")
      try await home.must("auth", "refresh")
      let all = entries(below: home.folder)
      #expect(all.contains { $0.lastPathComponent == "local.vault" })
      #expect(all.contains { $0.lastPathComponent == "local.key" })
      #expect(all.contains { $0.pathExtension == "sqlite" })
      for entry in all {
        let mode = kind(entry) == S_IFDIR ? 0o700 : 0o600
        // A socket that its user alone may use is as good with any of the user's bits.
        let bits = kind(entry) == S_IFSOCK ? permissions(entry) & 0o677 : permissions(entry)
        #expect(bits == mode, "\(entry.path) \(String(permissions(entry), radix: 8))")
      }
    }
  }

  @Test func `cannot be read out of the running client`() async throws {
    try await withHome { home in
      let client = try await startClient(home)
      guard let client else { return }
      let limits = try #require(ProcessTable.text(client.pid, "limits"))
      #expect(limits.contains(#/Max core file size +0 +0 /#))
      let facts = try FileManager.default.attributesOfItem(atPath: "/proc/\(client.pid)/environ")
      // proc(5): the files of a process that may not be dumped belong to root.
      #expect(facts[.ownerAccountID] as? Int == 0)
      await client.end(SIGKILL)
    }
  }

  /// A client that runs for five seconds as a user who is not root; nil where that cannot be.
  private func startClient(_ home: Home) async throws -> Child? {
    let script = home.folder.appending(path: "script")
    try Data("wait \"This is never shown\"".utf8).write(to: script)
    var words = [Programs.todotui, "ui", "--script", script.path]
    if geteuid() == 0 {
      guard let setpriv = Programs.tool("setpriv") else {
        print("not tested here, missing: setpriv")
        return nil
      }
      words = [setpriv, "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"] + words
      for entry in [home.folder, script] {
        try FileManager.default.setAttributes(
          [.ownerAccountID: 65534, .groupOwnerAccountID: 65534],
          ofItemAtPath: entry.path
        )
      }
    }
    let client = try Child(words[0], Array(words.dropFirst()), environment: home.environment)
    // It has set its limits when it has begun to look for files of its own.
    let isReady = await eventually {
      FileManager.default.fileExists(atPath: home.folder.appending(path: "todotui-65534").path)
        || FileManager.default.fileExists(
          atPath: home.folder.appending(path: "todotui-\(geteuid())").path
        ) || !client.isRunning
    }
    guard isReady, client.isRunning else {
      print("not tested here, another user cannot run the client: \(client.complained)")
      return nil
    }
    return client
  }
}
