/// What a bracketed paste brought so far (xterm, "Bracketed Paste Mode").
struct PasteBuffer {
  /// Longer pastes lose what comes after; in bytes.
  static let limit = 1 << 20

  private static let start = Array("\u{1B}[200~".utf8)
  private static let end = Array("\u{1B}[201~".utf8)

  private var bytes: [UInt8] = []
  /// How many bytes of an end mark came last; they are in `bytes` too, unless that is full.
  private var matched = 0

  /// Takes one byte and says whether it ended an end mark.
  mutating func add(_ byte: UInt8) -> Bool {
    if bytes.count < PasteBuffer.limit + PasteBuffer.end.count { bytes.append(byte) }
    matched =
      byte == PasteBuffer.end[matched] ? matched + 1 : byte == PasteBuffer.end[0] ? 1 : 0
    guard matched == PasteBuffer.end.count else { return false }
    matched = 0
    return true
  }

  /// Whether another end mark follows before any new paste starts.
  static func endsAgain(in rest: ArraySlice<UInt8>) -> Bool {
    var index = rest.startIndex
    while let escape = rest[index...].firstIndex(of: 0x1B) {
      let mark = rest[escape...].prefix(end.count)
      if mark.elementsEqual(end) { return true }
      if mark.elementsEqual(start) { return false }
      index = escape + 1
    }
    return false
  }

  /// The text: marks taken out, also those their removal would form; newlines as `\n`; no invalid
  /// UTF-8.
  mutating func take() -> String {
    var kept: [UInt8] = []
    for byte in bytes {
      kept.append(byte)
      if byte == UInt8(ascii: "~"),
        kept.suffix(6).elementsEqual(PasteBuffer.end)
          || kept.suffix(6).elementsEqual(PasteBuffer.start)
      {
        kept.removeLast(6)
      }
    }
    self = PasteBuffer()
    return PasteBuffer.text(kept.prefix(PasteBuffer.limit))
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var scalars = String.UnicodeScalarView()
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var afterReturn = false
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .emptyInput: return String(scalars)
      case .error: continue
      case .valid(let encoded):
        let scalar = UTF8.decode(encoded)
        // Terminals send a line end as a carriage return.
        if scalar == "\r" {
          scalars.append("\n")
        } else if !(scalar == "\n" && afterReturn) {
          scalars.append(scalar)
        }
        afterReturn = scalar == "\r"
      }
    }
  }
}
