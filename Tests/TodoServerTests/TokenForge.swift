import Crypto
import Foundation
import GRDB
import Testing
import TodoServer

/// Makes tokens with the server's own key, as an attacker who has everything but the rules would.
struct TokenForge: Sendable {
  static let secret = "a secret of the tests with more than thirty-two characters"

  let keyID: String
  let key: Curve25519.Signing.PrivateKey
  let server: RunningServer
  let user: String

  init(_ account: Account) async throws {
    let row = try await account.server.database { database in
      try Row.fetchOne(database, sql: #"select "id", "privateKey" from "jwks""#)
        .map { ($0["id"] as String, $0["privateKey"] as String) }
    }
    let (id, sealed) = try #require(row)
    let json = try #require(ServerSecret(TokenForge.secret).openSigningKey(sealed))
    let d = try #require(try JSONParser.parse(Array(json.utf8))["d"])
    guard case .string(let text) = d else { throw RunningServer.NoAnswer() }
    keyID = id
    key = try Curve25519.Signing.PrivateKey(
      rawRepresentation: try #require(bytes(base64URL: text))
    )
    server = account.server
    user = account.id
  }

  var header: String { #"{"alg":"EdDSA","kid":"\#(keyID)"}"# }

  /// Claims that are right, with one replaced or left out.
  func claims(_ changes: [String: Any?] = [:]) throws -> String {
    let now = Int(Date().timeIntervalSince1970)
    var claims: [String: Any] = [
      "iat": now, "sub": user, "exp": now + 900, "iss": server.baseURL, "aud": server.baseURL,
    ]
    for (name, value) in changes { claims[name] = value }
    return String(decoding: try JSONSerialization.data(withJSONObject: claims), as: UTF8.self)
  }

  func sign(header: String? = nil, claims: String) throws -> String {
    let input =
      base64URL(Data((header ?? self.header).utf8)) + "."
      + base64URL(Data(claims.utf8))
    return input + "." + base64URL(try key.signature(for: Data(input.utf8)))
  }
}
