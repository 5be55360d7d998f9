import Foundation
import LocalStore
import Testing
import TodoKit

/// A database as former versions of this program wrote it.
enum FormerDatabase {
  private static let steps = [
    """
    CREATE TABLE task (key TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL,
      description TEXT, completed INTEGER NOT NULL, created INTEGER NOT NULL,
      updated INTEGER NOT NULL) STRICT;
    CREATE TABLE outbox (sequence INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL,
      kind TEXT NOT NULL, title TEXT, description TEXT, completed INTEGER, state TEXT NOT NULL,
      sentence TEXT, asked INTEGER NOT NULL, attempted INTEGER, unanswered INTEGER NOT NULL,
      in_doubt INTEGER NOT NULL, with_id INTEGER NOT NULL, looks INTEGER NOT NULL,
      task_gone INTEGER NOT NULL) STRICT;
    CREATE INDEX outbox_lane ON outbox (key, sequence);
    CREATE INDEX outbox_state ON outbox (state, kind);
    CREATE TABLE mirror (one INTEGER PRIMARY KEY CHECK (one = 1), writes INTEGER NOT NULL,
      last_sync INTEGER, list_etag TEXT, client_chosen_ids INTEGER, last_list TEXT NOT NULL) STRICT;
    INSERT INTO mirror (one, writes, last_list) VALUES (1, 0, '');
    """,
    "ALTER TABLE mirror ADD COLUMN server TEXT;",
    """
    ALTER TABLE mirror ADD COLUMN backend TEXT;
    ALTER TABLE mirror ADD COLUMN backend_read INTEGER;
    """,
  ]

  static func task(_ key: String, _ title: String) -> String {
    "INSERT INTO task VALUES ('\(key)', '\(key)', '\(title)', NULL, 0, 5, 6);"
  }

  /// An unsent change; `values` are its title, description and completion in SQL.
  static func entry(
    _ key: String,
    _ kind: String,
    _ values: String,
    state: String = "queued",
    sentence: String = "NULL"
  ) -> String {
    """
    INSERT INTO outbox VALUES (NULL, '\(key)', '\(kind)', \(values), '\(state)', \(sentence),
      7, NULL, 0, 0, 0, 0, 0);
    """
  }

  static func write(version: Int, rows: String, to scratch: Scratch) throws {
    let folder = scratch.path + "/mirror"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let script =
      steps[..<version].joined(separator: "\n") + rows + "PRAGMA user_version = \(version);"
    try scratch.execute(script)
  }
}

@Suite struct `A database of a former version` {
  @Test func `keeps every task and every unsent change`() throws {
    let scratch = try Scratch()
    let rows = [
      FormerDatabase.task("a", "first"), FormerDatabase.task("b", "second"),
      FormerDatabase.entry("n", "create", "'new', 'why', NULL"),
      FormerDatabase.entry("n", "completed", "NULL, NULL, 1"),
      FormerDatabase.entry("a", "title", "'better', NULL, NULL"),
      FormerDatabase.entry("a", "description", "NULL, 'more', NULL"),
      FormerDatabase.entry("a", "description", "NULL, NULL, NULL"),
      FormerDatabase.entry(
        "b",
        "title",
        "'no', NULL, NULL",
        state: "failed",
        sentence: "'Refused.'"
      ),
      FormerDatabase.entry("b", "delete", "NULL, NULL, NULL"),
      """
      UPDATE mirror SET server = '\(testServer)', list_etag = 'v1', backend = 'x = y',
        backend_read = 1700000000000, client_chosen_ids = 1, last_sync = 9,
        last_list = '1:b1:a';
      """,
    ]
    try FormerDatabase.write(version: 3, rows: rows.joined(separator: "\n"), to: scratch)
    let store = try scratch.open()
    #expect(store.recovered == nil)
    let changes = try store.queue().map(\.change)
    #expect(
      changes == [
        .create(NewTodo(title: "new", description: "why")), .setCompleted(true),
        .edit([.title("better")]), .edit([.description("more")]), .edit([.description(nil)]),
        .edit([.title("no")]), .delete,
      ]
    )
    #expect(try store.queue().map(\.state)[5] == .failed("Refused."))
    let first = try #require(try store.item(key: "a"))
    #expect(first.todo.title == "better")
    #expect(first.todo.description == nil)
    #expect(first.todo.priority == nil && first.todo.due == nil && first.todo.tags == [])
    #expect(try store.status().lastSync == Timestamp(milliseconds: 9))
    #expect(try store.lastList() == ["b", "a"])
  }

  @Test func `reads list and description again, because they may tell more now`() async throws {
    let scratch = try Scratch()
    try FormerDatabase.write(
      version: 3,
      rows: """
        UPDATE mirror SET server = '\(testServer)', list_etag = 'v1', backend = 'x = y',
          backend_read = 1700000000000, client_chosen_ids = 1;
        """,
      to: scratch
    )
    let store = try scratch.open()
    #expect(try store.listETag() == nil)
    let backend = try #require(try store.backend())
    #expect(backend.text == "x = y")
    #expect(backend.readAt == Timestamp(milliseconds: 0))
    #expect(try store.takesClientChosenIDs() == true)
  }
}
