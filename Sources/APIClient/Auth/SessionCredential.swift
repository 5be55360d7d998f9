/// What proves a Better Auth session, in one of two forms.
///
/// A server with the `bearer()` plugin takes it behind `Authorization: Bearer `; most servers have
/// only `jwt()` and take nothing but their own signed cookie. Either is kept exactly as received:
/// decoding its percent signs makes it invalid (contract/better-auth 2.1).
public struct SessionCredential: Hashable, Sendable {
  /// How it goes on the wire.
  public enum Form: Hashable, Sendable {
    /// As `Authorization: Bearer VALUE`, without any cookie: a cookie would win over it.
    case bearer
    /// As `Cookie: NAME=VALUE` alone, without Authorization.
    case cookie(name: String)
  }

  /// The secret itself, 16–8192 characters of `[A-Za-z0-9._~+/%=-]`.
  public let value: String
  /// How it goes on the wire.
  public let form: Form

  /// Checks a value from a server, the vault or the environment.
  ///
  /// - Parameters:
  ///   - value: the secret, as it was received.
  ///   - form: how it goes on the wire; a cookie's name has 1 to 128 characters of
  ///     `[A-Za-z0-9._-]` and ends in `session_token`.
  /// - Throws: ``TokenError``, which never repeats the value.
  public init(_ value: String, form: Form = .bearer) throws(TokenError) {
    try checkToken(value)
    if case .cookie(let name) = form, !isSessionCookie(name) { throw .cookieName }
    self.value = value
    self.form = form
  }

  /// What a token that a person pasted may be, the likeliest first.
  ///
  /// - Parameter pasted: the token alone, without white space around it.
  /// - Returns: it as a bearer token; when it looks like a signed value, also as the cookie of a
  ///   server with a plain and with an `https` base URL (contract/better-auth 2.1).
  /// - Throws: ``TokenError``, which never repeats the value.
  public static func candidates(_ pasted: String) throws(TokenError) -> [SessionCredential] {
    var candidates = [try SessionCredential(pasted)]
    guard isSigned(pasted) else { return candidates }
    for name in ["better-auth.session_token", "__Secure-better-auth.session_token"] {
      candidates.append(try SessionCredential(pasted, form: .cookie(name: name)))
    }
    return candidates
  }
}

extension SessionCredential {
  /// The sessions that an answer sets as cookies, one for each name.
  ///
  /// The last value of a name counts (RFC 6265, 5.3), and an empty one deletes. Cached session data,
  /// `dont_remember` and a proxy's own cookies are none.
  static func cookies(of headers: HTTPHeaders) -> [SessionCredential] {
    var pairs: [(name: Substring, value: Substring)] = []
    for line in headers.all("Set-Cookie") {
      let pair = line.prefix { $0 != ";" }
      guard let equals = pair.firstIndex(of: "=") else { continue }
      let name = trimmed(pair[..<equals])
      pairs.removeAll { $0.name == name }
      pairs.append((name, trimmed(pair[equals...].dropFirst())))
    }
    return pairs.compactMap {
      try? SessionCredential(String($0.value), form: .cookie(name: String($0.name)))
    }
  }

  /// The header fields that show it; `origin` is the one a server wants beside a cookie on every
  /// method but GET (contract/better-auth 2.2), nil for a GET.
  func headers(origin: String?) -> HTTPHeaders {
    var headers = HTTPHeaders()
    switch form {
    case .bearer:
      // Exactly one space and a capital B (contract/better-auth 2.1).
      headers["Authorization"] = "Bearer \(value)"
    case .cookie(let name):
      headers["Cookie"] = "\(name)=\(value)"
      headers["Origin"] = origin
    }
    return headers
  }

  var isCookie: Bool { form != .bearer }
}

extension SessionCredential: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Says what it is, never its value.
  public var description: String { "SessionCredential(redacted)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Any `cookiePrefix`, with `__Secure-` or `__Host-` before it.
private func isSessionCookie(_ name: String) -> Bool {
  name.utf8.count <= 128 && name.hasSuffix("session_token")
    && name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "._-".utf8.contains(byte)
      }
    }
}

/// Whether text is `token.signature`, the signature in base64 with its padding, encoded or not.
private func isSigned(_ text: String) -> Bool {
  guard let dot = text.lastIndex(of: ".") else { return false }
  let signature = text[dot...].dropFirst().lowercased()
  return dot != text.startIndex && (signature.hasSuffix("=") || signature.hasSuffix("%3d"))
}

private func trimmed(_ text: Substring) -> Substring {
  var text = text.drop { $0 == " " || $0 == "\t" }
  while text.last == " " || text.last == "\t" { text.removeLast() }
  return text
}
