import Foundation
import Testing

/// What happened here and at the server while neither heard of the other.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `Both sides` {
  @Test func `that delete what the other has changed leave it to the person`() async throws {
    try await withTwoDevices("Gone A", "Gone B", "Here A", "Here B", "Merged") { devices in
      let (here, there) = (devices.here, devices.there)
      try await devices.apart {
        try await here.must("edit", "Gone A", "--title", "Gone A edited")
        try await here.must("done", "Gone B")
        try await here.must("rm", "Here A", "Here B", "--yes")
        try await here.must("done", "Merged")
      }
      try await there.must("rm", "Gone A", "Gone B", "--yes")
      try await there.must("done", "Here A")
      try await there.must("edit", "Here B", "--title", "Here B edited")
      try await there.must("edit", "Merged", "--description", "of both")
      let synced = try await here.todotui("sync")
      #expect(synced.output == "Synced, 1 sent, 4 in conflict.\n", "\(synced.errors)")
      #expect(
        try await here.conflicts().map { $0["kind"] as? String }
          == ["deletedThere", "deletedThere", "changedBeforeDeletion", "changedBeforeDeletion"]
      )
      let list = try await here.must("list", "--all", "--offline").output
      #expect(list.contains("! Gone A edited  (It was deleted elsewhere and changed here"))
      #expect(list.contains("! Here A  (It was changed elsewhere before it was deleted here"))
      #expect(list.contains("✓ Merged\n"), "what goes together merges")

      try await here.must("conflicts", "resolve", "Gone A edited", "--mine")
      let left = try await here.must("conflicts", "resolve", "Gone B", "--theirs")
      #expect(left.output == "Settled, deleted: Gone B\n")
      try await here.must("conflicts", "resolve", "Here A", "--mine")
      try await here.must("conflicts", "resolve", "Here B edited", "--theirs")
      #expect(
        try await devices.served() == ["Gone A edited", "Here B edited", "Merged (done)"]
      )
      #expect(try await here.unsent().isEmpty)
      #expect(try await here.must("show", "Merged").output.contains("of both"))
      #expect(try await here.must("list", "--all").output == there.must("list", "--all").output)
    }
  }

  @Test func `whose server came back as an older copy keep what only this machine still has`()
    async throws
  {
    try await withTwoDevices("Old") { devices in
      let here = devices.here
      var copy: URL?
      try await devices.apart {
      } mishap: { database in
        copy = database.deletingLastPathComponent().appending(path: "copy.sqlite")
        if let copy { try FileManager.default.copyItem(at: database, to: copy) }
      }
      try await here.must(["add", "-"], input: "Edited\nDone\nSent\nDeleted\n")
      try await devices.apart {
        try await here.must("edit", "Edited", "--title", "Edited here")
        try await here.must("done", "Done")
        try await here.must("rm", "Deleted", "--yes")
        try await here.must("add", "Unsent")
      } mishap: { database in
        for suffix in ["-wal", "-shm"] {
          try? FileManager.default.removeItem(at: URL(filePath: database.path + suffix))
        }
        try FileManager.default.removeItem(at: database)
        if let copy { try FileManager.default.copyItem(at: copy, to: database) }
      }
      let synced = try await here.todotui("sync")
      #expect(synced.output == "Synced, 2 sent, 2 in conflict.\n", "\(synced.errors)")
      let list = try await here.must("list", "--all", "--offline").output
      #expect(list.contains("○ Unsent\n") && list.contains("○ Old\n"))
      #expect(list.contains("! Edited here  (It was deleted elsewhere and changed here"))
      #expect(!list.contains("Sent\n") && !list.contains("Deleted"), "these the server has not")
      try await here.must("conflicts", "resolve", "Edited here", "--mine")
      try await here.must("conflicts", "resolve", "Done", "--mine")
      #expect(try await devices.served() == ["Done (done)", "Edited here", "Old", "Unsent"])
    }
  }

  @Test func `whose server knows nobody any more say where the unsent lies, and show it to nobody`()
    async throws
  {
    try await withTwoDevices("Old") { devices in
      let here = devices.here
      try await devices.apart {
        try await here.must("edit", "Old", "--title", "Old, edited")
        try await here.must("add", "Unsent")
      } mishap: { database in
        for suffix in ["", "-wal", "-shm"] {
          try? FileManager.default.removeItem(at: URL(filePath: database.path + suffix))
        }
      }
      let synced = try await here.todotui("sync")
      #expect(synced.status == 4)
      #expect(synced.errors.contains("The server ended this session: sign in again."))
      let login = ["auth", "login", "--email", "ada@example.com", "--password-stdin"]
      #expect(try await here.todotui(login, input: Home.password).status == 4)
      let again = ["auth", "signup", "--email", "ada@example.com", "--name", "Ada"]
      let made = try await here.todotui(again + ["--password-stdin"], input: Home.password)
      #expect(made.status == 0)
      let said = made.errors.firstMatch(
        of: /2 changes of another account on this profile were never sent: kept in (\S+) until/
      )
      let file = try #require(said.map { URL(filePath: String($0.1)) }, "\(made.errors)")
      #expect(FileManager.default.fileExists(atPath: file.path))
      #expect(try await here.must("list", "--all").output.isEmpty)
      #expect(try await here.unsent().isEmpty)
      #expect(try await here.must("log").output.isEmpty)
      #expect(try await here.todotui("undo").status == 5)
    }
  }
}
