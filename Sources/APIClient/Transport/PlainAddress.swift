/// An address so plain that every parser takes it apart alike; most are, and then libcurl need not be
/// loaded to read it.
///
/// `http://` or `https://` in lower case; a host name whose last label starts with a letter, or four
/// decimal numbers; perhaps a port; perhaps segments of unreserved characters (RFC 3986, 2.3). Anything
/// else, also what only might mean something else to libcurl, is left to libcurl.
struct PlainAddress {
  let isEncrypted: Bool
  let host: String
  let isAddressLiteral: Bool
  /// Scheme, host and any port that is not the scheme's default.
  let origin: String
  /// Starts with `/`, or is empty; no trailing slash.
  let path: String

  /// Nil when it takes libcurl to read it.
  init?(_ address: String) {
    guard address.utf8.count <= 2048 else { return nil }
    isEncrypted = address.hasPrefix("https://")
    guard isEncrypted || address.hasPrefix("http://") else { return nil }
    let rest = address.dropFirst(isEncrypted ? 8 : 7)
    let authority = rest.prefix { $0 != "/" }
    var path = rest[authority.endIndex...]
    if path.hasSuffix("/") { path.removeLast() }
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard let name = parts.first, parts.count <= 2, PlainAddress.isPath(path) else { return nil }
    let isNumeric = PlainAddress.isIPv4(name)
    guard isNumeric || PlainAddress.isName(name) else { return nil }
    var origin = (isEncrypted ? "https://" : "http://") + name
    if parts.count == 2 {
      guard let port = PlainAddress.port(parts[1]) else { return nil }
      if port != (isEncrypted ? 443 : 80) { origin += ":\(port)" }
    }
    host = String(name)
    isAddressLiteral = isNumeric
    self.origin = origin
    self.path = String(path)
  }

  /// Whether it is labels of lower-case letters, digits and dashes.
  ///
  /// The last starts with a letter, so that nobody takes the name for a number (WHATWG URL, "ends in a
  /// number").
  private static func isName(_ text: Substring) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard text.utf8.count <= 253, let last = labels.last?.utf8.first, isLetter(last) else {
      return false
    }
    return labels.allSatisfy { label in
      (1...63).contains(label.utf8.count)
        && label.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }
  }

  /// Four decimal numbers without leading zeros, which some take for octal ones.
  private static func isIPv4(_ text: Substring) -> Bool {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 4 && numbers.allSatisfy { number($0, upTo: 255) != nil }
  }

  private static func port(_ text: Substring) -> Int? {
    number(text, upTo: 65535).flatMap { $0 == 0 ? nil : $0 }
  }

  private static func number(_ text: Substring, upTo limit: Int) -> Int? {
    guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy(isDigit),
      text.utf8.count == 1 || text.utf8.first != UInt8(ascii: "0")
    else { return nil }
    return Int(text).flatMap { $0 <= limit ? $0 : nil }
  }

  /// Nothing, or `/` and segments that are neither empty nor made of dots.
  private static func isPath(_ text: Substring) -> Bool {
    text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().allSatisfy { segment in
      segment.utf8.contains { $0 != UInt8(ascii: ".") }
        && segment.utf8.allSatisfy {
          isLetter($0 | 0x20) || isDigit($0) || "-._~".utf8.contains($0)
        }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
