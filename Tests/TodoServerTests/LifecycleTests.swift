import Foundation
import GRDB
import Testing
import TodoServer

@Suite struct `A server's life` {
  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  private func inDirectory<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let directory = try makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try await body(directory)
  }

  @Test func `accounts, sessions and tasks survive a restart`() async throws {
    try await inDirectory { directory in
      let account = try await withServer(in: directory) { server in
        let account = try await server.newAccount()
        _ = try await account.add("milk")
        return account
      }
      try await withServer(in: directory) { server in
        let bearer = ("Authorization", "Bearer \(account.signed)")
        let jwt = try await server.get("/api/auth/token", [bearer]).json()["token"]?.string
        let list = try await server.get(
          account.path,
          [("Authorization", "Bearer \(try #require(jwt))")]
        )
        #expect(try list.json()[0]?["title"]?.string == "milk")
        #expect(try await server.signIn(account.email).status == 200)
      }
    }
  }

  @Test func `its files are its owner's alone, the secret is kept`() async throws {
    try await inDirectory { directory in
      try await withServer(in: directory) { server in
        _ = try await server.newAccount()
        for suffix in ["", "-wal", "-shm", ".secret"] {
          #expect(try mode(server.databasePath + suffix) == 0o600, "\(suffix)")
        }
        let log = try await server.database { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(log == "wal")
      }
      let secret = directory + "/db.sqlite.secret"
      let text = try String(contentsOfFile: secret, encoding: .utf8)
      #expect(text.count >= 32)
      try await withServer(in: directory) { _ in }
      #expect(try String(contentsOfFile: secret, encoding: .utf8) == text)
      // The log went into the file.
      #expect(!FileManager.default.fileExists(atPath: directory + "/db.sqlite-wal"))
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: secret)
      let error = #expect(throws: ServerError.self) {
        try ServerProgram(testConfiguration(in: directory))
      }
      #expect(error?.exitStatus == 77)
      #expect(error?.sentence.contains(text) == false)
    }
  }

  @Test func `a database that cannot be had is refused with a sentence`() async throws {
    try await inDirectory { directory in
      var missing = testConfiguration(in: directory)
      missing.databasePath = directory + "/none/db.sqlite"
      let absent = #expect(throws: ServerError.self) { try ServerProgram(missing) }
      #expect(absent?.exitStatus == 73)
      try Data(repeating: 0x61, count: 5000).write(
        to: URL(fileURLWithPath: directory + "/db.sqlite")
      )
      let broken = #expect(throws: ServerError.self) {
        try ServerProgram(testConfiguration(in: directory))
      }
      #expect(broken?.exitStatus == 74)
      #expect(broken?.sentence.contains("db.sqlite") == true)
    }
  }

  @Test func `a backup made while it runs is complete, private and openable`() async throws {
    try await inDirectory { directory in
      let copy = directory + "/copy.sqlite"
      let account = try await withServer(in: directory) { server in
        let account = try await server.newAccount()
        _ = try await account.add("milk")
        try ServerDatabase.backUp(server.databasePath, to: copy)
        _ = try await account.add("bread")
        try ServerDatabase.backUp(server.databasePath, to: copy)
        return account
      }
      #expect(try mode(copy) == 0o600)
      let left = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(!left.contains { $0.contains("partial") })
      let secret = try String(contentsOfFile: directory + "/db.sqlite.secret", encoding: .utf8)
      try await withServer {
        $0.databasePath = copy
        $0.secret = secret
      } _: { server in
        let bearer = ("Authorization", "Bearer \(account.token)")
        let jwt = try await server.get("/api/auth/token", [bearer]).json()["token"]?.string
        let list = try await server.get(
          account.path,
          [("Authorization", "Bearer \(try #require(jwt))")]
        )
        #expect(try list.json().count == 2)
      }
      let none = #expect(throws: ServerError.self) {
        try ServerDatabase.backUp(directory + "/none", to: copy + "2")
      }
      #expect(none?.exitStatus == 74)
      #expect(!FileManager.default.fileExists(atPath: directory + "/none"))
    }
  }

  @Test func `a socket belongs to one server, and what a dead one left is taken over`() async throws
  {
    try await inDirectory { directory in
      let path = directory + "/s"
      func configure(_ configuration: inout ServerConfiguration) {
        configuration.address = .unixSocket(path: path)
      }
      try await withServer(in: directory, configure) { server in
        #expect(try await server.get("/health").status == 200)
        let process = try String(contentsOfFile: path + ".pid", encoding: .utf8)
        #expect(process == "\(getpid())\n")
        var second = testConfiguration(in: directory)
        configure(&second)
        let error = #expect(throws: ServerError.self) { try ServerProgram(second) }
        #expect(error == .socketTaken(path: path))
        #expect(error?.exitStatus == 75)
        #expect(try await server.get("/health").status == 200)
        let account = try await server.newAccount()
        #expect(try await account.titles() == [])
      }
      #expect(!FileManager.default.fileExists(atPath: path))
      #expect(!FileManager.default.fileExists(atPath: path + ".pid"))
      #expect(FileManager.default.fileExists(atPath: path + ".lock"))
      // A server that was killed leaves its socket behind.
      let stale = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(stale) }
      var name = sockaddr_un()
      name.sun_family = sa_family_t(AF_UNIX)
      let bytes = Array(path.utf8)
      unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: bytes) }
      let bound = unsafe withUnsafeBytes(of: name) {
        unsafe bind(
          stale,
          $0.baseAddress?.assumingMemoryBound(to: sockaddr.self),
          socklen_t($0.count)
        )
      }
      #expect(bound == 0)
      try await withServer(in: directory, configure) { server async throws in
        #expect(try await server.get("/health").status == 200)
      }
      // Anything else under that name is somebody's file.
      try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
      var other = testConfiguration(in: directory)
      configure(&other)
      let error = #expect(throws: ServerError.self) { try ServerProgram(other) }
      #expect(error?.exitStatus == 73)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }
  }

  @Test func `a lock without a socket is waited for: that server is just ending`() async throws {
    try await inDirectory { directory in
      let path = directory + "/s"
      let lock = unsafe open(path + ".lock", O_RDWR | O_CREAT, 0o600)
      #expect(flock(lock, LOCK_EX) == 0)
      Thread.detachNewThread {
        usleep(150_000)
        close(lock)
      }
      var configuration = testConfiguration(in: directory)
      configuration.address = .unixSocket(path: path)
      let waiting = configuration
      _ = try await blocking { try ServerProgram(waiting) }
    }
  }

  @Test func `it ends by itself when idle`() async throws {
    try await inDirectory { directory in
      var configuration = testConfiguration(in: directory)
      configuration.exitWhenIdle = .milliseconds(100)
      try await ServerProgram(configuration).run(stopsOnSignals: false) { _ in }
    }
  }

  @Test func `it ends when its socket's directory vanishes`() async throws {
    try await inDirectory { directory in
      let place = directory + "/run"
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
      var configuration = testConfiguration(in: directory)
      configuration.address = .unixSocket(path: place + "/s")
      try await ServerProgram(configuration).run(stopsOnSignals: false) { _ in
        try? FileManager.default.removeItem(atPath: place)
      }
    }
  }

  @Test func `a port in use is refused with a sentence`() async throws {
    try await withServer { server in
      guard case .tcp(let port) = server.address else { return }
      try await inDirectory { directory in
        var configuration = testConfiguration(in: directory)
        configuration.address = .tcp(host: "127.0.0.1", port: Int(port))
        let program = try ServerProgram(configuration)
        let error = await #expect(throws: ServerError.self) {
          try await program.run(stopsOnSignals: false) { _ in }
        }
        #expect(error?.exitStatus == 69)
        #expect(error?.sentence.contains("\(port)") == true)
      }
    }
  }
}
