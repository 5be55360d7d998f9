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

  /// A JSON string, with every character escaped that acts or hides.
  static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        text += "\\"
        text.unicodeScalars.append(scalar)
      case _ where LineWord.isVisible(scalar): text.unicodeScalars.append(scalar)
      default:
        // Two units beyond U+FFFF (RFC 8259, 7).
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return text + "\""
  }
}

extension JSONText {
  /// The same as ``JSON/text``, but with numbers exactly as they came: beyond 2^53 a `Double` is
  /// another number.
  var line: String {
    if isObject {
      let members = fields.sorted { $0.key < $1.key }
      return "{" + members.map { "\(JSON.quoted($0.key)):\($0.value.line)" }.joined(separator: ",")
        + "}"
    }
    if isArray { return "[" + elements.map(\.line).joined(separator: ",") + "]" }
    return string.map(JSON.quoted) ?? String(decoding: bytes, as: UTF8.self)
  }
}
