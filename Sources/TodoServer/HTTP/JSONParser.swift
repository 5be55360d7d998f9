/// Why a text is not acceptable JSON.
package enum JSONError: Error, Equatable {
  case malformed
  case tooDeep
  case loneSurrogate
  case repeatedName
  /// A name of more than 256 bytes.
  case longName
}

/// A strict RFC 8259 reader with a bounded depth.
package struct JSONParser {
  /// What to do with a name that occurs twice in one object.
  package enum RepeatedNames: Sendable {
    case lastCounts
    case refused
  }

  private static let deepest = 64
  private static let longestName = 256

  private let bytes: [UInt8]
  private let repeatedNames: RepeatedNames
  private var position = 0

  /// Reads one value that fills `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 text, without a byte-order mark.
  ///   - repeatedNames: A request body follows JavaScript, a token refuses.
  /// - Returns: The value.
  /// - Throws: The first fault found.
  package static func parse(
    _ bytes: [UInt8],
    repeatedNames: RepeatedNames = .lastCounts
  ) throws(JSONError) -> JSON {
    var parser = JSONParser(bytes: bytes, repeatedNames: repeatedNames)
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == bytes.count else { throw .malformed }
    return value
  }

  private init(bytes: [UInt8], repeatedNames: RepeatedNames) {
    self.bytes = bytes
    self.repeatedNames = repeatedNames
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = next, UInt32(byte) == character.value else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSON {
    guard depth < JSONParser.deepest else { throw .tooDeep }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    for character in text.description.unicodeScalars {
      guard take(character) else { throw .malformed }
    }
    return value
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSON {
    position += 1
    var members: [JSONMember] = []
    var names: Set<[UInt8]> = []
    skipSpace()
    if take("}") { return .object([]) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw .malformed }
      let name = try string()
      guard name.utf8.count <= JSONParser.longestName else { throw .longName }
      if repeatedNames == .refused, !names.insert(Array(name.utf8)).inserted {
        throw .repeatedName
      }
      skipSpace()
      guard take(":") else { throw .malformed }
      members.append(JSONMember(name: name, value: try value(depth: depth + 1)))
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw .malformed }
    }
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSON {
    position += 1
    var values: [JSON] = []
    skipSpace()
    if take("]") { return .array([]) }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return .array(values) }
      guard take(",") else { throw .malformed }
    }
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = position
    _ = take("-")
    let leading = position
    guard digits() > 0 else { throw .malformed }
    if bytes[leading] == UInt8(ascii: "0"), position - leading > 1 { throw .malformed }
    var isWhole = true
    if take(".") {
      isWhole = false
      guard digits() > 0 else { throw .malformed }
    }
    if take("e") || take("E") {
      isWhole = false
      _ = take("+") || take("-")
      guard digits() > 0 else { throw .malformed }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let whole = Int64(text) { return .integer(whole) }
    guard let double = Double(text) else { throw .malformed }
    return .number(double)
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = next, (48...57).contains(byte) { position += 1 }
    return position - start
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else { throw .malformed }
        return string
      case UInt8(ascii: "\\"):
        let scalar = try escape()
        text.append(contentsOf: String(Character(scalar)).utf8)
      case 0..<0x20: throw .malformed
      default: text.append(byte)
      }
    }
    throw .malformed
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard let byte = next else { throw .malformed }
    position += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw .malformed
    }
  }

  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), take("\\"), take("u") else { throw .loneSurrogate }
    let second = try codeUnit()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(
        0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) - 0xDC00)
      )
    else { throw .loneSurrogate }
    return scalar
  }

  private mutating func codeUnit() throws(JSONError) -> UInt16 {
    guard position + 4 <= bytes.count,
      bytes[position..<(position + 4)].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(
        String(decoding: bytes[position..<(position + 4)], as: UTF8.self),
        radix: 16
      )
    else { throw .malformed }
    position += 4
    return unit
  }
}
