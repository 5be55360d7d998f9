internal import FoundationEssentials
public import TodoKit

/// A JSON Web Token for the task API.
///
/// Its claims are read to know when to renew it, and are not verified: that is the task server's
/// part. The lifetime is counted from receipt on a clock that runs on through suspend, so a token
/// just received is usable whatever the wall clock says.
public struct JWT: Sendable {
  /// The token itself, a secret.
  public let text: String
  /// The claim `sub`: the user's id in the task API's paths.
  public let subject: String
  /// The claim `iat`, by the issuer's clock.
  public let issuedAt: Timestamp?
  /// The claim `exp`, by the issuer's clock.
  public let expiresAt: Timestamp
  /// `exp − iat`, between 1 s and 24 h; without `iat`, 5 min.
  public let lifetime: Duration
  /// When this client takes it for expired.
  public let deadline: ContinuousClock.Instant

  /// Reads a token.
  ///
  /// - Parameters:
  ///   - text: three base64url parts.
  ///   - remaining: how much of its lifetime is left, as far as a stored token's owner knows; nil
  ///     for a token just received, which has all of it. Held between 0 and the lifetime.
  /// - Throws: ``TokenError`` when it breaks the token rule, or has no `exp` and `sub`.
  public init(_ text: String, remaining: Duration? = nil) throws(TokenError) {
    try checkToken(text)
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let payload = decodeBase64URL(parts[1]),
      let claims = try? JSONReader.decode(Claims.self, from: payload),
      let expiry = milliseconds(claims.exp), !claims.sub.isEmpty
    else { throw .notAJWT }
    let issue = claims.iat.flatMap(milliseconds)
    self.text = text
    subject = claims.sub
    expiresAt = Timestamp(milliseconds: expiry)
    issuedAt = issue.map(Timestamp.init(milliseconds:))
    lifetime = issue.map { clamp(.milliseconds(expiry - $0), 1, 86_400) } ?? .seconds(300)
    deadline = .now + min(max(remaining ?? lifetime, .zero), lifetime)
  }

  /// Whether it should be renewed before use: less than a tenth of its life, or a minute, is left.
  package func isDue(at now: ContinuousClock.Instant) -> Bool {
    now >= deadline - min(.seconds(60), lifetime / 10)
  }
}

extension JWT: Hashable {
  /// Two values are the same token when their texts are.
  public static func == (left: JWT, right: JWT) -> Bool { left.text == right.text }

  /// Hashes the text alone, as equality does.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension JWT: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Its expiry, never its text.
  public var description: String { "JWT(redacted, expires \(expiresAt.iso8601))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

private struct Claims: Decodable {
  let exp: Double
  let iat: Double?
  let sub: String
}

/// Seconds of a NumericDate (RFC 7519, 2) as milliseconds; nil outside the years 1–9999.
private func milliseconds(_ seconds: Double) -> Int64? {
  guard seconds.isFinite, (-62_000_000_000...253_000_000_000).contains(seconds) else { return nil }
  return Int64(seconds * 1000)
}

private func clamp(_ value: Duration, _ least: Int, _ most: Int) -> Duration {
  min(max(value, .seconds(least)), .seconds(most))
}

/// Base64url without padding (RFC 7515, appendix C); nil for anything else.
private func decodeBase64URL(_ text: Substring) -> [UInt8]? {
  var standard = text.replacing("-", with: "+").replacing("_", with: "/")
  guard !text.contains(where: { "+/=".contains($0) }) else { return nil }
  standard += String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
  return Data(base64Encoded: String(standard)).map { [UInt8]($0) }
}
