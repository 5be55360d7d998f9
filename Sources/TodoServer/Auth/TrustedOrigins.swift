/// Origins whose requests and redirect targets are accepted (contract/better-auth 2.2).
struct TrustedOrigins: Sendable {
  let own: String
  /// Exact origins, `*`/`?` patterns, or prefixes of custom schemes.
  let others: [String]

  /// Whether an `Origin`, a `Referer` or an absolute URL is trusted.
  func trusts(_ url: String) -> Bool {
    let origin = Origin.of(url)
    if origin == own { return true }
    return others.contains { matches(url, origin: origin, pattern: $0) }
  }

  private func matches(_ url: String, origin: String?, pattern: String) -> Bool {
    if pattern.contains("*") || pattern.contains("?") {
      guard let origin else { return false }
      if pattern.contains("://") {
        return Wildcard.matches(Array(origin.utf8), Array(pattern.lowercased().utf8))
      }
      let host = origin.drop { $0 != "/" }.dropFirst(2)
      return Wildcard.matches(Array(host.utf8), Array(pattern.lowercased().utf8))
    }
    if let exact = Origin.of(pattern) { return origin == exact }
    return pattern.contains(":") && url.utf8.starts(with: pattern.utf8)
  }

  /// A path of this server: `/` and plain characters, with an optional query.
  static func isRelative(_ url: String) -> Bool {
    let bytes = Array(url.utf8)
    guard bytes.first == UInt8(ascii: "/"),
      !["//", "/\\", "/%2f", "/%5c"].contains(where: {
        bytes.prefix($0.utf8.count).lowercasedASCII == Array($0.utf8)
      })
    else { return false }
    let path = bytes.dropFirst().prefix { $0 != UInt8(ascii: "?") }
    let query = bytes.dropFirst(path.count + 2)
    return path.allSatisfy(isPlain) && query.allSatisfy { isPlain($0) || "=&%".utf8.contains($0) }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || "_-.+/@".utf8.contains(byte)
  }
}

/// Patterns where `*` stands for any text and `?` for one character.
enum Wildcard {
  static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
    var (t, p) = (0, 0)
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = (p, t)
        p += 1
      } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") || pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        p = last.pattern + 1
        t = last.text + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
