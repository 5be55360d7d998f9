internal import GRDB

/// The tables, in the order they came to be.
var migrations: DatabaseMigrator {
  var migrator = DatabaseMigrator()
  migrator.registerMigration("1-better-auth") { database in
    // A database that Better Auth made has some or all of these.
    for statement in betterAuthTables { try database.execute(sql: statement) }
  }
  migrator.registerMigration("2-tasks") { database in
    for statement in taskTables { try database.execute(sql: statement) }
  }
  migrator.registerMigration("3-tags", migrate: mendTags)
  migrator.registerMigration("4-changes", migrate: numberChanges)
  return migrator
}

/// As Better Auth 1.4 emits them for SQLite (contract/better-auth 3).
private let betterAuthTables = [
  """
  create table if not exists "user" ("id" text not null primary key, "name" text not null, \
  "email" text not null unique, "emailVerified" integer not null, "image" text, \
  "createdAt" date not null, "updatedAt" date not null)
  """,
  """
  create table if not exists "session" ("id" text not null primary key, "expiresAt" date not null, \
  "token" text not null unique, "createdAt" date not null, "updatedAt" date not null, \
  "ipAddress" text, "userAgent" text, \
  "userId" text not null references "user" ("id") on delete cascade)
  """,
  """
  create table if not exists "account" ("id" text not null primary key, "accountId" text not null, \
  "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade, \
  "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, \
  "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, \
  "updatedAt" date not null)
  """,
  """
  create table if not exists "verification" ("id" text not null primary key, "identifier" text not null, \
  "value" text not null, "expiresAt" date not null, "createdAt" date not null, \
  "updatedAt" date not null)
  """,
  """
  create table if not exists "jwks" ("id" text not null primary key, "publicKey" text not null, \
  "privateKey" text not null, "createdAt" date not null, "expiresAt" date)
  """,
  #"create index if not exists "session_userId_idx" on "session" ("userId")"#,
  #"create index if not exists "account_userId_idx" on "account" ("userId")"#,
  #"create index if not exists "verification_identifier_idx" on "verification" ("identifier")"#,
]

/// Times are milliseconds since 1970; the user is part of the key, so a foreign id is simply free.
private let taskTables = [
  """
  create table "task" ("user_id" text not null, "id" text not null, "title" text not null, \
  "description" text, "completed" integer not null, "priority" text, "due_date" text, \
  "tags" text not null, "created_at" integer not null, "updated_at" integer not null, \
  primary key ("user_id", "id")) without rowid
  """,
  #"create index "task_created_idx" on "task" ("user_id", "created_at" desc, "id")"#,
]
