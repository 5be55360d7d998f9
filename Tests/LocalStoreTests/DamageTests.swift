import Foundation
import LocalStore
import Testing
import TodoKit

/// A database with synced tasks, unsent changes and a log, damaged on the disk.
private struct Damaged {
  let scratch: Scratch
  let queue: [OutboxEntry]
  let actions: [LoggedAction]

  /// Makes it; with `isLogKept` the newest writes are in the write-ahead log, as after a kill.
  init(isLogKept: Bool = false) async throws {
    let bench = try Bench()
    for number in 0..<300 {
      var todo = Todo(
        id: uuid(1000 + number),
        title: "task \(number)",
        createdAt: bench.clock.now,
        updatedAt: bench.clock.now
      )
      todo.description = String(repeating: "text ", count: 20)
      await bench.server.put(todo)
    }
    _ = await bench.engine.sync()
    try bench.store.setTakesClientChosenIDs(true)
    let keys = try bench.store.items().map(\.key).sorted()
    for number in 0..<100 {
      try bench.act(
        "Renamed \(number)",
        [
          RowChange(.retitle(try TodoTitle("new \(number)")), key: keys[number])
        ]
      )
    }
    try bench.delete([keys[200]])
    try bench.make("never sent")
    queue = try bench.store.queue()
    actions = try bench.store.actions(limit: 10)
    scratch = try Scratch()
    try bench.scratch.copyDatabase(to: scratch)
    if !isLogKept {
      try python(
        "import sqlite3; c = sqlite3.connect('\(scratch.database)'); "
          + "c.execute('PRAGMA wal_checkpoint(TRUNCATE)'); c.close()"
      )
    }
  }

  func damage(_ body: (FileHandle, UInt64) throws -> Void) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: scratch.database))
    try body(file, try file.seekToEnd())
    try file.close()
  }

  /// Opens until the damage was met, and once more.
  func recovered() throws -> TodoStore {
    for _ in 0..<3 {
      let store = try? scratch.open()
      if let store, store.recovered != nil { return store }
      _ = try? store?.items()
      _ = try? store?.queue()
      _ = try? store?.actions(limit: 2000)
    }
    return try scratch.open()
  }

  var exported: [String] {
    get throws {
      let folder = scratch.path + "/mirror"
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.contains(".unsent-") }
        .map { folder + "/" + $0 }
    }
  }

  var leftOver: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/mirror")
        .filter { $0.contains(".salvage") || $0.contains(".new") || $0.hasSuffix(".damaged") }
    }
  }
}

private func python(_ script: String) throws {
  let python = try Process.run(
    URL(fileURLWithPath: "/usr/bin/python3"),
    arguments: ["-c", script]
  )
  python.waitUntilExit()
  try #require(python.terminationStatus == 0)
}

/// Changes without their numbers.
private func words(_ queue: [OutboxEntry]) -> Set<String> {
  Set(queue.map { "\($0.key) \($0.change)" })
}

@Suite struct `A damaged database` {
  @Test func `whose header is zeros gives every unsent change`() async throws {
    let damaged = try await Damaged()
    try damaged.damage { file, _ in
      try file.seek(toOffset: 0)
      try file.write(contentsOf: Data(count: 100))
    }
    let store = try damaged.recovered()
    #expect(store.recovered?.contains("102 unsent changes were taken over.") == true)
    #expect(store.recovered?.contains("may be lost") == false)
    #expect(try store.queue() == damaged.queue)
    #expect(try store.actions(limit: 10) == damaged.actions)
    #expect(try store.items().count == 300)
    #expect(try damaged.leftOver == [])
    #expect(try damaged.scratch.open().recovered == nil)
    let undone = try store.undo(newKey: { uuid(9999) }, at: Timestamp(milliseconds: 0))
    #expect(undone?.words == "Added: “never sent”")
  }

  @Test func `whose first page is gone gives every unsent change`() async throws {
    let damaged = try await Damaged()
    try damaged.damage { file, _ in
      try file.seek(toOffset: 0)
      try file.write(contentsOf: Data(repeating: 0x5A, count: 4096))
    }
    let store = try damaged.recovered()
    #expect(try store.queue() == damaged.queue)
  }

