internal import FoundationEssentials

/// One JSON value as its text, so that it can be found, described and sent back exactly as it came.
///
/// Strings and brackets are followed; what stands between them is checked by whoever decodes it.
struct JSONText {
  /// Without white space around it.
  let bytes: ArraySlice<UInt8>

  /// Nil when the bytes are not one complete value.
  init?(_ bytes: [UInt8]) {
    guard let start = JSONText.skipBlanks(in: bytes[...], from: bytes.startIndex),
      let end = JSONText.end(of: bytes[...], from: start),
      JSONText.skipBlanks(in: bytes[...], from: end) == nil
    else { return nil }
    self.bytes = bytes[start..<end]
    if !isObject, !isArray, string == nil, bool == nil, !isNull, !isNumber { return nil }
  }

  private init(slice: ArraySlice<UInt8>) { bytes = slice }

  var isObject: Bool { bytes.first == UInt8(ascii: "{") }
  var isArray: Bool { bytes.first == UInt8(ascii: "[") }

  /// Whether it is an array or an object without anything in it.
  var isEmpty: Bool {
    (isArray || isObject)
      && JSONText.skipBlanks(in: bytes.dropLast(), from: bytes.startIndex + 1) == nil
  }

  private var isNull: Bool { bytes.elementsEqual("null".utf8) }
  private var isNumber: Bool {
    bytes.allSatisfy { "+-.0123456789Ee".utf8.contains($0) }
      && Double(String(decoding: bytes, as: UTF8.self)) != nil
  }

  /// A whole number.
  var integer: Int? { Int(String(decoding: bytes, as: UTF8.self)) }

  /// `true` or `false`.
  var bool: Bool? {
    switch String(decoding: bytes, as: UTF8.self) {
    case "true": true
    case "false": false
    default: nil
    }
  }

  /// A text without its quotes and escapes.
  var string: String? {
    guard bytes.first == UInt8(ascii: "\"") else { return nil }
    let inside = bytes.dropFirst().dropLast()
    // Most are plain, and a decoder for each would be slow in a long list.
    if inside.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\\") }) {
      return String(decoding: inside, as: UTF8.self)
    }
    return try? JSONDecoder().decode(String.self, from: Data(bytes))
  }

  /// Whether it consists of these bytes.
  func isWritten(_ text: [UInt8]) -> Bool {
    bytes.count == text.count && bytes.elementsEqual(text)
  }

  /// Whether a decoder takes it too.
  var isValid: Bool { (try? JSONReader.decode(JSON.self, from: Array(bytes))) != nil }

  /// The members of an object in their order; none for anything else or anything broken.
  var members: [(key: String, value: JSONText)] {
    written.map { ($0.name.string ?? "", $0.value) }
  }

  /// One member of an object as it came.
  struct Member {
    /// In quotes.
    let name: JSONText
    let value: JSONText
  }

  /// The same as ``members``, with the names as they are written.
  var written: [Member] {
    guard isObject else { return [] }
    return parts { index in
      guard bytes[index] == UInt8(ascii: "\""), let end = JSONText.end(of: bytes, from: index),
        let colon = JSONText.skipBlanks(in: bytes, from: end), bytes[colon] == UInt8(ascii: ":"),
        let value = JSONText.skipBlanks(in: bytes, from: colon + 1)
      else { return nil }
      return (JSONText(slice: bytes[index..<end]), value)
    }
  }

  /// The elements of an array; none for anything else or anything broken.
  var elements: [JSONText] {
    isArray ? parts { (self, $0) }.map { $0.value } : []
  }

  /// The members of an object by name, for more than one look.
  var fields: [String: JSONText] {
    Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
  }

  subscript(_ key: String) -> JSONText? { members.first { $0.key == key }?.value }

  /// Follows keys through objects.
  func at(_ keys: some Sequence<String>) -> JSONText? {
    keys.reduce(JSONText?.some(self)) { $0?[$1] }
  }

  /// What stands between the outer brackets; `head` finds a part's name and where its value starts.
  private func parts(
    _ head: (Int) -> (name: JSONText, value: Int)?
  ) -> [Member] {
    var found: [Member] = []
    let close = bytes.endIndex - 1
    var position = JSONText.skipBlanks(in: bytes, from: bytes.startIndex + 1)
    while let start = position, start < close {
      guard let (name, value) = head(start), let end = JSONText.end(of: bytes, from: value) else {
        return []
      }
      found.append(Member(name: name, value: JSONText(slice: bytes[value..<end])))
      guard let next = JSONText.skipBlanks(in: bytes, from: end) else { return [] }
      if next == close { break }
      guard bytes[next] == UInt8(ascii: ",") else { return [] }
      position = JSONText.skipBlanks(in: bytes, from: next + 1)
    }
    return found
  }

  /// The first index that is not white space; nil at the end.
  private static func skipBlanks(in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    var index = start
    while index < bytes.endIndex {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return index
      }
    }
    return nil
  }

  /// Behind the value that starts at an index; nil when it does not end.
  private static func end(of bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    var index = start
    var depth = 0
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        while index < bytes.endIndex, bytes[index] != UInt8(ascii: "\"") {
          index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        if index >= bytes.endIndex { return nil }
        if depth == 0 { return index + 1 }
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return index + 1 }
        // The end of what surrounds a number, true, false or null.
        if depth < 0 { return index > start ? index : nil }
      case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
        if depth == 0 { return index > start ? index : nil }
      default: break
      }
      index += 1
    }
    return depth == 0 ? index : nil
  }
}

extension JSONText {
  /// What it is, in words without any of its values.
  var shape: String {
    switch bytes.first {
    case UInt8(ascii: "{"): shapeWords("an object", keys: members.map(\.key))
    case UInt8(ascii: "["): "an array"
    case UInt8(ascii: "\""): "a text"
    case UInt8(ascii: "t"), UInt8(ascii: "f"): "true or false"
    case UInt8(ascii: "n"): "null"
    default: "a number"
    }
  }
}

/// `an object with the keys detail, ok`: six keys at most, 120 characters at most.
func shapeWords(_ noun: String, keys: [String]) -> String {
  if keys.isEmpty { return "\(noun) without any key" }
  let shown = keys.prefix(6).map { key in
    String(String.UnicodeScalarView(key.unicodeScalars.prefix(40).filter { $0.isPlain }))
  }
  var words = "\(noun) with the key\(keys.count == 1 ? "" : "s") \(shown.joined(separator: ", "))"
  if keys.count > shown.count { words += ", …" }
  return words.unicodeScalars.count <= 120
    ? words : String(String.UnicodeScalarView(words.unicodeScalars.prefix(119))) + "…"
}

extension Unicode.Scalar {
  fileprivate var isPlain: Bool { (0x20...0x7E).contains(value) }
}
