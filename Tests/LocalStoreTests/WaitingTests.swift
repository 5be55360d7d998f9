import Foundation
import LocalStore
import Testing
import TodoKit

@Suite struct `A change that waits` {
  /// A task the server has, whose new title it refused.
  private func refused() async throws -> (Bench, String) {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    try bench.retitle(key, "b")
    await bench.server.goWrong { call in
      if case .update = call { return .rejected }
      return nil
    }
    _ = await bench.engine.sync()
    return (bench, key)
  }

  @Test func `is sent again when it was refused and is to be tried once more`() async throws {
    let (bench, key) = try await refused()
    let change = try bench.store.retry(key: key, at: bench.clock.now)
    #expect(change.changed.map(\.todo.title) == ["b"])
    #expect(change.changed.map(\.state) == [.queued])
    await bench.server.goWell()
    _ = await bench.engine.sync()
    #expect(await bench.server.titles == ["b"])
  }

  @Test func `is dropped, and the row is the server's again`() async throws {
    let (bench, key) = try await refused()
    try bench.change(key, .setCompleted(true))
    let change = try bench.store.drop(key: key, sequence: nil)
    #expect(change.changed.map(\.todo.isCompleted) == [false])
    #expect(try bench.store.queue() == [])
    #expect(throws: StoreError.noSuchChange(key: key)) {
      try bench.store.drop(key: key, sequence: nil)
    }
  }

  @Test func `is dropped alone when it is named`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    _ = await bench.engine.sync()
    try bench.retitle(key, "b")
    try bench.change(key, .setCompleted(true))
    let first = try #require(try bench.store.queue().first)
    #expect(throws: StoreError.noSuchChange(key: key)) {
      try bench.store.drop(key: key, sequence: first.sequence + 10)
    }
    let change = try bench.store.drop(key: key, sequence: first.sequence)
    #expect(change.changed.map(\.todo.title) == ["a"])
    #expect(try bench.store.queue().map(\.change) == [.setCompleted(true)])
  }

  @Test func `is dropped with all that hangs on it when it makes the task`() throws {
    let bench = try Bench()
    let key = try bench.add("a")
    try bench.change(key, .setCompleted(true))
    let creation = try #require(try bench.store.queue().first)
    let change = try bench.store.drop(key: key, sequence: creation.sequence)
    #expect(change.removed == [key])
    #expect(try bench.store.queue() == [])
  }

  @Test func `is dropped with all that hangs on it, also where each hangs on the one before`()
    async throws
  {
    let bench = try Bench()
    let key = try bench.add("a")
    await bench.server.goWrong { call in
      if case .create = call { return .swallowed }
      return nil
    }
    _ = await bench.engine.push()
    for isCompleted in [true, false] { try bench.change(key, .setCompleted(isCompleted)) }
    let creation = try #require(try bench.store.queue().first)
    _ = try bench.store.drop(key: key, sequence: creation.sequence)
    #expect(try bench.store.queue() == [])
    #expect(try bench.store.items() == [])
  }

  @Test func `is neither dropped nor repeated while it is on the wire`() async throws {
    let bench = try Bench()
    let key = try bench.add("a")
    let store = bench.store
    await bench.server.during { call in
      guard case .create = call else { return }
      #expect(throws: StoreError.beingSent(key: key)) { try store.drop(key: key, sequence: nil) }
      #expect(throws: Never.self) {
        _ = try store.retry(key: key, at: Timestamp(milliseconds: 0))
        #expect(try store.queue().map(\.state) == [.sending])
      }
    }
    _ = await bench.engine.sync()
    #expect(await bench.server.titles == ["a"])
  }
}

