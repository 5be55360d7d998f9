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

  /// Whether a name of a description is short and visible enough to stand in a line.
  static func isKey(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 100
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator: false
    default: !["%", "=", "."].contains(scalar)
    }
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
