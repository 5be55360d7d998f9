import Foundation
import Testing

/// Random writes, followed by mirrors that know nothing but what changed.
@Suite(.sharedServer) struct `Changes after changes` {
  /// A small generator, so that a failure can be shown again.
  private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  /// A client that read a list once, and changes since.
  private struct Mirror {
    var rows: [String: String] = [:]
    var number: Int64 = 0

    mutating func pull(_ account: Account, limit: Int?) async throws {
      var isComplete = false
      while !isComplete {
        let changes = try await account.changes(since: number, limit: limit)
        for row in changes.rows { rows[row.id] = row.isDeleted ? nil : row.json }
        // Else a server that counts what it does not send would be asked for ever.
        try #require(changes.rows.isEmpty == (changes.total == 0))
        #expect(changes.number >= number)
        #expect(changes.rows.allSatisfy { $0.number > number && $0.number <= changes.number })
        number = changes.number
        isComplete = changes.rows.count == changes.total
      }
    }
  }

  private func write(
    _ account: Account,
    _ ids: [String],
    _ tombstones: inout [String: String],
    _ generator: inout SeededGenerator
  ) async throws {
    guard let id = ids.randomElement(using: &generator) else { return }
    let path = "\(account.path)/\(id)"
    let json = #"{"title":"\#(Int.random(in: 0..<3, using: &generator))"}"#
    let response =
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: try await account.call("PUT", path, json: json, [("If-None-Match", "*")])
      case 1: try await account.call("PUT", path, json: json)
      case 2: try await account.call("PATCH", path, json: json, [("If-Match", "\"1\"")])
      case 3: try await account.call("PATCH", path + "/complete")
      case 4: try await account.call("DELETE", path)
      default:
        try await account.call("PUT", path, json: json, [("If-Match", tombstones[id] ?? "\"2\"")])
      }
    if response.status == 204 { tombstones[id] = response.value("etag") }
    #expect([200, 201, 204, 404, 410, 412].contains(response.status))
  }

  @Test func `leave a mirror as the full list is`() async throws {
    let account = try await sharedServer().newAccount()
    for seed: UInt64 in 1...4 { try await follow(account, seed) }
  }

  private func follow(_ account: Account, _ seed: UInt64) async throws {
    var generator = SeededGenerator(state: seed)
    let ids = (0..<6).map { _ in UUID().uuidString.lowercased() }
    var tombstones: [String: String] = [:]
    var mirrors = [Mirror(), Mirror(), Mirror()]
    for turn in 0..<120 {
      try await write(account, ids, &tombstones, &generator)
      for place in mirrors.indices where Int.random(in: 0...3 * place, using: &generator) == 0 {
        let limit = [nil, 1, 2].randomElement(using: &generator) ?? nil
        try await mirrors[place].pull(account, limit: limit)
        let list = try await Account.rows(account.call("GET", account.path).body)
        let expected = Dictionary(uniqueKeysWithValues: list.map { ($0.id, $0.json) })
        try #require(mirrors[place].rows == expected, "seed \(seed), turn \(turn)")
      }
    }
  }
}