@Suite struct `The counts` {
  @Test func `are those of the rows, whatever waits`() async throws {
    let bench = try Bench()
    let today = try #require(CalendarDay(iso8601: "2026-11-21"))
    var keys: [String] = []
    for number in 0..<40 {
      let day = today.adding(days: number % 5 - 2)
      let due: DueDate? =
        switch number % 3 {
        case 0: .day(day)
        case 1:
          .moment(Timestamp(milliseconds: Int64(day.daysSinceEpoch) * 86_400_000 + 79_200_000))
        default: nil
        }
      let key = bench.newKey()
      let draft = TodoDraft(title: try TodoTitle("t"), due: due, isCompleted: number % 4 == 0)
      try bench.act("", [RowChange(.create(draft), key: key)])
      keys.append(key)
      if number == 30 { _ = await bench.engine.sync() }
    }
    try bench.complete(Array(keys[..<6]))
    try bench.delete(Array(keys[6..<9]))
    try bench.act("", [RowChange(.schedule(.day(today.adding(days: -9))), key: keys[20])])
    for east in [0, 3600 * 3, -3600 * 8] {
      let counts = try bench.store.counts(today: today, east: east)
      let todos = try bench.store.items().map(\.todo)
      #expect(counts.open == todos.count { !$0.isCompleted })
      #expect(counts.done == todos.count { $0.isCompleted })
      #expect(
        counts.overdue
          == todos.count { !$0.isCompleted && $0.due.map { $0.day(east: east) < today } == true }
      )
      #expect(counts.queued == (try bench.store.queue().count))
      #expect(counts.failed == 0 && counts.conflicts == 0)
    }
  }

  @Test func `of nothing are zero`() throws {
    let today = CalendarDay(daysSinceEpoch: 0)
    let counts = try Bench().store.counts(today: today)
    #expect(counts.open + counts.done + counts.overdue + counts.queued + counts.failed == 0)
  }

  @Test func `leaves the log too, when it was to be made at once and was not`() throws {
    let bench = try Bench()
    let (one, two) = (try bench.make("one"), try bench.make("two"))
    let before = try bench.store.actions(limit: 10)
    try bench.complete([one, two])
    try bench.rename(two, "three")
    try bench.store.forget([two], after: before[0].id)
    #expect(try bench.store.actions(limit: 10).map(\.rows) == [1] + before.map(\.rows))
    try bench.store.forget([one], after: before[0].id)
    #expect(try bench.store.actions(limit: 10) == before)
    #expect(try bench.undo()?.words == before[0].words)
  }

  @Test func `is counted for whoever uses the profile next, and nothing else of it is told`() throws
  {
    let bench = try Bench()
    try bench.add("mine")
    let folder = bench.scratch.path + "/mirror"
    let file = folder + "/other.sqlite"
    #expect(TodoStore.unsent(beside: file).map(\.count) == [1])
    let other = try TodoStore(file: file, server: "https://elsewhere.example.org")
    #expect(TodoStore.unsent(beside: bench.scratch.database).isEmpty)
    let draft = TodoDraft(title: try TodoTitle("theirs"))
    _ = try other.commit(
      [RowChange(.create(draft), key: nil)],
      newKey: { "k" },
      at: bench.clock.now
    )
    try Data("no database".utf8).write(to: URL(fileURLWithPath: folder + "/third.sqlite"))
    let left = TodoStore.unsent(beside: bench.scratch.database)
    #expect(left.map(\.file) == [file] && left.map(\.count) == [1])
    #expect(TodoStore.unsent(beside: bench.scratch.path + "/nowhere/account.sqlite").isEmpty)
  }
}

@Suite struct `Wiping` {
  @Test func `leaves nothing of the account, and nothing of another is touched`() async throws {
    let bench = try Bench()
    try bench.make("secret plan")
    let folder = bench.scratch.path + "/mirror"
    let other = try TodoStore(file: folder + "/other.sqlite", server: testServer)
    for name in ["corrupt-1", "corrupt-1-wal", "unsent-20260101T000000Z.jsonl"] {
      try Data("secret plan".utf8).write(
        to: URL(fileURLWithPath: bench.scratch.database + "." + name)
      )
    }
    try await TodoStore.wipe(file: bench.scratch.database)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasPrefix("account") }
    #expect(left.sorted() == ["account.sqlite.setup-lock", "account.sqlite.sync-lock"])
    for name in left {
      #expect(FileManager.default.contents(atPath: folder + "/" + name)?.isEmpty == true)
    }
    #expect(throws: StoreError.replaced(path: bench.scratch.database)) { try bench.add("late") }
    #expect(try other.items() == [])
    #expect(try bench.scratch.open().items() == [])
    try await TodoStore.wipe(file: bench.scratch.path + "/nowhere/account.sqlite")
  }
}
