/// Words inside a line's value: what separates them is percent-encoded.
enum LineWord {
  /// A word that survives the splitting of a line.
  static func encode(_ word: String) -> String {
    var text = ""
    for scalar in word.unicodeScalars {
      if isPlain(scalar) {
        text.unicodeScalars.append(scalar)
      } else {
        for byte in String(scalar).utf8 {
          text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
      }
    }
    return text
  }

  /// The word as it was; a stray percent sign means itself.
  static func decode(_ text: some StringProtocol) -> String {
    let bytes = Array(text.utf8)
    var word: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count,
        let high = digit(bytes[at + 1]), let low = digit(bytes[at + 2])
      {
        word.append(high << 4 | low)
        at += 3
      } else {
        word.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: word, as: UTF8.self)
  }

  /// The most characters of a name, a word or a path: more than backends write, less than a page.
  static let limit = 200

  /// Whether a name of a description is short enough to stand in a line.
  static func isKey(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 4 * limit && name.unicodeScalars.count <= limit
  }

  /// A stranger's text as sentences show it: cut, and without what would move a cursor.
  static func shown(_ text: some StringProtocol) -> String {
    let start = text.unicodeScalars.prefix(80).map { isVisible($0) ? $0 : "\u{FFFD}" }
    let isWhole = text.unicodeScalars.dropFirst(80).isEmpty
    return String(String.UnicodeScalarView(start)) + (isWhole ? "" : "…")
  }

  /// Whether a character neither acts on a terminal nor hides.
  static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    isVisible(scalar) && scalar.properties.generalCategory != .spaceSeparator
      && !["%", "=", "."].contains(scalar)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
