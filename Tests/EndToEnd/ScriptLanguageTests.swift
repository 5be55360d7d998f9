import Foundation
import Testing

/// The statements of a script beyond waiting and typing, each on the real program.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `The script language` {
  private func play(
    _ home: Home,
    _ script: String,
    _ more: String...
  ) async throws -> Finished {
    try await home.todotui(["ui", "--script", "-"] + more, input: script)
  }

  private func write(_ home: Home, _ name: String, _ text: String) throws {
    let file = home.folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: file)
  }

  private func playFile(_ home: Home, _ name: String) async throws -> Finished {
    try await home.todotui("ui", "--script", home.folder.appending(path: name).path)
  }

  @Test func `pastes as text, and looks at one row of the screen`() async throws {
    try await withSignedInHome { home in
      let done = try await play(
        home,
        """
        size 60x12 wait "No tasks yet"
        key a paste "xqd \\"pasted\\"" key Enter key Esc wait "Open 1"
        expect-row 3 "xqd \\"pasted\\""
        resize 40x10 expect-row 10 "help"
        key q exit 0
        """
      )
      #expect(done.status == 0, "\(done.errors)")
      #expect(try await home.titles() == ["xqd \"pasted\""])
    }
  }

  @Test func `says what a row has instead, and where the text is`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Buy oat milk")
      let done = try await play(home, "wait \"Open 1\"\nexpect-row 4 \"Buy oat milk\"")
      #expect(done.status == 1)
      #expect(done.errors.contains("stdin:2: expected “Buy oat milk” in row 4."))
      #expect(done.errors.contains("row 4 is: "))
      #expect(done.errors.contains("row 3 has it: "))
      let near = try await play(home, "wait \"Open 1\" expect \"Buy oak milk\"")
      #expect(near.errors.contains("the nearest is row 3: "))
      let outside = try await play(home, "wait \"Open 1\" expect-row 25 \"Buy\"")
      #expect(outside.errors.contains("and the screen has 24"))
    }
  }

  @Test func `takes mouse events anywhere`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Under the pointer")
      let done = try await play(
        home,
        """
        wait "Open 1" mouse click 3 10 mouse wheel-down 3 1 mouse wheel-up 24 80
        mouse click 1000 1000 expect "Under the pointer" key q exit 0
        """
      )
      #expect(done.status == 0, "\(done.errors)")
    }
  }

  @Test func `sleeps until the clock shows a time, and for no time far away`() async throws {
    try await withSignedInHome { home in
      let clock = Date.VerbatimFormatStyle(
        format:
          "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
        timeZone: .gmt,
        calendar: Calendar(identifier: .gregorian)
      )
      let moment = Date.now.addingTimeInterval(3)
      let done = try await play(home, "sleep-until \(clock.format(moment)) key q exit 0")
      #expect(done.status == 0, "\(done.errors)")
      #expect(Date.now >= moment.addingTimeInterval(-1), "whole seconds: up to one is cut off")
      let far = clock.format(Date.now.addingTimeInterval(3600))
      let refused = try await play(home, "wait \"\"\nsleep-until \(far)")
      #expect(refused.status == 1)
      #expect(refused.errors.contains("stdin:2: that time is more than 10 minutes away"))
    }
  }

  @Test func `includes other scripts, whose paths and pictures are beside them`() async throws {
    try await withSignedInHome { home in
      try write(
        home,
        "main.todotui",
        "include parts/add.todotui expect \"From a part\" key q exit 0"
      )
      try write(home, "parts/add.todotui", "include \"end of it.todotui\"\nkey Esc wait \"Open 1\"")
      try write(
        home,
        "parts/end of it.todotui",
        "wait \"No tasks yet\" key a type \"From a part\" snapshot typed key Enter"
      )
      let done = try await playFile(home, "main.todotui")
      #expect(done.status == 0, "\(done.errors)")
      let picture = home.folder.appending(path: "parts/typed.txt")
      #expect(try String(contentsOf: picture, encoding: .utf8).contains("From a part"))
      try write(home, "parts/add.todotui", "\nexpect \"Not there\"")
      let failed = try await playFile(home, "main.todotui")
      #expect(failed.status == 1)
      #expect(failed.errors.contains("/parts/add.todotui:2: expected “Not there”"))
    }
  }

  @Test func `refuses circles, depth and missing files of an include, with the place`() async throws
  {
    try await withHome { home in
      try write(home, "a.todotui", "\ninclude b.todotui")
      try write(home, "b.todotui", "include ./a.todotui")
      let circle = try await playFile(home, "a.todotui")
      #expect(circle.status == 64)
      #expect(circle.errors.contains("/b.todotui:1: "), "\(circle.errors)")
      #expect(circle.errors.contains("cannot include itself"))
      for depth in 1...9 {
        try write(home, "deep\(depth).todotui", "include deep\(depth + 1).todotui")
      }
      let deep = try await playFile(home, "deep1.todotui")
      #expect(deep.status == 64)
      #expect(deep.errors.contains("/deep8.todotui:1: ") && deep.errors.contains("8 scripts deep"))
      try write(home, "lost.todotui", "wait \"\"\ninclude nowhere.todotui")
      let lost = try await playFile(home, "lost.todotui")
      #expect(lost.status == 64)
      #expect(lost.errors.contains("/lost.todotui:2: "), "\(lost.errors)")
      #expect(lost.errors.contains("nowhere.todotui cannot be read"))
      // Eight files that double each other are 2⁸ files, more are statements without end.
      for depth in 1...6 {
        let next = "include many\(depth + 1).todotui "
        try write(home, "many\(depth).todotui", String(repeating: next, count: 10))
      }
      try write(home, "many7.todotui", "wait \"\"")
      let many = try await playFile(home, "many1.todotui")
      #expect(many.status == 64)
      #expect(many.errors.contains("more than 100000 statements"), "\(many.errors)")
    }
  }

  @Test func `prints frames with their colours`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "In colour")
      let done = try await play(home, "wait \"In colour\" key q exit 0", "--dump", "ansi")
      #expect(done.status == 0)
      #expect(done.output.contains("\u{1B}["))
      let plain = done.output.replacing(/\x1B\[[0-9;]*m/, with: "")
      #expect(!plain.contains("\u{1B}"), "colours and nothing else")
      #expect(plain.contains("In colour"))
    }
  }
}
