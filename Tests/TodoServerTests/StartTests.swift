import Foundation
import GRDB
import Testing
import TodoServer

@Suite struct `Starting and copying` {
  private func inDirectory<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let directory = try makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try await body(directory)
  }

  private func refusal(_ configuration: ServerConfiguration) -> ServerError? {
    #expect(throws: ServerError.self) { try ServerProgram(configuration) }
  }

  @Test func `a backup replaces an older copy, and nothing else`() async throws {
    try await inDirectory { directory in
      let files = FileManager.default
      try await withServer(in: directory) { server async throws in
        let account = try await server.newAccount()
        let path = server.databasePath
        let link = directory + "/link"
        try files.createSymbolicLink(atPath: link, withDestinationPath: path)
        try Data("notes".utf8).write(to: URL(fileURLWithPath: directory + "/notes"))
        try files.linkItem(atPath: path, toPath: directory + "/second-name")
        try await withServer { other async throws in
          let targets = [
            path, other.databasePath, link, directory, directory + "/notes", path + "-wal",
            path + ".secret", "/dev/null", directory + "/second-name",
          ]
          for target in targets {
            let error = #expect(throws: ServerError.self, "\(target)") {
              try ServerDatabase.backUp(path, to: target)
            }
            guard case .backupRefused = error else {
              Issue.record("\(target): \(String(describing: error))")
              continue
            }
            #expect(error?.exitStatus == 73)
          }
          #expect(try await other.newAccount().titles() == [])
        }
        _ = try await account.add("still there")
        #expect(try await account.titles() == ["still there"])
      }
      try await withServer(in: directory) { server async throws in
        let rows = try await server.database {
          try Int.fetchOne($0, sql: "select count(*) from task")
        }
        #expect(rows == 1)
      }
    }
  }

  @Test func `a copy without its secret does not start, and says what is missing`() async throws {
    try await inDirectory { directory in
      let secret = directory + "/db.sqlite.secret"
      try await withServer(in: directory) { _ = try await $0.newAccount() }
      try FileManager.default.removeItem(atPath: secret)
      let error = refusal(testConfiguration(in: directory))
      #expect(error == .secretMissing(path: secret))
      #expect(error?.exitStatus == 78)
      #expect(error?.sentence.contains(secret) == true)
      #expect(!FileManager.default.fileExists(atPath: secret))
    }
  }

  @Test func `a database that is a link or no plain file is refused and left alone`() async throws {
    try await inDirectory { directory in
      let target = directory + "/somebody's"
      try Data("x".utf8).write(to: URL(fileURLWithPath: target))
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: target)
      let path = directory + "/db.sqlite"
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
      #expect(refusal(testConfiguration(in: directory))?.exitStatus == 73)
      let mode = try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions]
      #expect(mode as? Int == 0o644)
      try FileManager.default.removeItem(atPath: path)
      #expect(unsafe mkfifo(path, 0o600) == 0)
      #expect(refusal(testConfiguration(in: directory))?.exitStatus == 73)
    }
  }

  @Test func `many starts at once on one new database all succeed, with one secret`() async throws {
    try await inDirectory { directory in
      let configuration = testConfiguration(in: directory)
      try await withThrowingTaskGroup { group in
        for _ in 0..<24 {
          group.addTask { try await blocking { try ServerProgram(configuration) } }
        }
        try await group.waitForAll()
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(!left.contains { $0.contains("partial") })
      let secret = try Data(contentsOf: URL(fileURLWithPath: directory + "/db.sqlite.secret"))
      #expect(secret.count >= 32)
    }
  }

  @Test func `a server that cannot write its process id never says it listens`() async throws {
    try await inDirectory { directory in
      let path = directory + "/s"
      try FileManager.default.createDirectory(
        atPath: path + ".pid/x",
        withIntermediateDirectories: true
      )
      var configuration = testConfiguration(in: directory)
      configuration.address = .unixSocket(path: path)
      let program = try ServerProgram(configuration)
      let error = await #expect(throws: ServerError.self) {
        try await program.run(stopsOnSignals: false) { _ in Issue.record("said it listens") }
      }
      #expect(error?.exitStatus == 73)
    }
  }
}

@Suite(.sharedServer) struct `Rows of another hand` {
  @Test func `dates in milliseconds are read, columns of a wrong kind are a 500`() async throws {
    let server = try sharedServer()
    let account = try await server.newAccount()
    let id = account.id
    func update(_ change: String) async throws {
      try await server.database { try $0.execute(sql: "update \(change)", arguments: [id]) }
    }
    try await update(#""user" set "createdAt" = 1700000000000 where "id" = ?"#)
    let user = try await server.signIn(account.email).json()["user"]
    #expect(user?["createdAt"]?.string == "2023-11-14T22:13:20.000Z")
    try await update(#""user" set "name" = x'ff00' where "id" = ?"#)
    #expect(try await server.signIn(account.email).status == 500)
    let task = try await account.add("milk")
    try await update(#""task" set "title" = x'ff00' where "user_id" = ?"#)
    #expect(try await account.call("GET", "\(account.path)/\(task)").status == 500)
    #expect(try await server.get("/health").status == 200)
  }

  @Test func `keys of another algorithm are neither listed nor used`() async throws {
    try await withServer { server async throws in
      let account = try await server.newAccount()
      try await server.database { database in
        for key in [#"{"kty":"RSA","n":"x","e":"AQAB"}"#, "no JSON"] {
          try database.execute(
            sql: #"insert into "jwks" values (?, ?, '"00"', '2999-01-01T00:00:00.000Z', null)"#,
            arguments: [UUID().uuidString, key]
          )
        }
      }
      #expect(try await server.get("/api/auth/jwks").json()["keys"]?.count == 1)
      let bearer = ("Authorization", "Bearer \(account.token)")
      #expect(try await server.get("/api/auth/token", [bearer]).status == 200)
    }
  }

  @Test func `a sign-in removes what has run out of the same user`() async throws {
    let server = try sharedServer()
    let account = try await server.newAccount()
    let id = account.id
    try await server.database {
      try $0.execute(
        sql: #"update "session" set "expiresAt" = '2020-01-01T00:00:00.000Z' where "userId" = ?"#,
        arguments: [id]
      )
    }
    _ = try await server.signIn(account.email)
    let rows = try await server.database {
      try Int.fetchOne(
        $0,
        sql: #"select count(*) from "session" where "userId" = ?"#,
        arguments: [id]
      )
    }
    #expect(rows == 1)
  }
}
