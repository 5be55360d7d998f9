import Foundation
import LocalStore
import Testing
import TodoKit

@Suite struct `The database file` {
  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test func `and its companions are private, in a private directory`() throws {
    let bench = try Bench()
    try bench.add("a")
    for suffix in ["", "-wal", "-shm"] {
      #expect(try mode(bench.scratch.database + suffix) == 0o600)
    }
    #expect(try mode(bench.scratch.path + "/mirror") == 0o700)
  }

  @Test func `becomes private again when it was opened up`() throws {
    let scratch = try Scratch()
    do { _ = try scratch.open() }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644],
      ofItemAtPath: scratch.database
    )
    _ = try scratch.open()
    #expect(try mode(scratch.database) == 0o600)
  }

  @Test func `that is no database is set aside, and a new one started`() throws {
    let scratch = try Scratch()
    do { _ = try scratch.open() }
    let junk = Data((0..<8192).map { UInt8(truncatingIfNeeded: $0 &* 7) })
    try junk.write(to: URL(fileURLWithPath: scratch.database))
    let store = try scratch.open()
    #expect(try store.items().isEmpty)
    #expect(store.recovered?.contains(scratch.database + ".corrupt-1") == true)
    #expect(FileManager.default.contents(atPath: scratch.database + ".corrupt-1") == junk)
    #expect(try mode(scratch.database) == 0o600)
    #expect(try scratch.open().recovered == nil)
  }

  @Test func `found damaged in use is set aside at the next start, each under its own name`() throws
  {
    let scratch = try Scratch()
    for round in 1...2 {
      do {
        let store = try scratch.open()
        for number in 0..<200 {
          let draft = TodoDraft(title: try TodoTitle("task \(number)"))
          _ = try store.commit(
            .create(draft),
            to: nil,
            newKey: uuid(number),
            at: Timestamp(milliseconds: 0)
          )
        }
      }
      let file = try FileHandle(forUpdating: URL(fileURLWithPath: scratch.database))
      let size = try file.seekToEnd()
      // Behind the first pages of all tables, where only rows are.
      let start = 10 * 4096
      try #require(size > start)
      try file.seek(toOffset: UInt64(start))
      try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - start))
      try file.close()
      do {
        let store = try scratch.open()
        #expect(store.recovered == nil)
        #expect(throws: StoreError.self) { try store.items() }
      }
      let store = try scratch.open()
      #expect(store.recovered?.contains(".corrupt-\(round)") == true)
      #expect(try store.items().isEmpty)
    }
  }

  @Test func `damaged all through but for its beginning is set aside at once`() throws {
    let scratch = try Scratch()
    do { _ = try scratch.open() }
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: scratch.database))
    let size = try file.seekToEnd()
    try file.seek(toOffset: 4096)
    try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 4096))
    try file.close()
    let store = try scratch.open()
    #expect(store.recovered?.contains(".corrupt-1") == true)
    #expect(try store.items().isEmpty)
  }

  @Test func `of a newer version is refused and left as it was`() throws {
    let scratch = try Scratch()
    do { _ = try scratch.open() }
    // `user_version` is the big-endian number at offset 60 (sqlite.org/fileformat2, 1.3).
    var bytes = try #require(FileManager.default.contents(atPath: scratch.database))
    bytes[63] = 99
    try bytes.write(to: URL(fileURLWithPath: scratch.database))
    let error = #expect(throws: StoreError.self) { try scratch.open() }
    #expect(error == .newer(path: scratch.database, version: 99))
    #expect(error?.sentence.contains("newer version") == true)
    #expect(FileManager.default.contents(atPath: scratch.database) == bytes)
    #expect(!FileManager.default.fileExists(atPath: scratch.database + ".corrupt-1"))
  }

  @Test func `that cannot be made is told with its path`() throws {
    let scratch = try Scratch()
    let blocker = scratch.path + "/mirror"
    try Data().write(to: URL(fileURLWithPath: blocker))
    let error = #expect(throws: StoreError.self) { try scratch.open() }
    #expect(error?.sentence.contains(blocker) == true)
    guard case .cannotOpen(_, ENOTDIR) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `is never a link or a directory`() throws {
    let scratch = try Scratch()
    do { _ = try scratch.open() }
    let link = scratch.path + "/link.sqlite"
    try FileManager.default.createSymbolicLink(
      atPath: link,
      withDestinationPath: scratch.database
    )
    #expect(throws: StoreError.cannotOpen(path: link, errno: ELOOP)) {
      try TodoStore(file: link, server: testServer)
    }
    #expect(throws: StoreError.cannotOpen(path: scratch.path, errno: EISDIR)) {
      try TodoStore(file: scratch.path, server: testServer)
    }
  }

  @Test func `is made once when several open it at the same time`() async throws {
    let scratch = try Scratch()
    let database = scratch.database
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          let store = try TodoStore(file: database, server: testServer)
          let draft = TodoDraft(title: try TodoTitle("task \(number)"))
          _ = try store.commit(
            .create(draft),
            to: nil,
            newKey: uuid(number),
            at: Timestamp(milliseconds: 0)
          )
          #expect(store.recovered == nil)
        }
      }
      try await group.waitForAll()
    }
    #expect(try scratch.open().items().count == 8)
  }
}
