internal import HTTPTypes

/// The cookies of a session and what a request's credentials say (contract/better-auth 2.1).
struct SessionCookies: Sendable {
  let secret: ServerSecret
  let isSecure: Bool

  private var prefix: String { isSecure ? "__Secure-better-auth." : "better-auth." }
  private var attributes: String { "; Path=/; HttpOnly\(isSecure ? "; Secure" : ""); SameSite=Lax" }

  // MARK: Reading

  /// The raw session token of a request, once its signature is right; a session cookie, even a
  /// broken one, wins over `Authorization`.
  func sessionToken(_ headers: HTTPFields) -> String? {
    if let cookie = cookie("session_token", headers) { return verified(cookie) }
    guard let authorization = headers.value("authorization") else { return nil }
    var token = Array(authorization.utf8)
    if let scheme = token.firstRange(of: Array("Bearer ".utf8)) { token.removeSubrange(scheme) }
    guard !token.isEmpty else { return nil }
    // An unsigned token is its own proof; a signed one loses its first "=", as upstream does it.
    guard token.contains(UInt8(ascii: ".")) else { return String(decoding: token, as: UTF8.self) }
    if let equals = token.firstIndex(of: UInt8(ascii: "=")) { token.remove(at: equals) }
    return verified(token)
  }

  /// True for a request that carries the signed `dont_remember` cookie.
  func isNotRemembered(_ headers: HTTPFields) -> Bool {
    cookie("dont_remember", headers).flatMap(verified) == "true"
  }

  private func verified(_ value: [UInt8]) -> String? {
    PercentCoding.decode(value).flatMap(secret.verified)
  }

  /// The value of a cookie, bytes throughout: the header is as long and as odd as a peer likes.
  private func cookie(_ name: String, _ headers: HTTPFields) -> [UInt8]? {
    let wanted = Array((prefix + name).utf8)
    for pair in headers.values("cookie").flatMap({ $0.utf8.split(separator: UInt8(ascii: ";")) }) {
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
        pair[..<equals].trimmed.elementsEqual(wanted)
      else { continue }
      let value = Array(pair[pair.index(after: equals)...].trimmed)
      let quote = UInt8(ascii: "\"")
      let isQuoted = value.count >= 2 && value.first == quote && value.last == quote
      return isQuoted ? Array(value.dropFirst().dropLast()) : value
    }
    return nil
  }

  // MARK: Writing

  /// Sets the session cookie and repeats its value for clients without cookies.
  ///
  /// - Parameters:
  ///   - token: The raw session token.
  ///   - maxAge: Seconds; nil makes it a browser session that is not remembered.
  ///   - headers: The answer's.
  func set(_ token: String, maxAge: Int64?, in headers: inout HTTPFields) {
    let value = PercentCoding.encode(secret.signed(token))
    headers.add("set-auth-token", value)
    let age = maxAge.map { "; Max-Age=\($0)" } ?? ""
    headers.add("set-cookie", "\(prefix)session_token=\(value)\(age)\(attributes)")
    if maxAge == nil {
      let mark = PercentCoding.encode(secret.signed("true"))
      headers.add("set-cookie", "\(prefix)dont_remember=\(mark)\(attributes)")
    }
  }

  /// The three cookies that end a session in a browser.
  func delete(in headers: inout HTTPFields) {
    for name in ["session_token", "session_data", "dont_remember"] {
      headers.add("set-cookie", "\(prefix)\(name)=; Max-Age=0\(attributes)")
    }
  }
}
