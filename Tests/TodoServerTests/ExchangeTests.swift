import Foundation
import GRDB
import Testing
import TodoServer

@Suite struct `Recorded exchanges of Better Auth` {
  /// The recordings were made with this throw-away secret.
  static let secret = "peer-secret-0123456789abcdefghijklmnopqrstuvwxyzAB"

  /// How each recorded server was configured.
  static let baseURLs = [
    "main-postgres": "http://127.0.0.1:4101",
    "main2-postgres": "http://127.0.0.1:4141",
    "order-of-checks": "http://127.0.0.1:4151",
    "https-base-url": "https://auth.example.com",
    "trusted-origins": "http://127.0.0.1:4112",
    "sqlite": "http://127.0.0.1:4110",
  ]

  /// Where this server answers otherwise on purpose; the reasons stand in docs/compatibility.md.
  static let differences: [String: String] = [
    "main-postgres/sign-up-invalid-json": "malformed JSON is 400 with a code, not an empty 500",
    "main-postgres/sign-in-invalid-json": "malformed JSON is 400 with a code, not an empty 500",
    "main-postgres/sign-out-invalid-json": "malformed JSON is 400 with a code, not an empty 500",
    "order-of-checks/order-invalid-json-cookie-no-origin":
      "malformed JSON is 400 with a code, not an empty 500",
  ]

  @Test(arguments: baseURLs.keys.sorted())
  func `are answered alike, but for the listed differences`(name: String) async throws {
    let exchanges = try Exchange.all(of: name)
    #expect(!exchanges.isEmpty)
    try await withServer {
      $0.baseURL = Self.baseURLs[name]
      $0.secret = Self.secret
      $0.trustedOrigins = ["https://app.example", "https://*.example.org", "myapp://"]
    } _: { server in
      for exchange in exchanges {
        for statement in exchange.before ?? [] {
          try await server.database { try $0.execute(sql: statement) }
        }
        let response = try await server.send(exchange.request)
        let seen = Seen(response)
        if Self.differences["\(name)/\(exchange.name)"] == nil {
          #expect(seen == exchange.expected, "\(name)/\(exchange.name)")
        } else {
          #expect(seen != exchange.expected, "no longer a difference: \(name)/\(exchange.name)")
        }
        try await adopt(exchange, response, server)
      }
    }
  }

  /// Gives a new session the recorded token, so that later requests fit as they were recorded.
  private func adopt(
    _ exchange: Exchange,
    _ response: RawResponse,
    _ server: RunningServer
  ) async throws {
    guard exchange.status == 200, response.status == 200, exchange.method == "POST",
      let ours = try response.json()["token"]?.string,
      let recorded = try JSONObject(
        JSONSerialization.jsonObject(with: Data(exchange.responseBody.utf8))
      )["token"]?.string
    else { return }
    try await server.database { database in
      try database.execute(
        sql: #"update "session" set "token" = ? where "token" = ?"#,
        arguments: [recorded, ours]
      )
    }
  }
}
