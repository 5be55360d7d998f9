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

  struct AnyKey: CodingKey, Hashable {
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
    case otherShape(ShapeMismatch)
  }

  static let depthLimit = 64

  static func decode<Value: Decodable>(
    _ type: Value.Type,
    from bytes: [UInt8]
  ) throws(Failure) -> Value {
    try checkDepth(bytes)
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw Failure(error)
    }
  }

  /// Decodes a part of a body whose depth has been checked.
  static func decode<Value: DecodableWithConfiguration>(
    _ type: Value.Type,
    from text: JSONText,
    configuration: Value.DecodingConfiguration
  ) throws(Failure) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(text.bytes), configuration: configuration)
    } catch {
      throw Failure(error)
    }
  }

  /// Before a decoder sees it: a decoder recurses.
  static func checkDepth(_ bytes: [UInt8]) throws(Failure) {
    if isDeeper(bytes, than: depthLimit) { throw .tooDeep }
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

/// What was expected in an answer and what stood there, in words without values.
struct ShapeMismatch: Error {
  let expected: String
  /// Nil stands for the shape of the whole answer.
  let found: String?
}

extension JSONReader.Failure {
  fileprivate init(_ error: any Error) {
    switch error {
    case let mismatch as ShapeMismatch: self = .otherShape(mismatch)
    case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty:
      self = .malformed
    case DecodingError.keyNotFound(let key, _):
      self = .otherShape(
        ShapeMismatch(expected: "an object with the key \(key.stringValue)", found: nil)
      )
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      let key = context.codingPath.last?.stringValue
      self = .otherShape(
        ShapeMismatch(
          expected: key.map { "a usable \($0)" } ?? "an object",
          found: nil
        )
      )
    default: self = .otherShape(ShapeMismatch(expected: "another answer", found: nil))
    }
  }
}
