import Foundation
import Testing

/// Text that came past this client, as another client or an attacker may write it.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `Text from outside` {
  private static let title = "\u{1b}]0;owned\u{7}\u{1b}[31mred \u{9b}2J \u{202e}kcab \u{200b}x\ty"

  /// A home whose server got the title from somebody else's client.
  private func withHostileTask(_ body: (Home) async throws -> Void) async throws {
    try await withSignedInHome { home in
      let (user, jwt) = try await home.credentials()
      let socket = try await home.localServer().socket
      let json = try JSONSerialization.data(
        withJSONObject: ["title": Self.title, "description": "line\u{1b}[2J\nnext\u{85}"]
      )
      let answer = try await Wire(socket: socket).send(
        "POST",
        "/api/\(user)/tasks",
        ["Authorization": "Bearer \(jwt)"],
        json: String(decoding: json, as: UTF8.self)
      )
      try #require(answer.status == 201, "\(answer.body)")
      try await body(home)
    }
  }

  /// Whether a terminal would obey something in the text, or hide something of it.
  private func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n"
        || !["\u{202e}", "\u{200b}"].contains(scalar) && !(0x80...0x9F).contains(scalar.value)
          && scalar.value >= 0x20 && scalar.value != 0x7F
    }
  }

  @Test func `is shown and never obeyed, also into a pipe`() async throws {
    try await withHostileTask { home in
      for command in [
        ["list"], ["list", "--plain"], ["show", "kcab"], ["done", "kcab"], ["undone", "kcab"],
        ["show", "owned-not", "kcab"],
      ] {
        let done = try await home.todotui(command)
        // Only --plain has tabs, between its columns.
        let tabs = command.contains("--plain") ? "" : "\t"
        let text = (done.output + done.errors).replacing("\t", with: tabs)
        #expect(isHarmless(text), "\(command): \(text.debugDescription)")
        #expect(text.contains("␛[31mred"), "\(command): \(text.debugDescription)")
      }
      let plain = try await home.must("list", "--plain").lines
      #expect(plain.count == 1)
      #expect(plain[0].split(separator: "\t").count == 3, "a tab of the title makes no column")
    }
  }

  @Test func `is exact in JSON, with every active character escaped`() async throws {
    try await withHostileTask { home in
      for command in [["list", "--json"], ["list", "--ndjson"], ["show", "kcab", "--json"]] {
        let done = try await home.must(command)
        #expect(isHarmless(done.output), "\(done.output.debugDescription)")
        #expect(done.output.contains("\\u001b[31mred"))
        #expect(done.output.contains("\\u202e") && done.output.contains("\\u009b"))
      }
      #expect(try await home.titles() == [Self.title])
    }
  }

  @Test func `never reaches the terminal raw`() async throws {
    try await withHostileTask { home in
      let done = try await home.todotui(
        "ui",
        "--script",
        "-",
        "--dump",
        "text",
        input:
          "wait \"␛[31mred\" key Enter wait \"next\" expect \"␛[2J\" key Esc key d wait \"Delete\""
      )
      #expect(done.status == 0, "\(done.errors)")
      #expect(isHarmless(done.output))
    }
  }

  @Test(.enabled(if: Terminal.isHere))
  func `leaves a real terminal's title and colours alone`() async throws {
    try await withHostileTask { home in
      try await withTerminal(home) { terminal in
        let title = try await terminal.fact("pane_title")
        try await terminal.command("todotui")
        try await terminal.wait("␛[31mred", "<U+009B>")
        try await terminal.key("q")
        try await terminal.waitForShell()
        try await terminal.command("clear; todotui list")
        try await terminal.wait("1  ○ ", "␛[31mred")
        #expect(try await terminal.fact("pane_title") == title)
      }
    }
  }

  @Test func `in a server's refusal is shown and never obeyed`() async throws {
    try await withProxy { proxy, _, _ in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        try proxy.misbehave("hostile", on: "PUT ")
        let plain = try await home.todotui("add", "Refused")
        #expect(plain.status == 65)
        #expect(isHarmless(plain.errors), "\(plain.errors.debugDescription)")
        #expect(plain.errors.contains("␛[31m"))
        let json = try await home.todotui("add", "Refused", "--json")
        #expect(isHarmless(json.errors), "\(json.errors.debugDescription)")
      }
    }
  }
}
