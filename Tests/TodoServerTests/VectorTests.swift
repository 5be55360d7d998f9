import Crypto
import Foundation
import GRDB
import Testing
import TodoServer

@Suite struct `Values made by Better Auth` {
  let vectors: JSONObject
  let secret: ServerSecret

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("vectors.json")
    vectors = JSONObject(try JSONSerialization.jsonObject(with: Data(contentsOf: file)))
    secret = ServerSecret(try #require(vectors["secret"]?.string))
  }

  @Test func `a session cookie has the same signature`() throws {
    let token = try #require(vectors["session_cookie"]?["token"]?.string)
    let header = try #require(vectors["session_cookie"]?["set_auth_token"]?.string)
    let signed = try #require(header.removingPercentEncoding)
    #expect(secret.signed(token) == signed)
    #expect(secret.verified(signed) == token)
    #expect(ServerSecret("another secret of thirty-two characters").verified(signed) == nil)
    let mark = try #require(vectors["dont_remember_cookie_value"]?.string?.removingPercentEncoding)
    #expect(secret.signed("true") == mark)
  }

  @Test func `a password hash verifies, and ours has the same form`() throws {
    let plain = try #require(vectors["password"]?["plain"]?.string)
    let stored = try #require(vectors["password"]?["account.password"]?.string)
    #expect(try PasswordHash.verify(plain, stored: stored))
    #expect(try PasswordHash.verify(plain, stored: stored.uppercasedKey))
    #expect(try !PasswordHash.verify(plain + " ", stored: stored))
    let made = try PasswordHash.make(plain)
    #expect(made.wholeMatch(of: /[0-9a-f]{32}:[0-9a-f]{128}/) != nil)
    #expect(try PasswordHash.verify(plain, stored: made))
    #expect(try PasswordHash.verify("ﬁancée-①", stored: PasswordHash.make("fiancée-1")))
    #expect(throws: PasswordHash.Malformed.self) {
      try PasswordHash.verify(plain, stored: "$2b$10$notours")
    }
  }

  @Test func `a signing key opens, and a sealed one opens again`() throws {
    let stored = try #require(vectors["jwks_row"]?["privateKey"]?.string)
    let decrypted = try #require(vectors["jwks_row"]?["decrypted"]?.string)
    #expect(secret.openSigningKey(stored) == decrypted)
    #expect(ServerSecret("x").openSigningKey(stored) == nil)
    let sealed = try #require(secret.sealSigningKey(decrypted))
    #expect(sealed.count == stored.count)
    #expect(sealed != stored)
    #expect(secret.openSigningKey(sealed) == decrypted)
    #expect(secret.openSigningKey(sealed.replacing("\"", with: "")) == nil)
  }

  @Test func `a server on Better Auth's rows lists its key and makes the same token`() async throws
  {
    let jwt = try #require(vectors["jwt"]?.string)
    let token = try #require(vectors["session_cookie"]?["token"]?.string)
    let row = try #require(vectors["jwks_row"])
    let key = try ["id", "publicKey", "privateKey"].map { try #require(row[$0]?.string) }
    let claims = try claims(of: jwt)
    let user = try ["id", "name", "email", "createdAt", "updatedAt"]
      .map { try #require(claims[$0]?.string) }
    let text = try #require(vectors["secret"]?.string)
    try await withServer {
      $0.secret = text
      $0.baseURL = claims["iss"]?.string
    } _: { server in
      try await server.database { database in
        try database.execute(
          sql: #"insert into "jwks" values (?, ?, ?, '2026-11-21T06:10:29.000Z', null)"#,
          arguments: StatementArguments(key)
        )
        try database.execute(
          sql: #"insert into "user" values (?, ?, ?, 0, null, ?, ?)"#,
          arguments: StatementArguments(user)
        )
        try database.execute(
          sql: """
            insert into "session" values ('s', '2999-01-01T00:00:00.000Z', ?, ?, ?, '', '', ?)
            """,
          arguments: [token, user[3], user[3], user[0]]
        )
      }
      let listed = try await server.get("/api/auth/jwks").json()
      let expected = try #require(vectors["jwks"]).any as? NSDictionary
      #expect(listed.any as? NSDictionary == expected)
      let answer = try await server.get("/api/auth/token", [("Authorization", "Bearer \(token)")])
      let made = try #require(try answer.json()["token"]?.string)
      #expect(made.split(separator: ".").first == jwt.split(separator: ".").first)
      #expect(try names(of: made) == names(of: jwt))
      let x = try #require(listed["keys"]?[0]?["x"]?.string.flatMap(bytes(base64URL:)))
      let publicKey = try Curve25519.Signing.PublicKey(rawRepresentation: x)
      for token in [jwt, made] {
        let parts = token.split(separator: ".")
        let signature = try #require(bytes(base64URL: String(parts[2])))
        #expect(publicKey.isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8)))
      }
    }
  }

  private func claims(of jwt: String) throws -> JSONObject {
    JSONObject(try JSONSerialization.jsonObject(with: Data(payload(of: jwt).utf8)))
  }

  /// The names of the claims, in the order they are written.
  private func names(of jwt: String) throws -> [String] {
    try payload(of: jwt).matches(of: /"([A-Za-z]+)":/).map { String($0.1) }
  }

  private func payload(of jwt: String) throws -> String {
    let parts = jwt.split(separator: ".")
    return String(decoding: try #require(bytes(base64URL: String(parts[1]))), as: UTF8.self)
  }
}

extension String {
  /// A stored hash with its key in capitals, as some tools write it.
  fileprivate var uppercasedKey: String {
    let parts = split(separator: ":")
    return "\(parts[0]):\(parts[1].uppercased())"
  }
}

/// Decodes the URL alphabet without padding.
func bytes(base64URL text: String) -> Data? {
  var standard = text.replacing("-", with: "+").replacing("_", with: "/")
  standard += String(repeating: "=", count: (4 - standard.count % 4) % 4)
  return Data(base64Encoded: standard)
}

/// Encodes in the URL alphabet without padding.
func base64URL(_ data: Data) -> String {
  data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    .replacing("=", with: "")
}
