internal import GRDB
package import TodoKit

/// The few facts kept beside the tasks.
extension TodoStore {
  /// Remembers what was printed last, first row first, for row numbers on the command line.
  package func rememberList(_ keys: [String]) throws(StoreError) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(keys.count * 40)
    for key in keys {
      bytes.append(contentsOf: String(key.utf8.count).utf8)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(contentsOf: key.utf8)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if try printed() == text { return }
    try connection.writeUncounted { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO printed (one, keys) VALUES (1, ?)",
        arguments: [text]
      )
    }
  }

  /// Keys of the last printed list, first row first.
  package func lastList() throws(StoreError) -> [String] {
    var rest = Substring(try printed()).utf8
    var keys: [String] = []
    while let colon = rest.firstIndex(of: UInt8(ascii: ":")),
      let count = Int(String(rest[..<colon]) ?? "")
    {
      let key = rest[rest.index(after: colon)...].prefix(count)
      keys.append(String(key) ?? "")
      rest = rest[key.endIndex...]
    }
    return keys
  }

  private func printed() throws(StoreError) -> String {
    try connection.read { try String.fetchOne($0, sql: "SELECT keys FROM printed") ?? "" }
  }

  /// The ETag of the list that the mirror holds; nil when the next list must be read in full.
  package func listETag() throws(StoreError) -> String? { try note("list_etag") }

  /// Whether the server takes client-chosen ids; nil when it was not asked yet.
  package func takesClientChosenIDs() throws(StoreError) -> Bool? {
    try note("client_chosen_ids")
  }

  /// Remembers whether the server takes client-chosen ids; nil forgets.
  package func setTakesClientChosenIDs(_ value: Bool?) throws(StoreError) {
    try setNote("client_chosen_ids", value)
  }

  /// How the server speaks, in words that only its reader understands, and when it was asked; nil when
  /// it was not asked yet.
  package func backend() throws(StoreError) -> (text: String, readAt: Timestamp)? {
    try connection.read { db in
      let row = try Row.fetchOne(db, sql: "SELECT backend, backend_read FROM mirror")
      guard let row, let text = row[0] as String?, let moment = row[1] as Int64? else { return nil }
      return (text, Timestamp(milliseconds: moment))
    }
  }

  /// Remembers how the server speaks, and with it whether it takes client-chosen ids.
  package func setBackend(
    _ text: String,
    takesClientChosenIDs: Bool,
    readAt moment: Timestamp
  ) throws(StoreError) {
    try connection.writeUncounted { db in
      try db.execute(
        sql: "UPDATE mirror SET backend = ?, backend_read = ?, client_chosen_ids = ?",
        arguments: [text, moment.milliseconds, takesClientChosenIDs]
      )
    }
  }

  /// The server the mirror belongs to; from now on `server`, when it had none.
  func owner(orClaimFor server: String) throws(StoreError) -> String {
    if let owner: String = try note("server") { return owner }
    return try connection.writeUncounted { db in
      // Another process may have been quicker.
      try db.execute(
        sql: "UPDATE mirror SET server = coalesce(server, ?)",
        arguments: [server]
      )
      return try String.fetchOne(db, sql: "SELECT server FROM mirror") ?? server
    }
  }

  private func note<Value: DatabaseValueConvertible>(_ column: String) throws(StoreError) -> Value?
  {
    try connection.readOne { db in
      try Value.fetchOne(db.cachedStatement(sql: "SELECT \(column) FROM mirror"))
    }
  }

  private func setNote(_ column: String, _ value: (any DatabaseValueConvertible)?)
    throws(StoreError)
  {
    try connection.writeUncounted { db in
      try db.execute(sql: "UPDATE mirror SET \(column) = ?", arguments: [value])
    }
  }
}
