internal import TerminalKit

/// The mouse reports of mode 1006 (xterm, "Extended coordinates"): `CSI < button ; column ; row M`.
enum MouseReport {
  /// The event of a control sequence; nil for another sequence and for what nobody listens to:
  /// releases (`m`), drags, other buttons, and any with a key held, which terminals keep for themselves.
  static func event(parameters: [UInt8], final: UInt8) -> MouseEvent? {
    guard final == UInt8(ascii: "M"), parameters.first == UInt8(ascii: "<") else { return nil }
    let numbers = parameters.dropFirst().split(
      separator: UInt8(ascii: ";"),
      omittingEmptySubsequences: false
    ).map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
    guard numbers.count == 3, let kind = kind(button: numbers[0]),
      numbers[1] >= 1, numbers[2] >= 1
    else { return nil }
    return MouseEvent(kind, at: Position(row: numbers[2] - 1, column: numbers[1] - 1))
  }

  private static func kind(button: Int) -> MouseEvent.Kind? {
    switch button {
    case 0: .press
    case 64: .wheelUp
    case 65: .wheelDown
    default: nil
    }
  }
}
