internal import GRDB

/// Gives every task the number of its last change, and a place to what is deleted from now on.
///
/// The tasks of a user are numbered by their last change, as far as their times tell.
func numberChanges(in database: Database) throws {
  for statement in changeTables { try database.execute(sql: statement) }
  let users = try String.fetchAll(database, sql: #"select distinct "user_id" from "task""#)
  for user in users {
    let history = ChangeHistory(userID: user)
    let ids = try String.fetchAll(
      database,
      sql: #"select "id" from "task" where "user_id" = ? order by "updated_at", "id""#,
      arguments: [user]
    )
    for id in ids {
      try database.execute(
        sql: #"update "task" set "number" = ? where "user_id" = ? and "id" = ?"#,
        arguments: [try history.next(in: database), user, id]
      )
    }
  }
  try database.execute(
    sql: #"create unique index "task_number_idx" on "task" ("user_id", "number")"#
  )
}

private let changeTables = [
  #"alter table "task" add column "number" integer not null default 0"#,
  // `is_copy`: the row stands in a backup, on which no server has started yet.
  """
  create table "task_counter" ("user_id" text not null primary key, "number" integer not null, \
  "horizon" integer not null, "is_copy" integer not null default 0) without rowid
  """,
  """
  create table "task_tombstone" ("user_id" text not null, "id" text not null, \
  "number" integer not null, "created_at" integer not null, "deleted_at" integer not null, \
  primary key ("user_id", "id")) without rowid
  """,
  """
  create unique index "task_tombstone_number_idx" on "task_tombstone" ("user_id", "number")
  """,
  #"create index "task_tombstone_deleted_idx" on "task_tombstone" ("user_id", "deleted_at")"#,
]
