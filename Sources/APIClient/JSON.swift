internal import FoundationEssentials

/// Any JSON value, for answers whose shape is not known beforehand.
enum JSON: Decodable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  // The commonest kinds first: every wrong guess costs the making of an error.
  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let fields = try? decoder.container(keyedBy: AnyKey.self) {
      var object: [String: JSON] = [:]
      for key in fields.allKeys {
        object[key.stringValue] = try fields.decode(JSON.self, forKey: key)
      }
      self = .object(object)
    } else if var elements = try? decoder.unkeyedContainer() {
      var array: [JSON] = []
      while !elements.isAtEnd { array.append(try elements.decode(JSON.self)) }
      self = .array(array)
    } else if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else {
      self = .number(try value.decode(Double.self))
    }
  }

  subscript(_ key: String) -> JSON? {
    if case .object(let fields) = self { fields[key] } else { nil }
  }

  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  var bool: Bool? {
    if case .bool(let bool) = self { bool } else { nil }
  }

  /// The elements of an array; none for anything else.
  var elements: [JSON] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// The fields of an object; none for anything else.
  var fields: [String: JSON] {
    if case .object(let fields) = self { fields } else { [:] }
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

/// An id that servers write as a string or as an integer.
struct WireID: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self.text = text
    } else {
      text = String(try value.decode(Int64.self))
    }
    if text.isEmpty {
      throw DecodingError.dataCorruptedError(in: value, debugDescription: "empty id")
    }
  }
}

/// Reads and writes bodies.
enum JSONReader {
  /// Why bytes are not the JSON that was expected.
  enum Failure: Error {
    case tooDeep
    case malformed
    case otherShape
  }

  static let depthLimit = 64

  static func decode<Value: Decodable>(
    _ type: Value.Type,
    from bytes: [UInt8]
  ) throws(Failure) -> Value {
    // Before the decoder sees it: a decoder recurses.
    if isDeeper(bytes, than: depthLimit) { throw .tooDeep }
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw .malformed
    } catch {
      throw .otherShape
    }
  }

  /// Reads any value, without the detour over a decoder.
  static func decode(_ type: JSON.Type, from bytes: [UInt8]) throws(Failure) -> JSON {
    var parser = JSONParser(bytes)
    return try parser.parse()
  }

  private static func isDeeper(_ bytes: [UInt8], than limit: Int) -> Bool {
    var depth = 0
    var isInString = false
    var isEscaped = false
    for byte in bytes {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        if depth > limit { return true }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
    return false
  }
}

extension JSON {
  /// This value as one line of JSON text (RFC 8259): no spaces, keys in order.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let bool): bool ? "true" : "false"
    case .number(let number): Int64(exactly: number).map { String($0) } ?? String(number)
    case .string(let string): JSON.quoted(string)
    case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
    case .object(let fields):
      "{"
        + fields.sorted { $0.key < $1.key }
        .map { "\(JSON.quoted($0.key)):\($0.value.text)" }.joined(separator: ",") + "}"
    }
  }

  /// A JSON string, with control characters escaped.
  static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        text += "\\"
        text.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
