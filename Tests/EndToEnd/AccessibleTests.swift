import Foundation
import Testing

/// `--accessible`: the whole client as lines, here over pipes.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `The accessible client` {
  private func talk(
    _ home: Home,
    _ lines: String...,
    options: [String] = []
  ) async throws -> Finished {
    try await home.todotui(
      ["--accessible"] + options,
      input: lines.joined(separator: "\n"),
      variables: ["TERM": "dumb"]
    )
  }

  @Test func `makes an account, and does a day's work, by lines alone`() async throws {
    try await withHome { home in
      let done = try await talk(
        home,
        "",
        "Ada",
        "ada@example.com",
        Home.password,
        "a Buy milk",
        "a Call 日本語 school 📬",
        "a Water the plants",
        "l",
        "x 2-3",
        "u",
        "x 3",
        "e 1 Water the garden",
        "E 1 Before noon",
        "1",
        "/garden",
        "/",
        "d call",
        "n",
        "d call",
        "y",
        "tab done",
        "?",
        "R",
        "q"
      )
      #expect(done.status == 0)
      #expect(done.errors.isEmpty, "\(done.errors)")
      #expect(!done.output.contains(Home.password))
      for line in [
        "Nobody is signed in on this machine.",
        "Signed in as ada@example.com on this machine. Synced.",
        "No open tasks. Type a and a title.",
        "todotui> a Buy milk", "Added: Buy milk (synced), number 1",
        "Added: Call 日本語 school 📬 (synced), number 2",
        "3 open tasks, newest first:", "1. Water the plants", "2. Call 日本語 school 📬",
        "3. Buy milk", "Done: Call 日本語 school 📬 (synced)",
        "Now: Buy milk (synced)", "Done: Buy milk (synced)",
        "Changed: Water the garden (synced)", "Open: Water the garden", "Before noon",
        "1 open task with “garden”, newest first:", "1. Water the garden, with a description",
        "Delete “Call 日本語 school 📬”? [y/N] n", "Nothing was deleted.",
        "Deleted: Call 日本語 school 📬 (synced)", "1 done task, newest first:",
        "d TASK…: delete, asks once", "u or undo: undo", "Synced.",
      ] {
        #expect(done.lines.contains(line), "\(line) is missing in:\n\(done.output)")
      }
      let tasks = try await home.tasks()
      #expect(tasks.compactMap { $0["title"] as? String } == ["Water the garden", "Buy milk"])
      #expect(tasks.compactMap { $0["completed"] as? Bool } == [false, true])
    }
  }

  @Test func `takes headless commands, with and without a colon, and goes on after a failure`()
    async throws
  {
    try await withSignedInHome { home in
      let done = try await talk(
        home,
        ":add \"From a command\"",
        "list --json --fields title",
        "done 7",
        "list --nonsense",
        ":ui --script x",
        "list --profile other",
        "frob",
        "show nothing-like-it",
        "rm 1 --yes",
        "help add",
        "a Still here"
      )
      #expect(done.status == 0)
      #expect(done.errors.isEmpty, "all of it is one conversation")
      for text in [
        "\nAdded: From a command\n", "[{\"title\":\"From a command\"}]",
        "todotui: There is no row 7: the last list had 1.", "todotui: ", "Unknown option",
        "todotui: That command is for outside", "todotui: Profile and addresses are chosen",
        "“frob” is no key and no command", "No task matches “nothing-like-it”",
        "Deleted: From a command", "USAGE: todotui add", "Added: Still here (synced)",
      ] {
        #expect(done.output.contains(text), "\(text) is missing in:\n\(done.output)")
      }
      #expect(try await home.titles() == ["Still here"])
    }
  }

  @Test func `has the tabs of the screen, and prints titles and links alone`() async throws {
    try await withSignedInHome { home in
      let folder = home.folder.appending(path: ".config/todotui")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let views = "[views.\"my reading\"]\ntab = \"all\"\nfilter = \"read\"\nsort = \"title\"\n"
      try Data(views.utf8).write(to: folder.appending(path: "config.toml"))
      let done = try await talk(
        home,
        "a Read https://example.org/a. !low due:2020-01-01",
        "a Call !high due:today",
        "a Read more",
        "tab today",
        "tab Overdue",
        "o 1",
        "y 1",
        "tab MY READING",
        "Tab",
        "s priority",
        "S-Tab",
        "tab nowhere",
        "tab done",
        "o call"
      )
      #expect(done.status == 0)
      let lines = done.lines
      for line in [
        "1 task due today, newest first:", "1 overdue task, newest first:",
        "https://example.org/a", "Read https://example.org/a.",
        "2 tasks in my reading, by title:", "3 open tasks, by title:", "3 open tasks, by priority:",
        "No done tasks.",
        "There is no tab nowhere: there are open, done, all, today, overdue, my reading.",
        "There is no link in “Call”.",
      ] {
        #expect(lines.contains(line), "\(line) is missing in:\n\(done.output)")
      }
    }
  }

  @Test func `undoes and does again whatever was changed`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "First")
      let done = try await talk(
        home,
        "e First Second",
        "E Second A text",
        "x Second",
        "d Second",
        "y",
        "u",
        "u",
        "u",
        "u",
        "u",
        "u",
        "^R",
        "^R",
        "^R",
        "list --all --json --fields title,description,completed"
      )
      #expect(done.status == 0)
      #expect(done.output.contains("Took back: deleted “Second”"), "\(done.output)")
      // What another process did, too.
      #expect(done.output.contains("Took back: added “First”."))
      #expect(done.output.contains("There is nothing to undo."))
      #expect(
        done.output.contains(
          #"[{"title":"Second","description":"A text","completed":false}]"#
        ),
        "\(done.output)"
      )
    }
  }

  @Test func `ends with 4 when input ends before somebody is signed in`() async throws {
    try await withHome { home in
      let done = try await talk(home, "sign in", "ada@example.com", "not the password")
      #expect(done.status == 4)
      #expect(done.output.contains("todotui: Wrong e-mail address or password."), "\(done.output)")
      #expect(!done.output.contains("not the password"))
      #expect(try await talk(home).status == 4)
    }
  }

  @Test func `prints long lists by pages`() async throws {
    try await withSignedInHome { home in
      let titles = (1...120).map { "Task \($0)" }.joined(separator: "\n")
      try await home.must("add", "-", input: titles)
      let done = try await talk(home, "more", "x 120", "more", "more")
      #expect(done.lines.contains("120 open tasks, newest first:"))
      #expect(
        done.lines.contains("70 more: type more.") && done.lines.contains("20 more: type more.")
      )
      #expect(done.lines.contains("That was all."))
      #expect(done.lines.contains { $0.hasPrefix("120. done: ") }, "\(done.output.suffix(600))")
    }
  }

  @Test func `says once that the server is away, keeps the change, and tells when it is sent`()
    async throws
  {
    try await withServer { server, folder in
      try await withHome { home in
        try await home.signUp(server: server.address)
        try await home.must("sync")
        await server.stop()
        let away = try await talk(home, "a While away", "a And another", "R", "l")
        #expect(away.status == 0)
        #expect(away.output.contains("Added: While away (queued)"), "\(away.output)")
        #expect(away.output.contains("2. While away (queued)"))
        #expect(away.output.components(separatedBy: "will be sent later").count <= 2)
        #expect(away.output.contains("2 changes are saved here and will be sent next time."))
        let again = try await server.again(folder: folder)
        let back = try await talk(home, "l")
        await again.stop()
        #expect(back.lines.contains("2. While away"), "\(back.output)")
      }
    }
  }

  @Test func `writes no escape sequence, whatever a title has in it`() async throws {
    try await withSignedInHome { home in
      let (user, jwt) = try await home.credentials()
      let socket = try await home.localServer().socket
      let title = "\u{1b}]0;owned\u{7}\u{1b}[31mred \u{9b}2J \u{202e}kcab\r│x"
      let json = try JSONSerialization.data(
        withJSONObject: ["title": title, "description": "line\u{1b}[2J\nnext\u{85}"]
      )
      let answer = try await Wire(socket: socket).send(
        "POST",
        "/api/\(user)/tasks",
        ["Authorization": "Bearer \(jwt)"],
        json: String(decoding: json, as: UTF8.self)
      )
      try #require(answer.status == 201)
      let done = try await talk(
        home,
        "1",
        "x 1",
        "u",
        "d 1",
        "n",
        ":list",
        ":show 1",
        "/\u{1b}[31m",
        "/",
        "\u{1b}[A",
        "?",
        "a \u{1b}[5m",
        "e 1"
      )
      let all = done.output + done.errors
      #expect(all.contains("␛[31mred"))
      let acting = all.unicodeScalars.filter {
        $0 != "\n" && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0 == "\u{202e}")
      }
      #expect(acting.isEmpty, "\(Array(acting))")
    }
  }

  @Test func `works on the demo, and takes lines that are no text or far too long`() async throws {
    try await withHome { home in
      let file = home.folder.appending(path: "lines")
      let long = String(repeating: "x", count: 300_000)
      try (Data("a \(long)\n".utf8) + Data([0x61, 0x20, 0xFF, 10]) + Data("tab all".utf8))
        .write(to: file)
      let done = try await run(
        "/bin/sh",
        ["-c", "exec \"$0\" demo --accessible < \"$1\"", Programs.todotui, file.path],
        environment: home.environment
      )
      #expect(done.status == 0, "\(done.errors)")
      #expect(done.lines.contains("A line has at most 65536 bytes."))
      #expect(done.lines.contains("That line is not UTF-8 text."))
      #expect(
        done.lines.contains("1. Buy oat milk") && done.lines.contains("6 tasks, newest first:")
      )
    }
  }
}
