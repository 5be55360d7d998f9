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
  /// The claim `sub`; ``userID`` where there is none.
  public let subject: String
  /// The user's id in the task API's paths: the claim `user_id`, else `userId`, else `sub`.
  ///
  /// Backends with a sign-in of their own often write the e-mail address into `sub`.
  public let userID: String
  /// The claim `iss`: how the issuer calls itself, for Better Auth the origin of its base URL.
  public let issuer: String?
  /// The claim `iat`, by the issuer's clock.
  public let issuedAt: Timestamp?
  /// The claim `exp`, by the issuer's clock; without it the last second of the year 9999.
  public let expiresAt: Timestamp
  /// How long it serves, between 1 s and 400 days.
  ///
  /// It is `exp − iat`. Without `iat` it is the time to `exp` by this machine's clock, at least 5 min.
  /// Without `exp` it is the longest of all, counted anew from every receipt.
  public let lifetime: Duration
  /// When this client takes it for expired.
  public let deadline: ContinuousClock.Instant
  /// The claims that may say whose it is: at least one.
  private let names: Set<String>

  /// Reads a token.
  ///
  /// - Parameters:
  ///   - text: three base64url parts.
  ///   - remaining: how much of its lifetime is left, as far as a stored token's owner knows; nil
  ///     for a token just received, which has all of it. Held between 0 and the lifetime.
  /// - Throws: ``TokenError`` when it breaks the token rule, names no user, or has an `exp` that is
  ///   no time.
  public init(_ text: String, remaining: Duration? = nil) throws(TokenError) {
    try checkToken(text)
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let payload = decodeBase64URL(parts[1]),
      let claims = try? JSONReader.decode(Claims.self, from: payload),
      let user = claims.userID ?? claims.sub
    else { throw .notAJWT }
    let issue = claims.iat.flatMap(milliseconds)
    let expiry = claims.exp.flatMap(milliseconds)
    if claims.exp != nil, (expiry ?? 0) <= 0 { throw .notAJWT }
    self.text = text
    subject = claims.sub ?? user
    names = Set([claims.sub ?? user, claims.userID, claims.id].compactMap(\.self))
    userID = user
    issuer = claims.iss
    expiresAt = Timestamp(milliseconds: expiry ?? endOfTime)
    issuedAt = issue.map(Timestamp.init(milliseconds:))
    lifetime = span(from: issue, to: expiry)
    deadline = .now + min(max(remaining ?? lifetime, .zero), lifetime)
  }

  /// Whether it names somebody else than this user.
  ///
  /// An issuer may write the e-mail address into `sub`; it is enough that one of `sub`, `user_id`,
  /// `userId` and `id` is the user's.
  ///
  /// - Parameters:
  ///   - user: the id of the user whose session asked for it.
  ///   - email: their e-mail address; letters of either case are the same.
  /// - Returns: whether it must not be used for them.
  public func isOfAnother(than user: String, email: String) -> Bool {
    let address = email.lowercased()
    return !names.contains { $0 == user || !address.isEmpty && $0.lowercased() == address }
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
  let exp: Double?
  let iat: Double?
  let iss: String?
  let sub: String?
  let userID: String?
  let id: String?

  private enum CodingKeys: String, CodingKey {
    case exp, iat, iss, sub, userId, id
    case snakeUserID = "user_id"
  }

  init(from decoder: any Decoder) throws {
    let claims = try decoder.container(keyedBy: CodingKeys.self)
    exp = try claims.decodeIfPresent(NumericDate.self, forKey: .exp)?.seconds
    iat = try claims.decodeIfPresent(NumericDate.self, forKey: .iat)?.seconds
    iss = try? claims.decode(String.self, forKey: .iss)
    func text(_ key: CodingKeys) -> String? { (try? claims.decode(WireID.self, forKey: key))?.text }
    sub = text(.sub)
    userID = text(.snakeUserID) ?? text(.userId)
    id = text(.id)
  }
}

/// A time in seconds (RFC 7519, 2), which some backends write in milliseconds or as text.
private struct NumericDate: Decodable {
  let seconds: Double

  /// The year 5138 in seconds, 1973 in milliseconds.
  private static let leastMilliseconds = 1e11

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    let number: Double
    if let text = try? value.decode(String.self) {
      guard let read = Double(text) else {
        throw DecodingError.dataCorruptedError(in: value, debugDescription: "no number")
      }
      number = read
    } else {
      number = try value.decode(Double.self)
    }
    seconds = number > Self.leastMilliseconds ? number / 1000 : number
  }
}

/// The last second of the year 9999, in milliseconds: what `exp` counts as where there is none.
private let endOfTime: Int64 = 253_402_300_799_000

/// Between 1 s and 400 days, which is what sign-ins of a backend's own hand out at most.
private func span(from issue: Int64?, to expiry: Int64?) -> Duration {
  let longest = Duration.seconds(400 * 86_400)
  guard let expiry else { return longest }
  if let issue { return clamp(.milliseconds(expiry - issue), .seconds(1), longest) }
  // A clock that runs ahead must not make a token useless that the server still takes.
  let now = Int64(Date().timeIntervalSince1970 * 1000)
  return clamp(.milliseconds(expiry - now), .seconds(300), longest)
}

/// Seconds of a NumericDate (RFC 7519, 2) as milliseconds; nil outside the years 1–9999.
private func milliseconds(_ seconds: Double) -> Int64? {
  guard seconds.isFinite, (-62_000_000_000...253_000_000_000).contains(seconds) else { return nil }
  return Int64(seconds * 1000)
}

private func clamp(_ value: Duration, _ least: Duration, _ most: Duration) -> Duration {
  min(max(value, least), most)
}

/// Base64url without padding (RFC 7515, appendix C); nil for anything else.
///
/// Byte by byte: every run reads the stored token, and as characters that takes thirty times as long.
private func decodeBase64URL(_ text: Substring.UTF8View) -> [UInt8]? {
  var standard: [UInt8] = []
  standard.reserveCapacity(text.count + 3)
  for byte in text {
    switch byte {
    case UInt8(ascii: "-"): standard.append(UInt8(ascii: "+"))
    case UInt8(ascii: "_"): standard.append(UInt8(ascii: "/"))
    case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
    default: standard.append(byte)
    }
  }
  while !standard.count.isMultiple(of: 4) { standard.append(UInt8(ascii: "=")) }
  return Data(base64Encoded: Data(standard)).map { [UInt8]($0) }
}
