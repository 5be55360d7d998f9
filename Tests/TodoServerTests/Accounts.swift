import Foundation
import GRDB
import Testing

/// A signed-in user of a test.
struct Account: Sendable {
  let id: String
  let email: String
  /// The raw session token.
  let token: String
  /// The `set-auth-token` value.
  let signed: String
  let jwt: String
  let server: RunningServer

  static let password = "correct horse battery"

  /// The path of this user's tasks.
  var path: String { "/api/\(id)/tasks" }

  /// A request to the task API under this user's token.
  func call(
    _ method: String,
    _ target: String,
    json: String? = nil,
    _ headers: [(String, String)] = []
  ) async throws -> RawResponse {
    try await server.send(
      RawRequest(
        method: method,
        target: target,
        headers: [("Authorization", "Bearer \(jwt)")] + headers,
        body: json.map { Array($0.utf8) }
      )
    )
  }

  /// Creates a task and returns its id.
  func add(_ title: String) async throws -> String {
    let body = try JSONSerialization.data(withJSONObject: ["title": title])
    let response = try await call("POST", path, json: String(decoding: body, as: UTF8.self))
    #expect(response.status == 201)
    return try #require(try response.json()["id"]?.string)
  }

  /// The titles of a list, in order.
  func titles(_ query: String = "") async throws -> [String] {
    let response = try await call("GET", path + query)
    #expect(response.status == 200)
    return try response.json().array.compactMap { $0["title"]?.string }
  }
}

extension RunningServer {
  /// Signs a new user up, under an address nobody else has.
  func newAccount() async throws -> Account {
    let email = "user-\(UUID().uuidString.lowercased())@example.com"
    let response = try await post(
      "/api/auth/sign-up/email",
      json: #"{"name":"Ada","email":"\#(email)","password":"\#(Account.password)"}"#
    )
    #expect(response.status == 200)
    let json = try response.json()
    let token = try #require(json["token"]?.string)
    let answer = try await get("/api/auth/token", [("Authorization", "Bearer \(token)")])
    return Account(
      id: try #require(json["user"]?["id"]?.string),
      email: email,
      token: token,
      signed: try #require(response.value("set-auth-token")),
      jwt: try #require(try answer.json()["token"]?.string),
      server: self
    )
  }

  func signIn(_ email: String, _ password: String = Account.password) async throws -> RawResponse {
    try await post(
      "/api/auth/sign-in/email",
      json: #"{"email":"\#(email)","password":"\#(password)"}"#
    )
  }

  /// Every row of every table, as text.
  func dump() async throws -> [String] {
    try await database { database in
      let tables = try String.fetchAll(
        database,
        sql: "select name from sqlite_master where type = 'table' order by name"
      )
      return try tables.flatMap { table in
        try Row.fetchAll(database, sql: "select * from \"\(table)\"").map { "\(table) \($0)" }
          .sorted()
      }
    }
  }

  /// Looks into, or changes, the server's file from outside.
  func database<Value: Sendable>(
    _ work: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    return try await DatabaseQueue(path: databasePath, configuration: configuration).write(work)
  }
}
