/// What terminals answer without being asked by us, or long after somebody asked.
///
/// Sources: xterm, "Control Sequences"; ECMA-48; kitty, "Comprehensive keyboard handling"; the in-band
/// resize notes of the terminal working group.
enum Replies {
  /// Whether a whole control sequence is a reply, and not keys a person typed after Escape and `[`.
  static func contain(parameters: [UInt8], final: UInt8) -> Bool {
    let mark = parameters.first.map { (0x3C...0x3F).contains($0) ? $0 : 0 } ?? 0
    let semicolons = parameters.count { $0 == UInt8(ascii: ";") }
    switch final {
    // Device attributes, keyboard flags, status, cursor position, mode, window and terminal reports.
    case UInt8(ascii: "c"): return mark != 0
    case UInt8(ascii: "n"), UInt8(ascii: "R"), UInt8(ascii: "u"): return !parameters.isEmpty
    case UInt8(ascii: "y"): return parameters.contains(UInt8(ascii: "$"))
    case UInt8(ascii: "t"), UInt8(ascii: "x"): return semicolons > 0
    case UInt8(ascii: "S"), UInt8(ascii: "m"): return mark != 0
    case UInt8(ascii: "M"): return mark == UInt8(ascii: "<")
    // Focus in and out.
    case UInt8(ascii: "I"), UInt8(ascii: "O"): return parameters.isEmpty
    // Marks of a paste, and modified keys (`CSI 27 ; modifier ; code ~`).
    case UInt8(ascii: "~"): return parameters.elementsEqual("201".utf8) || semicolons > 1
    default: return false
    }
  }

  /// Whether bytes that came at once, some time after a lone Escape, look like the rest of a sequence.
  ///
  /// A person's keys come one by one. What turns out to be none is given back as keys, except for the
  /// strings (`]`, `P`, `_`, `^`, `X`), of which therefore more must be seen.
  static func mayFollowEscape(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 1 else { return false }
    switch bytes[0] {
    case UInt8(ascii: "["): return bytes[1] != UInt8(ascii: "[")
    case UInt8(ascii: "O"): return true
    case UInt8(ascii: "]"):
      return isString(bytes) && (isDigit(bytes[1]) || "lL".utf8.contains(bytes[1]))
    case UInt8(ascii: "P"):
      return isString(bytes) && (isDigit(bytes[1]) || ">!|$+".utf8.contains(bytes[1]))
    case UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"): return isString(bytes)
    default: return false
    }
  }

  private static func isString(_ bytes: [UInt8]) -> Bool {
    bytes.contains(0x07) || bytes.contains(0x1B) || bytes.count > 4
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
