/// What a bracketed paste brought so far (xterm, "Bracketed Paste Mode").
struct PasteBuffer {
  /// Longer pastes lose what comes after; in bytes.
  static let limit = 1 << 20

  private static let start = Array("\u{1B}[200~".utf8)
  private static let end = Array("\u{1B}[201~".utf8)

  private var bytes: [UInt8] = []
  /// What came after the last end mark: typed, unless another mark makes it part of the paste.
  private var tail: [UInt8] = []
  /// How many bytes of an end mark came last.
  private var matched = 0
  /// How many end marks came.
  private(set) var ends = 0

  /// An end mark came, and no start mark behind it.
  private(set) var hasEnd = false
  /// How many bytes came.
  var count: Int { bytes.count + tail.count }
  /// How many bytes came after the last end mark.
  var countAfterEnd: Int { tail.count }

  /// Another paste began at once, or one that was made to look like two: what is between is text.
  private var startsAgain: Bool {
    tail.last == PasteBuffer.start.last
      && tail.suffix(PasteBuffer.start.count).elementsEqual(PasteBuffer.start)
  }

  mutating func add(_ byte: UInt8) {
    if !hasEnd {
      keep(byte)
    } else if tail.count < PasteBuffer.limit {
      tail.append(byte)
    }
    matched =
      byte == PasteBuffer.end[matched] ? matched + 1 : byte == PasteBuffer.end[0] ? 1 : 0
    if matched == PasteBuffer.end.count {
      matched = 0
      ends += 1
      hasEnd = true
    } else if startsAgain {
      hasEnd = false
    } else {
      return
    }
    for byte in tail { keep(byte) }
    tail = []
  }

  /// Takes back the key with which a person ended a paste that has no end.
  mutating func dropLast() {
    if !bytes.isEmpty { bytes.removeLast() }
  }

  private mutating func keep(_ byte: UInt8) {
    if bytes.count < PasteBuffer.limit + PasteBuffer.end.count { bytes.append(byte) }
  }

  /// Empties the buffer: the text, with marks taken out, also those their removal would form,
  /// newlines as `\n`, and no invalid UTF-8; and what was typed behind the end mark.
  mutating func finish() -> (text: String, typed: [UInt8]) {
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
    let typed = tail
    self = PasteBuffer()
    return (PasteBuffer.text(kept.prefix(PasteBuffer.limit)), typed)
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
