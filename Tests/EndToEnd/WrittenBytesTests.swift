import Foundation
import Testing

/// Everything that reaches the terminal while hostile text is on every screen, held against the
/// short list of what a program of ours may write (`grammar.py`).
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Window.isHere))
struct `Bytes written to the terminal` {
  /// Titles as another client may write them; each at most 200 Unicode scalars.
  private static let corpus = [
    "\u{1b}]0;owned\u{7}\u{1b}[31mred\u{1b}[2J\u{1b}[?1049l\u{1b}c",
    "\u{1b}]52;c;b3duZWQ=\u{7} and \u{1b}]52;c;b3duZWQ=\u{1b}\\",
    "\u{1b}P+q544e\u{1b}\\ \u{1b}_Ga=q\u{1b}\\ \u{1b}[6n\u{1b}[c \u{5}",
    "\u{9b}2J\u{9b}31m \u{90}$q\u{9c} \u{9d}0;owned\u{9c} \u{85}\u{84}\u{8d}",
    "\u{202e}kcab\u{202d} \u{2066}in\u{2069} \u{200f}\u{200e}\u{61c} שלום \u{202b}x",
    "a\u{e0041}\u{e0042}\u{e007f} \u{1f3f4}\u{e0078}\u{e0079}\u{e007f} \u{e0001}b",
    "e" + String(repeating: "\u{301}", count: 199),
    String(repeating: "漢", count: 200),
    String(repeating: "Z\u{335}\u{321}\u{34f}\u{489}a\u{30d}\u{31b}", count: 20),
    "one\nrm -rf ~\r\u{2028}two\u{2029}three\u{b}\u{c}four\ttab\u{8}\u{7f}",
    "\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{ad}\u{fe0f}\u{fe0e} invisible \u{180e}\u{115f}\u{3164}",
    "\u{e000}\u{f8ff}\u{f0000} private",
    String(repeating: "👨\u{200d}👩\u{200d}👧\u{200d}", count: 28) + " 🇩🇪🇩 👍🏽🏽 1\u{fe0f}\u{20e3}",
    "ᄀᄀᄀ각ᆨᆨ \u{1160}\u{11ff} ｱﾞ 　 ﷽ 𒐫 \u{1f1e6}",
  ]

  /// Puts the corpus on the server past the client; lone surrogates and NUL may be refused.
  private func spread(_ home: Home) async throws {
    let (user, jwt) = try await home.credentials()
    let wire = Wire(socket: try await home.localServer().socket)
    func create(_ json: String) async throws -> Int {
      let headers = ["Authorization": "Bearer \(jwt)"]
      return try await wire.send("POST", "/api/\(user)/tasks", headers, json: json).status
    }
    for text in Self.corpus {
      let fields = ["title": text, "description": text + "\n" + text]
      let json = try JSONSerialization.data(withJSONObject: fields)
      #expect(try await create(String(decoding: json, as: UTF8.self)) == 201, "\(text)")
    }
    for title in [#"\ud800"#, #"\ufdd0\uffff"#, #"x\udc1b[31m"#, #"a\u0000b"#, #"\udbff\udbff"#] {
      _ = try await create(#"{"title":"\#(title)"}"#)
    }
    try await home.must("sync")
  }

  /// What the grammar says against a capture; nil when nothing.
  private func complaint(_ capture: URL) async throws -> String? {
    let grammar = Programs.root.appending(path: "Tests/NcursesScreenTests/grammar.py")
    let done = try await run(
      "/usr/bin/python3",
      [grammar.path, capture.path],
      environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"]
    )
    return done.status == 0 ? nil : done.output + done.errors
  }

  @Test func `are harmless on every screen for every hostile task`() async throws {
    try await withSignedInHome { home in
      try await spread(home)
      let capture = home.folder.appending(path: "capture")
      var steps = ScreenVisit.all[0].start + [.wait("✓ synced")]
      for _ in Self.corpus {
        for screen in ScreenVisit.signedIn { steps += screen.pass }
        steps += [.type("j"), .settle(milliseconds: 10)]
      }
      for (rows, columns) in [(12, 40), (50, 200), (5, 20)] {
        steps += [.resize(rows: rows, columns: columns), .settle(milliseconds: 60)]
      }
      steps += [.type("q"), .hear("ready>"), .type("todotui list --all\r"), .hear("ready>")]
      steps += [.settle(milliseconds: 50), .look("end"), .save(capture)]
      try await Window.play(home, steps)
      #expect(try await complaint(capture) == nil)

      // The negative control: the same bytes and one title as it is.
      let bytes = try Data(contentsOf: capture)
      for title in Self.corpus.prefix(6) {
        try (bytes + Data(title.utf8)).write(to: capture)
        #expect(try await complaint(capture) != nil, "\(title.debugDescription) raw passes")
      }
    }
  }

  @Test func `are harmless where a server's refusals are hostile`() async throws {
    try await withProxy { proxy, _, _ in
      try await withHome { home in
        try await home.signUp(server: proxy.address)
        let capture = home.folder.appending(path: "capture")
        try proxy.misbehave("hostile", on: "PUT ")
        // Titles the screen itself refuses or takes, typed and pasted.
        let pasted = Self.corpus.map { "a\u{1b}[200~\($0)\u{1b}[201~\r\u{1b}" }.joined()
        let steps: [Step] =
          [.type("todotui --server \(proxy.address)\r"), .wait(ScreenVisit.listShows)]
          + [.type("aRefused\r\u{1b}"), .wait("Refused"), .type("R"), .settle(milliseconds: 400)]
          + [.type("\r"), .wait("[31m"), .type("\u{1b}"), .settle(milliseconds: 60)]
          + [.type(pasted), .settle(milliseconds: 300), .type("\u{1b}"), .settle(milliseconds: 60)]
          + [.look("list"), .type("q"), .hear("ready>"), .save(capture)]
        try await Window.play(home, steps)
        #expect(try await complaint(capture) == nil)
      }
    }
  }

  @Test func `are harmless where signing in is refused with hostile text`() async throws {
    try await withProxy { proxy, _, _ in
      try await withHome { home in
        let capture = home.folder.appending(path: "capture")
        try proxy.misbehave("hostile", on: "/sign-in/")
        let steps: [Step] =
          [.type("todotui --server \(proxy.address)\r"), .wait("Password")]
          + [.type("ada@example.com\r\(Home.password)\r"), .settle(milliseconds: 600)]
          + [.look("refused"), .type("\u{3}"), .hear("ready>"), .save(capture)]
        let looks = try await Window.play(home, steps)
        #expect(looks["refused"]?.text?.contains("[31m") ?? false, "\(looks)")
        #expect(try await complaint(capture) == nil)
      }
    }
  }
}
