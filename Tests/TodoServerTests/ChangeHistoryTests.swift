import Foundation
import GRDB
import Testing
import TodoServer

@Suite struct `The history of changes` {
  /// A server whose tokens outlive it: their issuer is its address, which is another each time.
  private func withServer<Value>(
    in directory: String,
    _ body: (RunningServer) async throws -> Value
  ) async throws -> Value {
    try await TodoServerTests.withServer(in: directory, { $0.baseURL = "http://localhost" }, body)
  }

  private func inDirectory(_ body: (String) async throws -> Void) async throws {
    let directory = try makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try await body(directory)
  }

  /// The same user, after the server was started again.
  private func again(_ account: Account, on server: RunningServer) -> Account {
    Account(
      id: account.id,
      email: account.email,
      token: account.token,
      signed: account.signed,
      jwt: account.jwt,
      server: server
    )
  }

  private func isKnown(_ number: Int64, to account: Account) async throws -> Bool {
    let response = try await account.call("GET", "\(account.path)?changes_since=\(number)")
    #expect([200, 410].contains(response.status))
    return response.status == 200
  }

  @Test func `goes on after a restart`() async throws {
    try await inDirectory { directory in
      let (account, start) = try await withServer(in: directory) { server in
        let account = try await server.newAccount()
        let id = try await account.add("milk")
        let start = try await account.changeNumber()
        _ = try await account.add("bread")
        _ = try await account.call("DELETE", "\(account.path)/\(id)")
        return (account, start)
      }
      try await withServer(in: directory) { server in
        let account = again(account, on: server)
        _ = try await account.add("tea")
        let changes = try await account.changes(since: start)
        #expect(changes.rows.map(\.number) == [start + 1, start + 2, start + 3])
        #expect(changes.rows.map(\.isDeleted) == [false, true, false])
      }
    }
  }

  @Test func `forgets after 90 days what was deleted, and says so`() async throws {
    try await inDirectory { directory in
      let account = try await withServer(in: directory) { server in
        let account = try await server.newAccount()
        let start = try await account.changeNumber()
        #expect(start == 0)
        let ids = ["a", "b", "c"].map { _ in UUID().uuidString.lowercased() }
        for id in ids {
          let json = #"{"title":"x"}"#
          let star = ("If-None-Match", "*")
          _ = try await account.call("PUT", "\(account.path)/\(id)", json: json, [star])
        }
        let full = try await account.changeNumber()
        for id in ids.prefix(2) { _ = try await account.call("DELETE", "\(account.path)/\(id)") }
        func age(_ number: Int64, by days: Int64) async throws {
          try await server.database {
            try $0.execute(
              sql:
                #"update "task_tombstone" set "deleted_at" = "deleted_at" - ? where "number" = ?"#,
              arguments: [days * 86_400_000, number]
            )
          }
        }
        try await age(full + 1, by: 91)
        try await age(full + 2, by: 89)
        #expect(try await isKnown(full, to: account))
        _ = try await account.call("DELETE", "\(account.path)/\(ids[2])")
        #expect(try await !isKnown(full, to: account))
        let changes = try await account.changes(since: full + 1)
        #expect(changes.rows.map(\.number) == [full + 2, full + 3])
        #expect(try await account.changes(since: 0).rows.count == 2)
        // The id is free again.
        let path = "\(account.path)/\(ids[0])"
        let star = ("If-None-Match", "*")
        let made = try await account.call("PUT", path, json: #"{"title":"x"}"#, [star])
        #expect(made.status == 201)
        try await age(full + 2, by: 2)
        return account
      }
      try await withServer(in: directory) { server in
        let account = again(account, on: server)
        let rows = try await account.changes(since: 0).rows
        #expect(rows.map(\.isDeleted) == [true, false])
        #expect(try await !isKnown(rows[0].number - 2, to: account))
        #expect(try await isKnown(rows[0].number - 1, to: account))
      }
    }
  }

  @Test func `of a restored backup is another one, however far both went`() async throws {
    try await inDirectory { directory in
      let copy = directory + "/copy.sqlite"
      let (account, known) = try await withServer(in: directory) { server in
        let account = try await server.newAccount()
        _ = try await server.newAccount().add("other")
        _ = try await account.add("milk")
        let id = try await account.add("tea")
        try ServerDatabase.backUp(server.databasePath, to: copy)
        let atBackup = try await account.changeNumber()
        let lost = try await account.call(
          "PATCH",
          "\(account.path)/\(id)",
          json: #"{"title":"rum"}"#
        )
        _ = try await account.add("lost")
        let end = try await account.changeNumber()
        return (account, (id: id, backup: atBackup, end: end, tag: lost.value("etag") ?? ""))
      }
      let files = FileManager.default
      for file in ["db.sqlite", "db.sqlite-wal", "db.sqlite-shm"] {
        try? files.removeItem(atPath: "\(directory)/\(file)")
      }
      var seen: [Int64] = []
      for _ in 0..<3 {
        // Restored again and again, each time from the same copy.
        try? files.removeItem(atPath: directory + "/db.sqlite")
        try files.copyItem(atPath: copy, toPath: directory + "/db.sqlite")
        try await withServer(in: directory) { server in
          let account = again(account, on: server)
          for number in [known.backup, known.end] + seen {
            #expect(try await !isKnown(number, to: account))
          }
          let start = try await account.changeNumber()
          for title in ["1", "2", "3", "4"] { _ = try await account.add(title) }
          let path = "\(account.path)/\(known.id)"
          _ = try await account.call("PATCH", path, json: #"{"title":"gin"}"#)
          for number in [known.backup, known.end] + seen {
            #expect(try await !isKnown(number, to: account))
          }
          #expect(try await account.changes(since: start).rows.count == 5)
          let stale = [("If-Match", known.tag)]
          #expect(try await account.call("DELETE", path, json: nil, stale).status == 412)
          seen.append(try await account.changeNumber())
        }
        // It is a copy no longer: a restart leaves it as it is.
        try await withServer(in: directory) { server in
          let number = try await again(account, on: server).changeNumber()
          #expect(number == seen.last)
        }
      }
    }
  }
}
