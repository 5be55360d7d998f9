import Foundation
import Testing

/// The real screen, driven by a script instead of a person.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `A scripted screen` {
  private static let password = ["SECRET_OF_THIS_TEST": Home.password]

  private func play(
    _ home: Home,
    _ script: String,
    _ more: [String] = []
  ) async throws -> Finished {
    let file = home.folder.appending(path: "script.todotui")
    try Data(script.utf8).write(to: file)
    return try await home.todotui(
      ["ui", "--script", file.path] + more,
      variables: Self.password
    )
  }

  @Test func `signs up, adds, completes, quits, and finds the tasks the next time`() async throws {
    try await withHome { home in
      let first = try await play(
        home,
        """
        size 80x24
        wait "Choose a password"  # the first run
        expect ".local"
        type-env SECRET_OF_THIS_TEST
        expect "••••••••"   expect-not "horse"
        key Enter
        wait "No tasks yet"
        key a  type "Water the plants"  key Enter  type "Call 日本語 \\"school\\" 📬"  key Enter
        key Esc
        wait "Open 2"
        key x
        wait "Done 1"
        key q
        exit 0
        """
      )
      #expect(first.status == 0 && first.errors.isEmpty, "\(first.errors)")
      #expect(first.output.isEmpty)
      let second = try await play(
        home,
        """
        wait ""
        expect "Water the plants"   expect-not "Password"   expect-not "school"
        key Tab
        wait "✓ Call 日本語 \\"school\\" 📬"
        size 40x12   expect "Done 1"
        key q   exit 0
        """
      )
      #expect(second.status == 0, "\(second.errors)")
      #expect(try await home.titles() == ["Call 日本語 \"school\" 📬", "Water the plants"])
    }
  }

  @Test func `ends at the first expectation that fails, and shows line and screen`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Only this")
      let done = try await play(
        home,
        """
        wait "Only this"
        # a comment
        expect "Something else"
        key q
        """
      )
      #expect(done.status == 1)
      #expect(done.errors.contains("script.todotui:3: expected"))
      #expect(done.errors.contains("“Something else”"))
      #expect(done.errors.contains("Only this"), "the screen as it was")
      let refused = try await play(home, "wait \"Only this\" expect-not \"Only this\"")
      #expect(refused.status == 1)
      #expect(refused.errors.contains("script.todotui:1: expected no"))
      #expect(refused.errors.contains("row 3 has it: "))
    }
  }

  @Test func `ends cleanly, however busy its threads are at that moment`() async throws {
    try await withSignedInHome { home in
      for round in 1...40 {
        let done = try await play(home, "wait \"\" expect \"Not there\"")
        #expect(done.status == 1, "round \(round)")
      }
    }
  }

  @Test func `names a failure in JSON too`() async throws {
    try await withSignedInHome { home in
      let done = try await play(home, "\nexpect \"Nothing like it\"", ["--json"])
      #expect(done.status == 1)
      let error = try done.error()
      #expect(error["code"] as? String == "script")
      #expect(error["exit"] as? Int == 1)
      #expect((error["message"] as? String)?.contains("script.todotui:2: ") == true)
    }
  }

  @Test func `waits for a text no longer than its patience`() async throws {
    try await withSignedInHome { home in
      let done = try await play(home, "wait \"Never shown\"")
      #expect(done.status == 1)
      #expect(done.errors.contains("5 s"))
    }
  }

  @Test func `says which variable is missing`() async throws {
    try await withHome { home in
      let done = try await play(home, "wait \"Password\" type-env NOT_SET_ANYWHERE")
      #expect(done.status == 1)
      #expect(done.errors.contains("NOT_SET_ANYWHERE"))
    }
  }

  @Test func `writes a picture the first time, and compares with it from then on`() async throws {
    try await withHome { home in
      // Nothing in this picture tells the time.
      let script = "size 60x14 wait \"Password\" key F1 wait \"Keys\" snapshot help-60"
      #expect(try await play(home, script).status == 0)
      let picture = home.folder.appending(path: "help-60.txt")
      #expect(try String(contentsOf: picture, encoding: .utf8).contains("next field"))
      #expect(try await play(home, script).status == 0)
      try Data("another picture\n".utf8).write(to: picture)
      let done = try await play(home, script)
      #expect(done.status == 1)
      #expect(done.errors.contains("help-60.txt"))
      #expect(done.errors.contains("\n  - 1 | another picture\n  + 1 | "))
      #expect(try String(contentsOf: picture, encoding: .utf8) == "another picture\n")
    }
  }

  @Test(arguments: [
    ("wait", 1), ("key Enter\nkey NoSuchKey", 2), ("\n\njump 3", 3), ("type \"open", 1),
    ("size 80by24", 1), ("exit 900", 1), ("snapshot ../x", 1),
  ])
  func `is refused with its line when it is no script`(script: String, line: Int) async throws {
    try await withSignedInHome { home in
      let done = try await play(home, script)
      #expect(done.status == 64)
      #expect(done.errors.contains("script.todotui:\(line): "), "\(done.errors)")
    }
  }

  @Test func `is read from stdin, and its file must be there`() async throws {
    try await withSignedInHome { home in
      let done = try await home.todotui(
        "ui",
        "--script",
        "-",
        input: "wait \"No tasks yet\" key a type \"From stdin\" key Enter key Esc wait \"Open 1\""
      )
      #expect(done.status == 0, "\(done.errors)")
      #expect(try await home.titles() == ["From stdin"])
      #expect(try await home.todotui("ui", "--script", "/nowhere").status == 64)
    }
  }

  @Test func `prints each screen with --dump text`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Shown in the dump")
      let done = try await play(
        home,
        "wait \"Shown in the dump\" key q exit 0",
        ["--dump", "text"]
      )
      #expect(done.status == 0)
      #expect(done.output.contains("Shown in the dump"))
      #expect(done.output.contains("Open 1"))
    }
  }

  @Test func `tells when the program ended with another status`() async throws {
    try await withSignedInHome { home in
      let done = try await play(home, "wait \"No tasks yet\" key q exit 3")
      #expect(done.status == 1)
      #expect(done.errors.contains("ended with 0, not with 3"))
    }
  }

  @Test func `the tour of the repository holds`() async throws {
    try await withHome { home in
      let tour = Programs.root.appending(path: "assets/tour.todotui").path
      let done = try await home.todotui(
        ["ui", "--script", tour, "--dump", "text"],
        variables: ["TODOTUI_TOUR_PASSWORD": Home.password]
      )
      #expect(done.status == 0, "\(done.errors)")
      #expect(done.output.contains("Buy oat milk"))
      #expect(!done.output.contains(Home.password))
    }
  }
}
