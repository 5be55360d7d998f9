import Foundation
import Testing
import TodoServer

/// An answer to `changes_since`.
struct Changes: Equatable {
  struct ChangedRow: Equatable {
    let id: String
    /// What stands in its tag.
    let number: Int64
    let isDeleted: Bool
    /// The row as it came.
    let json: String
  }

  let rows: [ChangedRow]
  let number: Int64
  let total: Int
}

extension Account {
  /// The number of the newest change.
  func changeNumber() async throws -> Int64 {
    let response = try await call("GET", path + "?limit=1")
    return try #require(response.value("x-change-number").flatMap { Int64($0) })
  }

  func changes(since: Int64, limit: Int? = nil) async throws -> Changes {
    let parameter = limit.map { "&limit=\($0)" } ?? ""
    let response = try await call("GET", "\(path)?changes_since=\(since)\(parameter)")
    try #require(response.status == 200, "\(response.body)")
    return Changes(
      rows: try Self.rows(response.body),
      number: try #require(response.value("x-change-number").flatMap { Int64($0) }),
      total: try #require(response.value("x-total-count").flatMap { Int($0) })
    )
  }

  /// A list or changes, row by row.
  static func rows(_ body: String) throws -> [Changes.ChangedRow] {
    let array = try JSONParser.parse(Array(body.utf8))
    guard case .array(let rows) = array else { throw RunningServer.NoAnswer() }
    return try rows.map { row in
      guard case .string(let id) = row["id"], case .string(let tag) = row["etag"],
        let number = Int64(tag.dropFirst().dropLast())
      else { throw RunningServer.NoAnswer() }
      return Changes.ChangedRow(
        id: id,
        number: number,
        isDeleted: row["deleted_at"] != nil,
        json: String(decoding: row.encoded, as: UTF8.self)
      )
    }
  }
}
