import Foundation
import Testing

/// Undo, redo and the queue without a terminal: every command is a process of its own.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `Undo by commands` {
  @Test func `takes back what earlier processes did, also at the server, and does it again`()
    async throws
  {
    try await withSignedInHome { home in
      let none = try await home.todotui("undo", "--json")
      #expect(none.status == 5)
      #expect(try none.error()["code"] as? String == "nothing_to_undo")

      try await home.must("add", "Buy milk", "--description", "two litres")
      try await home.must("add", "Water the plants")
      try await home.must("done", "milk", "plants")
      #expect(try await home.must("undo").output == "Undone: Done: 2 tasks\n")
      #expect(try await home.must("list").lines.count == 2)
      #expect(try await home.must("redo").output == "Again: Done: 2 tasks\n")
      #expect(try await home.must("list", "--done").lines.count == 2)

      let before = try await home.tasks().first { $0["title"] as? String == "Buy milk" }
      try await home.must("rm", "milk", "--yes")
      #expect(try await home.titles() == ["Water the plants"])
      let undone = try await home.must("undo", "--json").object()
      #expect(undone["action"] as? String == "Deleted: “Buy milk”")
      #expect(undone["undone"] as? Bool == true)
      #expect(undone["recreated"] as? Int == 1)
      #expect(undone["sync"] as? String == "synced")
      let milk = try #require(
        try await home.tasks().first { $0["title"] as? String == "Buy milk" }
      )
      #expect(milk["description"] as? String == "two litres" && milk["completed"] as? Bool == true)
      #expect(milk["id"] as? String == before?["id"] as? String, "it is the task it was")
      #expect(milk["createdAt"] as? String == before?["createdAt"] as? String)

      let log = try await home.must("log", "--json").json() as? [[String: Any]]
      #expect(
        log?.map { $0["action"] as? String } == [
          "Deleted: “Buy milk”", "Done: 2 tasks", "Added: “Water the plants”", "Added: “Buy milk”",
        ]
      )
      #expect(log?.map { $0["undone"] as? Bool } == [true, false, false, false])
      #expect(try await home.must("log", "--limit", "1").lines.count == 1)
      for _ in 0..<3 { try await home.must("undo") }
      #expect(try await home.titles().isEmpty)
      #expect(try await home.todotui("undo").status == 5)
    }
  }

  @Test func `works while the server is away, and what was taken back is never sent`() async throws
  {
    try await withServer { server, folder in
      try await withHome { home in
        try await home.signUp(server: server.address)
        try await home.must("add", "Kept")
        let me = try await home.credentials()
        await server.stop()
        try await home.must("add", "Never sent")
        try await home.must("done", "kept")
        try await home.must("edit", "kept", "--title", "Renamed")
        #expect(try await home.must("queue", "list").lines.count == 3)
        let status = try await home.must("status", "--format", "{open}/{done} {queued}⇡ {x")
        #expect(status.output == "1/1 3⇡ {x\n")
        let undone = try await home.must("undo")
        #expect(undone.output == "Undone: Changed: “Kept”\n")
        #expect(undone.errors.contains("Nothing answers"))
        try await home.must("undo")
        #expect(try await home.must("queue", "list").lines.count == 1)

        let drop = try await home.todotui("queue", "drop", "never")
        #expect(drop.status == 2, "nobody can be asked")
        let dropped = try await home.must("queue", "drop", "never", "--yes")
        #expect(dropped.output == "Given up: Added: “Never sent”\n")
        #expect(try await home.must("queue", "list", "--json").output == "[]\n")
        #expect(try await home.todotui("queue", "drop", "never", "--yes").status == 5)
        let back = try await server.again(folder: folder)
        try await home.must("sync")
        #expect(try await back.titles(me.user, me.jwt) == ["Kept"])
        #expect(try await home.must("list").lines == ["1  ○ Kept"])
        await back.stop()
      }
    }
  }

  @Test func `by two processes at once takes back two different steps`() async throws {
    try await withSignedInHome { home in
      for number in 0..<6 { try await home.must("add", "Task \(number)") }
      try await home.must("done", "Task 0", "Task 1")
      async let one = home.must("undo", "--json").object()
      async let two = home.must("undo", "--json").object()
      let (first, second) = (try await one, try await two)
      #expect(first["id"] as? Int != second["id"] as? Int)
      #expect(try await home.titles().count == 5)
      async let three = home.must("redo")
      async let four = home.must("add", "Meanwhile")
      _ = try? await three
      _ = try await four
      try await home.must("sync")
      let titles = try await home.titles()
      #expect(Set(titles).count == titles.count, "nothing is there twice")
      #expect(titles.contains("Meanwhile"))
    }
  }

  @Test func `by keys takes as many steps as the count says, each way`() async throws {
    try await withSignedInHome { home in
      let done = try await home.todotui(
        ["ui", "--script", "-"],
        input: """
          size 80x24   wait "No tasks yet"
          type "aOne"   key Enter   type "Two"   key Enter   type "Three"   key Enter   key Esc
          wait "Open 3"
          type "2u"   wait "Took back: 2 actions"   wait "Open 1"
          type "2"   key C-r   wait "Again: 2 actions"   wait "Open 3"
          type "7u"   wait "Took back: 3 actions"   wait "No tasks yet"
          type "2"   key C-r   wait "Again: 2 actions"   wait "Open 2"
          key q   exit 0
          """
      )
      #expect(done.status == 0, "\(done.errors)")
      #expect(try await home.titles() == ["Two", "One"])
    }
  }

  @Test func `that is killed on the way is done or not, never in part`() async throws {
    try await withSignedInHome { home in
      let lines = (0..<40).map { "Task \($0)" }.joined(separator: "\n")
      try await home.must("add", "-", input: lines)
      var place = true
      for round in 0..<12 {
        let before = home.bytesOfStore
        let child = try home.start(place ? "undo" : "redo")
        // In every other round at the first byte of the commit, else at whatever it does then.
        if round.isMultiple(of: 2) { _ = await eventually { home.bytesOfStore != before } }
        _ = await child.end(SIGKILL)
        let open = try await home.must("list", "--offline").lines.count
        #expect(open == 0 || open == 40, "\(open) after a kill in round \(round)")
        let log = try await home.must("log", "--json").json() as? [[String: Any]]
        #expect(log?.first?["undone"] as? Bool == (open == 0))
        place = open == 40
      }
      try await home.must("sync")
      #expect(try await home.titles().count == (place ? 40 : 0))
    }
  }
}

