internal import GRDB

/// The tables, as versioned steps; `PRAGMA user_version` counts those a file has been through.
enum Schema {
  /// The version this program writes.
  static var version: Int { steps.count }

  /// Brings a database to ``version``, in the transaction the caller has open.
  static func migrate(_ db: Database) throws {
    let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard found < version else { return }
    for step in steps[found...] { try db.execute(sql: step) }
    try db.execute(sql: "PRAGMA user_version = \(version)")
  }

  // `task` holds the server's last seen versions alone and `outbox` the unsent changes alone; what a
  // person sees is computed from both, so the two can never disagree.
  private static let steps = [
    """
    CREATE TABLE task (
      key TEXT NOT NULL PRIMARY KEY,
      id TEXT NOT NULL,
      title TEXT NOT NULL,
      description TEXT,
      completed INTEGER NOT NULL,
      created INTEGER NOT NULL,
      updated INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE outbox (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT NOT NULL,
      kind TEXT NOT NULL,
      title TEXT,
      description TEXT,
      completed INTEGER,
      state TEXT NOT NULL,
      sentence TEXT,
      asked INTEGER NOT NULL,
      attempted INTEGER,
      unanswered INTEGER NOT NULL,
      in_doubt INTEGER NOT NULL,
      with_id INTEGER NOT NULL,
      looks INTEGER NOT NULL,
      task_gone INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX outbox_lane ON outbox (key, sequence);
    CREATE INDEX outbox_state ON outbox (state, kind);
    CREATE TABLE mirror (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      writes INTEGER NOT NULL,
      last_sync INTEGER,
      list_etag TEXT,
      client_chosen_ids INTEGER,
      last_list TEXT NOT NULL
    ) STRICT;
    INSERT INTO mirror (one, writes, last_list) VALUES (1, 0, '');
    """,
    """
    ALTER TABLE mirror ADD COLUMN server TEXT;
    """,
    """
    ALTER TABLE mirror ADD COLUMN backend TEXT;
    ALTER TABLE mirror ADD COLUMN backend_read INTEGER;
    """,
    // `fields` names the values an edit sets, one bit each. List and description have to be read
    // again: what they say of the new fields was not looked at before.
    """
    ALTER TABLE task ADD COLUMN priority TEXT;
    ALTER TABLE task ADD COLUMN due TEXT;
    ALTER TABLE task ADD COLUMN tags TEXT;
    ALTER TABLE outbox ADD COLUMN fields INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE outbox ADD COLUMN priority TEXT;
    ALTER TABLE outbox ADD COLUMN due TEXT;
    ALTER TABLE outbox ADD COLUMN tags TEXT;
    UPDATE outbox SET kind = 'edit', fields = 1 WHERE kind = 'title';
    UPDATE outbox SET kind = 'edit', fields = 2 WHERE kind = 'description';
    UPDATE mirror SET list_etag = NULL;
    UPDATE mirror SET backend_read = 0 WHERE backend_read IS NOT NULL;
    """,
    // `seen` is what a change was made upon, spelled by SeenText; `stale` waits for the server's
    // version to be read. The description has to be read again: it may declare validators.
    """
    ALTER TABLE task ADD COLUMN etag TEXT;
    ALTER TABLE task ADD COLUMN extra TEXT;
    CREATE INDEX task_id ON task (id);
    ALTER TABLE outbox ADD COLUMN seen TEXT;
    ALTER TABLE outbox ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE mirror ADD COLUMN change_number INTEGER;
    ALTER TABLE mirror ADD COLUMN offline_since INTEGER;
    UPDATE mirror SET list_etag = NULL;
    UPDATE mirror SET backend_read = 0 WHERE backend_read IS NOT NULL;
    """,
    // Of a row that an action changed `fields` names the values that count; a title that is NULL
    // although all of them count says that the row was not there. `identity` tells one database from
    // another, and so a write-ahead log from one that belongs to another.
    """
    CREATE TABLE action (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      words TEXT NOT NULL,
      at INTEGER NOT NULL,
      undone INTEGER NOT NULL,
      rows INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE action_row (
      action INTEGER NOT NULL,
      place INTEGER NOT NULL,
      key TEXT NOT NULL,
      fields INTEGER NOT NULL,
      before_title TEXT,
      before_description TEXT,
      before_priority TEXT,
      before_due TEXT,
      before_tags TEXT,
      before_completed INTEGER,
      after_title TEXT,
      after_description TEXT,
      after_priority TEXT,
      after_due TEXT,
      after_tags TEXT,
      after_completed INTEGER,
      PRIMARY KEY (action, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX action_row_key ON action_row (key);
    ALTER TABLE mirror ADD COLUMN identity INTEGER;
    UPDATE mirror SET identity = random();
    """,
    // For the first page of a screen, and for counts: those go by the pages of the smallest index. A
    // list that was printed can be long: in a table of its own it is not read with every other note.
    """
    CREATE INDEX task_completed ON task (completed);
    CREATE INDEX task_order ON task (completed, created DESC, key);
    CREATE INDEX task_due ON task (due) WHERE completed = 0 AND due IS NOT NULL;
    CREATE TABLE printed (one INTEGER PRIMARY KEY CHECK (one = 1), keys TEXT NOT NULL) STRICT;
    INSERT INTO printed (one, keys) SELECT one, last_list FROM mirror;
    ALTER TABLE mirror DROP COLUMN last_list;
    """,
    // A deletion that was carried out leaves the server's id in the log, and what makes the task again
    // asks for that id.
    """
    ALTER TABLE outbox ADD COLUMN restores TEXT;
    ALTER TABLE action_row ADD COLUMN id TEXT;
    """,
  ]
}
