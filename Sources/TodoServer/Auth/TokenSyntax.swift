/// The form of a token, checked byte for byte before any library reads it: jwt-kit alone takes an
/// unknown `kid`, a foreign `alg` text and `crit` where the signature is right.
struct TokenSyntax: Sendable, Equatable {
  /// Longest token accepted, in bytes.
  static let longest = 8192

  let keyID: String

  /// Nil for anything but three canonical parts with a header of `alg`, `kid` and at most `typ`.
  init?(_ token: String) {
    guard (16...TokenSyntax.longest).contains(token.utf8.count),
      token.utf8.allSatisfy({ $0 < 0x80 })
    else { return nil }
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3,
      let header = TokenSyntax.members(parts[0]), TokenSyntax.members(parts[1]) != nil,
      let signature = Base64URL.decode(parts[2]), signature.count == 64
    else { return nil }
    guard header.allSatisfy({ ["alg", "kid", "typ"].contains($0.name) }) else { return nil }
    let values = JSON.object(header)
    guard values["alg"] == "EdDSA", values["typ"] == nil || values["typ"] == "JWT",
      let keyID = values["kid"]?.string, TokenSyntax.isPlainName(keyID)
    else { return nil }
    self.keyID = keyID
  }

  private static func members(_ part: Substring) -> [JSONMember]? {
    guard let bytes = Base64URL.decode(part),
      case .object(let members) = try? JSONParser.parse(bytes, repeatedNames: .refused)
    else { return nil }
    return members
  }

  /// Key ids are UUIDs or Better Auth's 32 letters and digits.
  private static func isPlainName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
  }
}
