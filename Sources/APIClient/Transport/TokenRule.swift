/// Why text is not a token.
public enum TokenError: Error, Hashable, Sendable {
  /// Shorter than 16 or longer than 8192 characters.
  case length(Int)
  /// A character outside `[A-Za-z0-9._~+/%=-]`.
  case characters
  /// Not a JWT whose claims can be read.
  case notAJWT
  /// A cookie's name that no session has.
  case cookieName

  /// One sentence a person can act on; it never repeats the text.
  public var sentence: String {
    switch self {
    case .length(let count):
      "This is not a token: it has \(count) characters, a token has 16 to 8192."
    case .characters: "This is not a token: it contains characters no token has."
    case .notAJWT: "This is not a JWT whose expiry and user can be read."
    case .cookieName: "This is not the name of a session's cookie: those end in session_token."
    }
  }
}

/// Checks what may become a header: `[A-Za-z0-9._~+/%=-]{16,8192}`.
func checkToken(_ text: String) throws(TokenError) {
  let bytes = text.utf8
  guard (16...8192).contains(bytes.count) else { throw .length(bytes.count) }
  guard bytes.allSatisfy(isTokenByte) else { throw .characters }
}

private func isTokenByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: "._~+/%=-".utf8.contains(byte)
  }
}
