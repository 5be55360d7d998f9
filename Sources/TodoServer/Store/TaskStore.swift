internal import Foundation
internal import GRDB

/// The tasks: every method needs a checked user, and every statement names that user.
struct TaskStore: Sendable {
  /// A page of a list.
  struct Page: Sendable {
    /// The JSON array, written where it was read: on the reader's thread, not on the servers'.
    let body: [UInt8]
    /// How many there are without `limit` and `offset`.
    let total: Int
    /// From which change number on a client that has this page asks for changes.
    let number: Int64
  }

  /// The changes after a number are not known: a full list is due.
  struct Unknown: Error {
    /// The number of the last change.
    let number: Int64
  }

  let pool: DatabasePool
  let lists = TaskLists()

  func list(_ selection: TaskSelection, for user: VerifiedUser) async throws -> Page {
    var conditions = [#""user_id" = ?"#]
    var arguments: StatementArguments = [user.id]
    switch selection.status {
    case .all: break
    case .pending: conditions.append(#""completed" = 0"#)
    case .completed: conditions.append(#""completed" = 1"#)
    }
    if let priority = selection.priority {
      conditions.append(#""priority" = ?"#)
      arguments += [priority.rawValue]
    }
    if let search = selection.search, !search.isEmpty {
      conditions.append(
        """
        (instr(swiftLowercaseString("title"), ?) > 0 \
        or instr(swiftLowercaseString(coalesce("description", '')), ?) > 0)
        """
      )
      arguments += [search.lowercased(), search.lowercased()]
    }
    let filter = #"from "task" where "# + conditions.joined(separator: " and ")
    let order = TaskStore.order(of: selection)
    // SQLite takes -1 for "no limit".
    let pageArguments = arguments + [selection.limit ?? -1, selection.offset]
    let countArguments = arguments
    let history = ChangeHistory(userID: user.id)
    let read: @Sendable (Database) throws -> Page = { database in
      let rows = try Row.fetchCursor(
        database,
        sql: "select * \(filter) order by \(order) limit ? offset ?",
        arguments: pageArguments
      )
      var tasks: [TaskRow] = []
      while let row = try rows.next() { tasks.append(try TaskRow(row)) }
      let isWhole = selection.limit == nil && selection.offset == 0
      let total =
        isWhole
        ? tasks.count
        : try Int.fetchOne(database, sql: "select count(*) \(filter)", arguments: countArguments)
      return Page(
        body: JSON.array(tasks.map(\.json)).encoded,
        total: total ?? tasks.count,
        number: try history.span(in: database).number
      )
    }
    return try await lists.run(for: user.id) { try await pool.read(read) }
  }

  /// The terms of `order by`: ties are newest first, then by id.
  private static func order(of selection: TaskSelection) -> String {
    let direction =
      switch selection.order {
      case .ascending: "asc"
      case .descending: "desc"
      case nil: selection.sort == .created ? "desc" : "asc"
      }
    return switch selection.sort {
    case .created: #""created_at" \#(direction), "id""#
    case .title:
      #""title" collate swiftCaseInsensitiveCompare \#(direction), "created_at" desc, "id""#
    case .dueDate: #""due_date" is null, "due_date" \#(direction), "created_at" desc, "id""#
    }
  }

  func task(id: String, for user: VerifiedUser) async throws -> TaskRow? {
    try await pool.read { try TaskRow.find(id, user, $0) }
  }
}
