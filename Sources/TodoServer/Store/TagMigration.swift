internal import GRDB

/// Brings the tags of every task to what is taken today, and leaves all other tasks as they are.
///
/// A changed task counts as changed by somebody: `updated_at` moves on.
func mendTags(in database: Database) throws {
  let rows = try Row.fetchAll(
    database,
    sql: #"select "user_id", "id", "tags" from "task" where "tags" <> '[]'"#
  )
  for row in rows {
    let text = try row.decode(String.self, forColumn: "tags")
    // What nobody can read is no reason to refuse all the rest.
    guard case .array(let values) = try? JSONParser.parse(Array(text.utf8)) else { continue }
    let tags = JSON.array(TagSyntax.mended(values.compactMap(\.string)).map(JSON.string))
    guard tags != .array(values) else { continue }
    try database.execute(
      sql: """
        update "task" set "tags" = ?, "updated_at" = "updated_at" + 1 \
        where "user_id" = ? and "id" = ?
        """,
      arguments: [
        String(decoding: tags.encoded, as: UTF8.self),
        try row.decode(String.self, forColumn: "user_id"),
        try row.decode(String.self, forColumn: "id"),
      ]
    )
  }
}
