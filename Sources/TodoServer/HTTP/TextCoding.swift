internal import Foundation

extension StringProtocol {
  /// Compares byte for byte.
  ///
  /// `==` would take canonically equivalent texts for the same, and needs
  /// quadratic time to normalise a hostile one.
  func hasSameBytes(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension Sequence<UInt8> {
  /// The same with ASCII capitals made small.
  var lowercasedASCII: [UInt8] { map { (65...90).contains($0) ? $0 + 32 : $0 } }
}

extension Substring.UTF8View {
  /// Without the spaces and tabs around it (RFC 9110, section 5.6.3).
  var trimmed: Substring.UTF8View {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    guard let last = lastIndex(where: { !isBlank($0) }) else { return self[endIndex...] }
    return self[...last].drop(while: isBlank)
  }
}

/// Percent-encoding as JavaScript's `encodeURIComponent` and `decodeURIComponent` do it.
enum PercentCoding {
  static func encode(_ text: String) -> String {
    let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if kept.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Nil for a stray `%` or bytes that are not UTF-8.
  static func decode(_ text: some Sequence<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = text.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
  }
}

/// The pairs of a query string or an `application/x-www-form-urlencoded` body.
enum FormCoding {
  struct Pair: Sendable {
    let name: String
    let value: String
  }

  /// The pairs in order; nil stands for one that is wrongly encoded.
  static func pairs(_ text: some Collection<UInt8>) -> [Pair?] {
    text.split(separator: UInt8(ascii: "&")).map { pair in
      let parts = pair.split(
        separator: UInt8(ascii: "="),
        maxSplits: 1,
        omittingEmptySubsequences: false
      )
      .map { PercentCoding.decode($0.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }) }
      guard let name = parts.first ?? nil else { return nil }
      guard parts.count == 2 else { return Pair(name: name, value: "") }
      return parts[1].map { Pair(name: name, value: $0) }
    }
  }
}

/// Base64 in the URL alphabet without padding (RFC 7515, section 2).
enum Base64URL {
  static func encode(_ bytes: some DataProtocol) -> String {
    String(
      Data(bytes).base64EncodedString().compactMap { character -> Character? in
        switch character {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: character
        }
      }
    )
  }

  /// Nil unless `text` is exactly what `encode` writes.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    standard += String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: standard), encode(data) == text else { return nil }
    return Array(data)
  }
}

/// Lower-case hexadecimal.
enum Hexadecimal {
  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
      as: UTF8.self
    )
  }

  /// Takes digits of either case; nil for anything else.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[index], let low = digits[index + 1] else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    return bytes
  }
}