  @Test(arguments: [0.9, 0.6, 0.3])
  func `that was cut off gives what is left`(_ part: Double) async throws {
    let damaged = try await Damaged()
    try damaged.damage { file, size in
      try file.truncate(atOffset: UInt64(Double(size) * part))
    }
    let store = try damaged.recovered()
    let sentence = try #require(store.recovered)
    let found = words(try store.queue())
    #expect(found.isSubset(of: words(damaged.queue)))
    #expect(found.count == damaged.queue.count || sentence.contains("may be lost"))
    if part > 0.8 { #expect(found.count > 50) }
    #expect(try damaged.leftOver == [])
  }

  @Test(arguments: 0..<12)
  func `with overwritten pages gives the rest, and says so`(_ seed: UInt64) async throws {
    let damaged = try await Damaged()
    var random = SplitMix(seed)
    try damaged.damage { file, size in
      for _ in 0..<3 {
        let page = UInt64.random(in: 1..<(size / 4096), using: &random)
        try file.seek(toOffset: page * 4096)
        try file.write(
          contentsOf: Data((0..<4096).map { _ in UInt8.random(in: 0...255, using: &random) })
        )
      }
    }
    let store = try damaged.recovered()
    let found = words(try store.queue())
    #expect(found.isSubset(of: words(damaged.queue)))
    if found.count < damaged.queue.count {
      #expect(store.recovered?.contains("may be lost") == true)
    }
    #expect(throws: Never.self) { try store.items() }
  }

  @Test func `that is empty beside its log gives what the log has`() async throws {
    let damaged = try await Damaged(isLogKept: true)
    try damaged.damage { file, _ in try file.truncate(atOffset: 0) }
    let store = try damaged.recovered()
    #expect(store.recovered?.contains(".corrupt-1") == true)
    let found = words(try store.queue())
    #expect(found.isSubset(of: words(damaged.queue)))
    #expect(found.count == damaged.queue.count || store.recovered?.contains("may be lost") == true)
  }

  @Test func `with the log of another keeps its own changes`() async throws {
    let damaged = try await Damaged()
    let foreign = try Bench()
    try foreign.make("somebody else's")
    try FileManager.default.copyItem(
      atPath: foreign.scratch.database + "-wal",
      toPath: damaged.scratch.database + "-wal"
    )
    let store = try damaged.recovered()
    #expect(store.recovered?.contains(".corrupt-1") == true)
    #expect(words(try store.queue()) == words(damaged.queue))
    // What may have been sent, after all, is not simply sent again.
    let creation = try #require(try store.queue().last { $0.key == damaged.queue.last?.key })
    #expect(creation.state == .unknown && creation.isSentWithID)
    #expect(try store.items().count == 300)
  }

  @Test func `keeps what it cannot take over where a person can read it`() async throws {
    let damaged = try await Damaged()
    try python(
      """
      import sqlite3
      c = sqlite3.connect('\(damaged.scratch.database)')
      c.execute("UPDATE outbox SET kind = 'merge', title = 'say \\"hi\\"' || char(10, 27) WHERE sequence = "
        "(SELECT max(sequence) FROM outbox)")
      c.commit()
      c.close()
      """
    )
    try damaged.damage { file, _ in
      try file.seek(toOffset: 0)
      try file.write(contentsOf: Data(count: 100))
    }
    let store = try damaged.recovered()
    #expect(try store.queue().count == damaged.queue.count - 1)
    let file = try #require(try damaged.exported.first)
    #expect(
      store.recovered?.contains("1 unsent change could not be taken over: see \(file)") == true
    )
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let line = try #require(FileManager.default.contents(atPath: file))
    let json = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
    #expect(json["kind"] as? String == "merge")
    #expect(json["title"] as? String == "say \"hi\"\n\u{1B}")
    #expect((json["asked"] as? String)?.hasPrefix("2027-") == true)
    #expect(!line.dropLast().contains(10) && !line.contains(27))
  }

  @Test func `of an unknown server sends nothing anywhere`() async throws {
    let damaged = try await Damaged()
    try python(
      """
      import sqlite3
      c = sqlite3.connect('\(damaged.scratch.database)')
      c.execute("DELETE FROM mirror")
      c.commit()
      c.close()
      """
    )
    let store = try damaged.recovered()
    #expect(try store.queue() == [])
    let file = try #require(try damaged.exported.first)
    let lines = try #require(FileManager.default.contents(atPath: file)).split(separator: 10)
    #expect(lines.count == damaged.queue.count)
  }

  @Test func `is no longer written by who has it open when it was set aside`() async throws {
    let damaged = try await Damaged()
    let old = try damaged.scratch.open()
    try Data().write(to: URL(fileURLWithPath: damaged.scratch.database + ".damaged"))
    let new = try damaged.scratch.open()
    #expect(try new.queue() == damaged.queue)
    let draft = TodoDraft(title: try TodoTitle("late"))
    #expect(throws: StoreError.replaced(path: damaged.scratch.database)) { try old.changeToken() }
    #expect(throws: StoreError.replaced(path: damaged.scratch.database)) {
      try old.commit(.create(draft), to: nil, newKey: uuid(1), at: Timestamp(milliseconds: 0))
    }
  }

  @Test func `whose replacement was killed on the way is replaced at the next start`() async throws
  {
    let damaged = try await Damaged()
    let database = damaged.scratch.database
    // After the damaged one was set aside, before the new one got its name.
    do { _ = try damaged.scratch.open() }
    try Data().write(to: URL(fileURLWithPath: database + ".damaged"))
    try FileManager.default.copyItem(atPath: database, toPath: database + ".new")
    try FileManager.default.moveItem(atPath: database, toPath: database + ".corrupt-1")
    let store = try damaged.scratch.open()
    #expect(store.recovered?.contains(".corrupt-1") == true)
    #expect(try store.queue() == damaged.queue)
    #expect(try damaged.leftOver == [])
  }
}
