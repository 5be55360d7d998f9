internal import CNcurses
internal import TerminalKit

/// What bytes the keys of this terminal send.
enum TerminalKeys {
  /// In the order of `cn_key_bytes`.
  private static let order: [Key] =
    [
      Key(.up), Key(.down), Key(.right), Key(.left), Key(.home), Key(.end), Key(.pageUp),
      Key(.pageDown), Key(.insert), Key(.delete), Key(.tab, .shift),
    ] + (1...12).map { Key(.function($0)) }

  /// The escape sequences the terminal type describes.
  static func described() -> [[UInt8]: Key] {
    var keys: [[UInt8]: Key] = [:]
    for (index, key) in order.enumerated() {
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, used in
        guard let start = buffer.baseAddress else { return }
        used = unsafe cn_key_bytes(Int32(index), start, 32)
      }
      if bytes.first == 0x1B { keys[bytes] = key }
    }
    return keys
  }

  /// A control sequence without its introducer, as xterm, VT220, rxvt and the Linux console send it.
  ///
  /// The second parameter carries modifiers plus one: shift 1, alt 2, control 4 (xterm, "PC-style
  /// function keys"). `R` is left out: with parameters it is a late answer about the cursor.
  static func key(parameters: String, final: UInt8) -> Key? {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map {
      $0.isEmpty ? 1 : Int($0)
    }
    guard numbers.count <= 2, !numbers.contains(nil) else { return nil }
    guard let code = code(final: final, number: numbers.first.flatMap(\.self) ?? 1) else {
      return nil
    }
    let bits = max(0, (numbers.dropFirst().first.flatMap(\.self) ?? 1) - 1)
    var modifiers: Key.Modifiers = []
    if bits & 1 != 0 || final == UInt8(ascii: "Z") { modifiers.insert(.shift) }
    if bits & 2 != 0 { modifiers.insert(.alt) }
    if bits & 4 != 0 { modifiers.insert(.control) }
    return Key(code, modifiers)
  }

  /// The letter after `ESC O`.
  static func key(shifted letter: UInt8) -> Key? {
    switch letter {
    case UInt8(ascii: "M"): Key(.enter)
    case UInt8(ascii: "R"): Key(.function(3))
    default: code(final: letter, number: 1).map { Key($0) }
    }
  }

  private static func code(final: UInt8, number: Int) -> Key.Code? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "P"): .function(1)
    case UInt8(ascii: "Q"): .function(2)
    case UInt8(ascii: "S"): .function(4)
    case UInt8(ascii: "Z"): .tab
    case UInt8(ascii: "~"): code(number: number)
    default: nil
    }
  }

  private static func code(number: Int) -> Key.Code? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28...29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }
}
