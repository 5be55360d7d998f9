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
    var token = authorization
    if let scheme = token.firstRange(of: "Bearer ") { token.removeSubrange(scheme) }
    guard !token.isEmpty else { return nil }
    // An unsigned token is its own proof; a signed one loses its first "=", as upstream does it.
    guard token.contains(".") else { return token }
    if let equals = token.firstIndex(of: "=") { token.remove(at: equals) }
    return verified(token)
  }

  /// True for a request that carries the signed `dont_remember` cookie.
  func isNotRemembered(_ headers: HTTPFields) -> Bool {
    cookie("dont_remember", headers).flatMap(verified) == "true"
  }

  private func verified(_ value: String) -> String? {
    PercentCoding.decode(value).flatMap(secret.verified)
  }

  private func cookie(_ name: String, _ headers: HTTPFields) -> String? {
    let pairs = headers.values("cookie").flatMap { $0.split(separator: ";") }
    for pair in pairs {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, trimmed(parts[0]) == prefix + name else { continue }
      let value = trimmed(parts[1])
      let isQuoted = value.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
      return isQuoted ? String(value.dropFirst().dropLast()) : value
    }
    return nil
  }

  private func trimmed(_ text: Substring) -> String {
    let front = text.drop { $0 == " " || $0 == "\t" }
    let back = front.reversed().drop { $0 == " " || $0 == "\t" }
    return String(back.reversed())
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
