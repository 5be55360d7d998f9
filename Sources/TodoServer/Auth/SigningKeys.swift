internal import Crypto
internal import Foundation
internal import GRDB

/// The keys that sign tokens: Better Auth's `jwks` table.
struct SigningKeys: Sendable {
  /// A stored key that this server's secret does not open (contract/better-auth 2.5).
  struct Unreadable: Error {}

  /// The key a token is signed with.
  struct Signer: Sendable {
    let id: String
    let key: Curve25519.Signing.PrivateKey
  }

  let pool: DatabasePool
  let secret: ServerSecret

  /// The newest key; one is made when there is none or its time is over.
  func signer(now: Timestamp) async throws -> Signer {
    let newest = try await pool.read { try SigningKeyRow.newest(in: $0) }
    if let newest, !newest.isExpired(at: now) { return try open(newest) }
    return try open(
      try await pool.write { database in
        // Another process may have been faster.
        if let newest = try SigningKeyRow.newest(in: database), !newest.isExpired(at: now) {
          return newest
        }
        let row = try make(now: now)
        try row.insert(in: database)
        return row
      }
    )
  }

  /// The public half of a key that may still be verified with; nil for an unknown one.
  func publicKey(id: String, now: Timestamp) async throws -> String? {
    let row = try await pool.read { try SigningKeyRow.find(id: id, in: $0) }
    guard let row, row.isListed(at: now) else { return nil }
    return row.x
  }

  /// What `/jwks` answers; the first call makes the first key.
  func listed(now: Timestamp) async throws -> JSON {
    var rows = try await pool.read { try SigningKeyRow.all(in: $0) }
    if rows.isEmpty {
      _ = try await signer(now: now)
      rows = try await pool.read { try SigningKeyRow.all(in: $0) }
    }
    let keys = rows.filter { $0.isListed(at: now) }.map { row -> JSON in
      [
        "alg": "EdDSA", "crv": "Ed25519", "x": JSON(row.x), "kty": "OKP", "kid": .string(row.id),
      ]
    }
    return ["keys": .array(keys)]
  }

  private func make(now: Timestamp) throws -> SigningKeyRow {
    let key = Curve25519.Signing.PrivateKey()
    let d = Base64URL.encode(key.rawRepresentation)
    let x = Base64URL.encode(key.publicKey.rawRepresentation)
    let secretJWK = #"{"crv":"Ed25519","d":"\#(d)","x":"\#(x)","kty":"OKP"}"#
    guard let sealed = secret.sealSigningKey(secretJWK) else { throw Unreadable() }
    return SigningKeyRow(
      id: UUID().uuidString.lowercased(),
      publicKey: #"{"crv":"Ed25519","x":"\#(x)","kty":"OKP"}"#,
      privateKey: sealed,
      createdAt: now
    )
  }

  private func open(_ row: SigningKeyRow) throws -> Signer {
    guard let json = secret.openSigningKey(row.privateKey),
      let d = try JSONParser.parse(Array(json.utf8))["d"]?.string,
      let raw = Base64URL.decode(d),
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: raw)
    else { throw Unreadable() }
    return Signer(id: row.id, key: key)
  }
}
