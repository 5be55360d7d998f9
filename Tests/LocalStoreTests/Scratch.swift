import ChildProcess
import Foundation
import LocalStore
import Synchronization
import Testing
import TodoKit

/// The server every test's mirror belongs to, unless said.
let testServer = "https://todo.example.org"

/// A directory of one test's own, gone with it.
final class Scratch: Sendable {
  let path: String

  /// On a file system in memory where there is one: what is shown does not depend on the disk.
  init() throws {
    let root = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
    path = "\(root)/todotui-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var database: String { path + "/mirror/account.sqlite" }

  func open(server: String = testServer) throws -> TodoStore {
    try TodoStore(file: database, server: server)
  }

  /// Runs SQL on the file, as another program would.
  func execute(_ script: String) throws {
    let program = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])"
    let done = try ChildProcess.run(["/usr/bin/python3", "-c", program, database, script])
    try #require(done.status == 0, "\(done.output)")
  }

  /// What a machine would find on its disk after a power cut or a kill at this moment.
  func copyDatabase(to other: Scratch) throws {
    try FileManager.default.createDirectory(
      atPath: other.path + "/mirror",
      withIntermediateDirectories: true
    )
    for suffix in ["", "-wal", "-shm"]
    where FileManager.default.fileExists(
      atPath: database + suffix
    ) {
      // In one piece: `copyItem` goes by pages, and random histories copy often.
      try Data(contentsOf: URL(filePath: database + suffix))
        .write(to: URL(filePath: other.database + suffix))
    }
  }
}

/// A clock that moves when told to.
final class TestClock: Sendable {
  private let moment = Mutex<Int64>(1_800_000_000_000)

  var now: Timestamp { Timestamp(milliseconds: moment.withLock { $0 }) }

  func advance(seconds: Int64) { moment.withLock { $0 += seconds * 1000 } }
}

/// Everything an engine told.
final class EventLog: Sendable {
  private let events = Mutex<[SyncEvent]>([])

  func add(_ event: SyncEvent) { events.withLock { $0.append(event) } }

  var all: [SyncEvent] { events.withLock { $0 } }

  var changes: [MirrorChange] {
    all.compactMap { event in
      if case .rows(let change) = event { return change }
      return nil
    }
  }

  var phases: [SyncStatus.Phase] {
    all.compactMap { event in
      if case .status(let status) = event { return status.phase }
      return nil
    }
  }

  func clear() { events.withLock { $0 = [] } }
}

/// One account on one machine, with its server.
final class Bench: Sendable {
  let scratch: Scratch
  let clock = TestClock()
  let store: TodoStore
  let server: ReferenceServer
  let events = EventLog()
  let engine: SyncEngine
  private let keys = Mutex(0)

  convenience init(takesIDs: Bool = true) throws { try self.init(.init(takesIDs: takesIDs)) }

  init(_ abilities: ReferenceServer.Abilities) throws {
    scratch = try Scratch()
    store = try scratch.open()
    server = ReferenceServer(clock: clock, abilities: abilities)
    engine = SyncEngine(
      store: store,
      remote: server.remote,
      now: { [clock] in clock.now },
      report: { [events] in events.add($0) }
    )
  }

  /// A second process's view of the same database.
  func secondEngine() throws -> (TodoStore, SyncEngine) {
    let store = try scratch.open()
    let engine = SyncEngine(
      store: store,
      remote: server.remote,
      now: { [clock] in clock.now },
      report: { _ in }
    )
    return (store, engine)
  }

  func newKey() -> String {
    uuid(
      keys.withLock {
        $0 += 1; return $0
      }
    )
  }

  @discardableResult
  func add(_ title: String, description: String? = nil) throws -> String {
    let key = newKey()
    let draft = TodoDraft(
      title: try TodoTitle(title),
      description: try description.map { try TodoDescription($0) }
    )
    _ = try store.commit(.create(draft), to: nil, newKey: key, at: clock.now)
    return key
  }

  func change(_ key: String, _ change: TodoChange) throws {
    _ = try store.commit(change, to: key, newKey: newKey(), at: clock.now)
  }

  func retitle(_ key: String, _ title: String) throws {
    try change(key, .retitle(try TodoTitle(title)))
  }

  var titles: [String] {
    get throws { try store.items().map(\.todo.title).sorted() }
  }

  func state(_ key: String) throws -> SyncState? { try store.item(key: key)?.state }
}

/// A lower-case UUID, the same for the same number.
func uuid(_ number: Int) -> String {
  let digits = String(number, radix: 16)
  return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
}
