internal import Foundation
internal import HTTPTypes
internal import JWTKit

/// A user whose token this server has checked.
///
/// Every method of the task store takes one, and only `TokenCheck` can make one, so a query without
/// a checked user does not compile.
struct VerifiedUser: Sendable {
  let id: String

  fileprivate init(id: String) {
    self.id = id
  }
}

/// Decides whether a request's bearer token is one of ours and still good.
struct TokenCheck: Sendable {
  let keys: SigningKeys

  /// The user a request speaks for.
  ///
  /// - Parameters:
  ///   - headers: The request's; exactly one `Authorization` counts.
  ///   - base: Issuer and audience that the token must name.
  ///   - now: The present moment.
  /// - Returns: The user, or nil where the answer must be 401.
  /// - Throws: When the keys cannot be read; a bad token is no error.
  func user(_ headers: HTTPFields, base: BaseURL, now: Timestamp) async throws -> VerifiedUser? {
    let sent = headers.values("authorization")
    guard sent.count == 1, let value = sent.first?.utf8,
      value.prefix(7).lowercasedASCII == Array("bearer ".utf8)
    else { return nil }
    let token = String(decoding: value.dropFirst(7), as: UTF8.self)
    guard let syntax = TokenSyntax(token),
      let x = try await keys.publicKey(id: syntax.keyID, now: now),
      let key = try? EdDSA.PublicKey(x: x, curve: .ed25519)
    else { return nil }
    // A collection of its own: the token's `kid` can select no other key.
    let collection = await JWTKeyCollection()
      .add(eddsa: key, kid: JWKIdentifier(string: syntax.keyID))
    guard let claims = try? await collection.verify(token, as: TokenClaims.self),
      claims.areMeant(for: base, now: now)
    else { return nil }
    return VerifiedUser(id: claims.sub.value)
  }
}

/// The claims that decide (RFC 7519, section 4.1).
private struct TokenClaims: JWTPayload {
  let sub: SubjectClaim
  let exp: ExpirationClaim
  let nbf: NotBeforeClaim?
  let iss: IssuerClaim
  let aud: Audience

  /// One text or several; jwt-kit's own claim ends the process on an empty list.
  struct Audience: Codable {
    let names: [String]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      names = try (try? container.decode([String].self)) ?? [container.decode(String.self)]
    }
  }

  /// Times are compared in `areMeant`, on the clock everything else here uses.
  func verify(using algorithm: some JWTAlgorithm) throws {}

  func areMeant(for base: BaseURL, now: Timestamp) -> Bool {
    let moment = Double(now.milliseconds) / 1000
    return exp.value.timeIntervalSince1970 > moment
      && (nbf?.value.timeIntervalSince1970 ?? 0) <= moment
      && iss.value.hasSameBytes(as: base.origin)
      && aud.names.contains { $0.hasSameBytes(as: base.origin) }
      && (1...256).contains(sub.value.utf8.count)
  }
}
