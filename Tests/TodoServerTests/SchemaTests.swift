import Foundation
import GRDB
import Testing
import TodoServer

@Suite struct `The tables` {
  private static let names = ["user", "session", "account", "verification", "jwks"]

  /// What SQLite keeps of the statements that made Better Auth's tables and indices.
  private func definitions(_ database: Database) throws -> [String] {
    let marks = Self.names.map { "'\($0)'" }.joined(separator: ", ")
    return try String.fetchAll(
      database,
      sql: """
        select sql from sqlite_master where tbl_name in (\(marks)) and sql is not null order by name
        """
    )
  }

  private func schema() throws -> String {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("schema.sql")
    return try String(contentsOf: file, encoding: .utf8)
  }

  @Test func `are exactly those Better Auth makes`() async throws {
    let schema = try schema()
    let expected = try await DatabaseQueue().write { database in
      try database.execute(sql: schema)
      return try definitions(database)
    }
    #expect(expected.count == 8)
    try await withServer { server in
      let made = try await server.database { try definitions($0) }
      #expect(made == expected)
    }
  }

  @Test func `of a database Better Auth made are used as they are`() async throws {
    let directory = try makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let schema = try schema()
    try await DatabaseQueue(path: directory + "/db.sqlite").write { try $0.execute(sql: schema) }
    try await withServer(in: directory) { server in
      let account = try await server.newAccount()
      _ = try await account.add("milk")
      #expect(try await account.titles() == ["milk"])
      #expect(try await account.changes(since: 0).rows.count == 1)
    }
  }

  @Test func `hold times as Better Auth writes them`() async throws {
    try await withServer { server in
      _ = try await server.newAccount()
      let times = try await server.database { database in
        try ["user", "session", "account", "jwks"].map {
          try String.fetchOne(database, sql: #"select "createdAt" from "\#($0)""#) ?? ""
        }
      }
      for time in times {
        #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
      }
    }
  }
}
