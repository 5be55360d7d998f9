/// Reads JSON text (RFC 8259) whose shape is not known beforehand.
///
/// `JSONDecoder` finds out what a value is by failing to read it as something else, a second for a
/// megabyte; a description is looked at while a person waits.
struct JSONParser {
  private let bytes: [UInt8]
  private var at = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The one value that the bytes are.
  mutating func parse() throws(JSONReader.Failure) -> JSON {
    let json = try value()
    skipSpace()
    guard at == bytes.count else { throw .malformed }
    return json
  }

  private var current: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      at += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard let byte = current, UInt32(byte) == character.value else { return false }
    at += 1
    return true
  }

  private mutating func value() throws(JSONReader.Failure) -> JSON {
    skipSpace()
    switch current {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard depth < JSONReader.depthLimit else { throw .tooDeep }
      depth += 1
      let json = try take("{") ? object() : array()
      depth -= 1
      return json
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func object() throws(JSONReader.Failure) -> JSON {
    var fields: [String: JSON] = [:]
    if take("}") { return .object(fields) }
    repeat {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw .malformed }
      let key = try string()
      guard take(":") else { throw .malformed }
      fields[key] = try value()
    } while take(",")
    guard take("}") else { throw .malformed }
    return .object(fields)
  }

  private mutating func array() throws(JSONReader.Failure) -> JSON {
    at += 1
    var elements: [JSON] = []
    if take("]") { return .array(elements) }
    repeat { elements.append(try value()) } while take(",")
    guard take("]") else { throw .malformed }
    return .array(elements)
  }

  private mutating func word(
    _ word: StaticString,
    _ json: JSON
  ) throws(JSONReader.Failure) -> JSON {
    let expected = "\(word)".utf8
    guard bytes[at...].starts(with: expected) else { throw .malformed }
    at += expected.count
    return json
  }

  private mutating func digits() -> Int {
    let start = at
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { at += 1 }
    return at - start
  }

  private mutating func skip(_ characters: String) -> Bool {
    guard let byte = current, characters.utf8.contains(byte) else { return false }
    at += 1
    return true
  }

  private mutating func number() throws(JSONReader.Failure) -> Double {
    let start = at
    _ = skip("-")
    let isZero = current == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, whole == 1 || !isZero else { throw .malformed }
    if skip(".") { guard digits() > 0 else { throw .malformed } }
    if skip("eE") {
      _ = skip("+-")
      guard digits() > 0 else { throw .malformed }
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    guard let number = Double(text), number.isFinite else { throw .malformed }
    return number
  }

  /// A string, from its opening quote to behind its closing one.
  private mutating func string() throws(JSONReader.Failure) -> String {
    at += 1
    var text = ""
    var start = at
    while let byte = current {
      if byte == UInt8(ascii: "\"") {
        let last = try verbatim(start)
        at += 1
        return text.isEmpty ? last : text + last
      } else if byte == UInt8(ascii: "\\") {
        text += try verbatim(start)
        text.unicodeScalars.append(try escape())
        start = at
      } else if byte < 0x20 {
        throw .malformed
      } else {
        at += 1
      }
    }
    throw .malformed
  }

  private func verbatim(_ start: Int) throws(JSONReader.Failure) -> String {
    guard let text = String(validating: bytes[start..<at], as: UTF8.self) else { throw .malformed }
    return text
  }

  private mutating func escape() throws(JSONReader.Failure) -> Unicode.Scalar {
    guard at + 1 < bytes.count else { throw .malformed }
    let byte = bytes[at + 1]
    at += 2
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw .malformed
    }
    let unit = try fourDigits()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    // Half of a pair (RFC 8259, 7); alone it is no character.
    guard (0xD800..<0xDC00).contains(unit), bytes[at...].starts(with: Array(#"\u"#.utf8)) else {
      throw .malformed
    }
    at += 2
    let low = try fourDigits()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
    else { throw .malformed }
    return scalar
  }

  private mutating func fourDigits() throws(JSONReader.Failure) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw .malformed
      }
      unit = unit << 4 | UInt32(digit)
      at += 1
    }
    return unit
  }
}
