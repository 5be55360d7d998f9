import Foundation
import GRDB
import Testing
import TodoServer

@Suite struct `Setting a password without the server` {
  private func withDatabase(_ body: (String) async throws -> Void) async throws {
    let directory = try makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try await body(directory)
  }

  private func refusal(
    _ email: String,
    _ path: String,
    _ password: String = "a new password"
  ) -> ServerError? {
    #expect(throws: ServerError.self) {
      try ServerDatabase.setPassword(password, ofAccount: email, in: path)
    }
  }

  @Test
  func `lets the new one in and the old one out, and ends the sessions of that account alone`()
    async throws
  {
    try await withDatabase { directory in
      let path = directory + "/db.sqlite"
      let (ada, bob) = try await withServer(in: directory) { server in
        let (ada, bob) = (try await server.newAccount(), try await server.newAccount())
        #expect(try await server.signIn(ada.email).status == 200)
        _ = try await ada.add("milk")
        return (ada, bob)
      }
      // A ligature: one code unit before normalisation, as at sign-up.
      let password = "\u{FB01}sh \"and\" c\u{E9}leri"
      let ended = try ServerDatabase.setPassword(
        password,
        ofAccount: ada.email.uppercased(),
        in: path
      )
      #expect(ended == 2)
      try await withServer(in: directory) { server async throws in
        #expect(try await server.signIn(ada.email).status == 401)
        let typed = #"fish \"and\" ce\u0301leri"#
        let again = try await server.signIn(ada.email, typed)
        #expect(again.status == 200)
        #expect(try again.json()["user"]?["id"]?.string == ada.id)
        #expect(try await server.signIn(bob.email).status == 200)
        for (account, status) in [(ada, 401), (bob, 200)] {
          let bearer = ("Authorization", "Bearer \(account.signed)")
          #expect(try await server.get("/api/auth/token", [bearer]).status == status)
        }
        let title = try await server.database {
          try String.fetchOne($0, sql: #"select "title" from "task""#)
        }
        #expect(title == "milk")
      }
    }
  }

  @Test func `is refused while a server has the database open, even one that nobody asked yet`()
    async throws
  {
    try await withDatabase { directory in
      let path = directory + "/db.sqlite"
      let account = try await withServer(in: directory) { server in
        let account = try await server.newAccount()
        #expect(refusal(account.email, path) == .databaseInUse(path: path))
        return account
      }
      try await withServer(in: directory) { server async throws in
        let error = refusal(account.email, path)
        #expect(error == .databaseInUse(path: path))
        #expect(error?.exitStatus == 75)
        // The one that was refused keeps nobody out.
        #expect(try await server.signIn(account.email).status == 200)
      }
      let ended = try ServerDatabase.setPassword(
        "a new password",
        ofAccount: account.email,
        in: path
      )
      #expect(ended == 2)
    }
  }

  @Test func `keeps starting servers waiting, not failing`() async throws {
    try await withDatabase { directory in
      let path = directory + "/db.sqlite"
      let account = try await withServer(in: directory) { try await $0.newAccount() }
      let configuration = testConfiguration(in: directory)
      let changes = try await withThrowingTaskGroup { group in
        for _ in 0..<3 {
          group.addTask {
            try await blocking {
              do throws(ServerError) {
                _ = try ServerDatabase.setPassword(
                  "a new password",
                  ofAccount: account.email,
                  in: path
                )
                return 1
              } catch {
                // A server was first.
                guard error == .databaseInUse(path: path) else { throw error }
                return 0
              }
            }
          }
          group.addTask {
            _ = try await blocking { try ServerProgram(configuration) }
            return 0
          }
        }
        return try await group.reduce(0, +)
      }
      let status = try await withServer(in: directory) {
        try await $0.signIn(account.email, "a new password").status
      }
      #expect(status == (changes > 0 ? 200 : 401))
    }
  }

  @Test func `says what it does not find, and makes nothing up`() async throws {
    try await withDatabase { directory in
      let path = directory + "/db.sqlite"
      let missing = refusal("ada@example.com", path)
      #expect(missing?.exitStatus == 74)
      let left = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(left.isEmpty)
      let before = try await withServer(in: directory) { server in
        _ = try await server.newAccount()
        return try await server.dump()
      }
      for email in ["bob@example.com", "", "%", "no address"] {
        let error = refusal(email, path)
        #expect(error == .accountUnknown(path: path))
        #expect(error?.exitStatus == 5)
      }
      let after = try await withServer(in: directory) { try await $0.dump() }
      #expect(after == before)
      let link = directory + "/link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
      #expect(refusal("ada@example.com", link)?.exitStatus == 73)
      try Data(repeating: 0x61, count: 5000).write(to: URL(fileURLWithPath: directory + "/text"))
      #expect(refusal("ada@example.com", directory + "/text")?.exitStatus == 74)
    }
  }

  @Test(arguments: [
    "", "1234567", String(repeating: "a", count: 129), "null\0inside",
    String(repeating: "👍", count: 65),
  ])
  func `takes what sign-up takes`(password: String) async throws {
    try await withDatabase { directory in
      let path = directory + "/db.sqlite"
      let account = try await withServer(in: directory) { try await $0.newAccount() }
      let error = refusal(account.email, path, password)
      #expect(error?.exitStatus == 65)
      if !password.isEmpty { #expect(error?.sentence.contains(password) == false) }
      let status = try await withServer(in: directory) {
        try await $0.signIn(account.email).status
      }
      #expect(status == 200)
    }
  }

  @Test func `gives one to a user who had none`() async throws {
    try await withDatabase { directory in
      let path = directory + "/db.sqlite"
      let account = try await withServer(in: directory) { server in
        let account = try await server.newAccount()
        try await server.database { try $0.execute(sql: #"delete from "account""#) }
        #expect(try await server.signIn(account.email).status == 401)
        return account
      }
      _ = try ServerDatabase.setPassword("a new password", ofAccount: account.email, in: path)
      try await withServer(in: directory) { server async throws in
        #expect(try await server.signIn(account.email, "a new password").status == 200)
      }
    }
  }
}
