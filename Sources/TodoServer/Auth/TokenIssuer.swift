internal import Crypto
internal import Foundation

/// Makes the JWTs of `/token` and of `set-auth-jwt` (contract/better-auth 2.5).
struct TokenIssuer: Sendable {
  let keys: SigningKeys
  let lifetime: Duration

  /// A token for a user; header and claims are exactly Better Auth's, in its order, without `typ`.
  func token(for user: UserRow, base: BaseURL, now: Timestamp) async throws -> String {
    let signer = try await keys.signer(now: now)
    let header: JSON = ["alg": "EdDSA", "kid": .string(signer.id)]
    let claims = JSON.object(
      [JSONMember(name: "iat", value: .integer(now.seconds))] + user.members + [
        JSONMember(name: "sub", value: .string(user.id)),
        JSONMember(name: "exp", value: .integer(now.seconds + lifetime.wholeSeconds)),
        JSONMember(name: "iss", value: .string(base.origin)),
        JSONMember(name: "aud", value: .string(base.origin)),
      ]
    )
    let input = Base64URL.encode(header.encoded) + "." + Base64URL.encode(claims.encoded)
    let signature = try signer.key.signature(for: Array(input.utf8))
    return input + "." + Base64URL.encode(signature)
  }
}