/// Counts for a bar, and what is left on a machine.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `Counts and wiping` {
  @Test func `status counts without the server`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Late due:2020-01-01")
      try await home.must("add", "Some day")
      try await home.must("add", "Past")
      try await home.must("done", "Past")
      try await home.must("local", "stop")
      #expect(try await home.must("status").output == "2 open, 1 done, 1 overdue\n")
      let counts = try await home.must("status", "--json").object()
      #expect(Set(counts.keys) == ["open", "done", "overdue", "queued", "failed", "conflicts"])
      #expect(counts["overdue"] as? Int == 1)
      #expect(try await home.localServer().isRunning == false, "nothing was asked")
      let wrong = try await home.todotui("status", "--format", "{open} {opne}")
      #expect(wrong.status == 64 && wrong.errors.contains("{opne}"))
    }
  }

  @Test func `auth logout --wipe leaves no task behind, and asks for what was never sent`()
    async throws
  {
    try await withServer { server, _ in
      try await withHome { home in
        try await home.signUp(server: server.address)
        try await home.must("add", "A secret plan")
        await server.stop()
        try await home.must("add", "Never sent")
        let asked = try await home.todotui("auth", "logout", "--wipe")
        #expect(asked.status == 2)
        try await home.must("auth", "status")
        try await home.must("auth", "logout", "--wipe", "--yes")
        #expect(try await home.todotui("auth", "status").status == 4)
        let files = FileManager.default.enumerator(at: home.folder, includingPropertiesForKeys: nil)
        for case let file as URL in try #require(files) {
          guard let content = try? Data(contentsOf: file) else { continue }
          #expect(content.range(of: Data("A secret plan".utf8)) == nil, "\(file.path)")
          #expect(content.range(of: Data("Never sent".utf8)) == nil, "\(file.path)")
        }
      }
    }
  }
}

extension Home {
  /// How long the files of the local profile's store are together.
  fileprivate var bytesOfStore: Int {
    let folder = data.appending(path: "local")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.reduce(0) { sum, name in
      let file = try? FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
      return sum + (file?[.size] as? Int ?? 0)
    }
  }
}
