package import TerminalKit

/// Turns the terminal's bytes into keys and pastes, however they are cut.
///
/// Sequences it does not know are swallowed whole, as are the terminal's answers (OSC, DCS, APC, PM,
/// SOS); invalid UTF-8 is dropped.
package struct InputDecoder {
  private enum State {
    case ground
    case escape
    case control([UInt8])
    /// After `ESC [ [`, the Linux console's F1–F5.
    case console
    case shifted([UInt8])
    /// An answer of the terminal, up to BEL or ST.
    case answer
    /// An Escape inside it: the first half of ST, or a new beginning.
    case answerEnd
    case utf8([UInt8], count: Int, alt: Bool)
    case paste
  }

  private static let escape: UInt8 = 0x1B

  private let described: [[UInt8]: Key]
  private var state = State.ground
  private var paste = PasteBuffer()

  /// A decoder that knows, besides the usual ones, the sequences of this terminal type.
  package init(described: [[UInt8]: Key] = [:]) { self.described = described }

  /// An Escape came, and nothing after it yet.
  package var isEscapePending: Bool {
    if case .escape = state { true } else { false }
  }

  /// The last bytes began a sequence that is not complete; a paste does not count.
  package var isInsideSequence: Bool {
    switch state {
    case .ground, .paste: false
    default: true
    }
  }

  /// Forgets an unfinished sequence, so that no lost byte can make the keyboard deaf.
  package mutating func abandonSequence() {
    if isInsideSequence { state = .ground }
  }

  /// Nothing followed the pending Escape, so it was the key.
  package mutating func endEscape() -> [InputEvent] {
    guard isEscapePending else { return [] }
    state = .ground
    return [.key(Key(.escape))]
  }

  package mutating func decode(_ bytes: [UInt8]) -> [InputEvent] {
    var events: [InputEvent] = []
    for (index, byte) in bytes.enumerated() {
      if case .paste = state {
        guard paste.add(byte) else { continue }
        // A second end mark that is already here means the first was part of what was pasted.
        guard !PasteBuffer.endsAgain(in: bytes[(index + 1)...]) else { continue }
        state = .ground
        events.append(.paste(paste.take()))
      } else {
        step(byte, &events)
      }
    }
    return events
  }

  private mutating func step(_ byte: UInt8, _ events: inout [InputEvent]) {
    switch state {
    case .ground, .paste: ground(byte, alt: false, &events)
    case .escape: afterEscape(byte, &events)
    case .control(let bytes): control(bytes, byte, &events)
    case .console:
      state = .ground
      if (0x41...0x45).contains(byte) { events.append(.key(Key(.function(Int(byte) - 0x40)))) }
    case .shifted(let bytes): shifted(bytes, byte, &events)
    case .answer: answer(byte, &events)
    case .answerEnd where byte == UInt8(ascii: "\\"): state = .ground
    case .answerEnd: afterEscape(byte, &events)
    case .utf8(let bytes, let count, let alt): continueUTF8(bytes, count, alt, byte, &events)
    }
  }

  private mutating func ground(_ byte: UInt8, alt: Bool, _ events: inout [InputEvent]) {
    state = .ground
    switch byte {
    case InputDecoder.escape: state = .escape
    case 0xC2...0xDF: state = .utf8([byte], count: 2, alt: alt)
    case 0xE0...0xEF: state = .utf8([byte], count: 3, alt: alt)
    case 0xF0...0xF4: state = .utf8([byte], count: 4, alt: alt)
    case 0x80...: break
    default:
      var key = InputDecoder.key(ascii: byte)
      if alt { key.modifiers.insert(.alt) }
      events.append(.key(key))
    }
  }

  private mutating func afterEscape(_ byte: UInt8, _ events: inout [InputEvent]) {
    switch byte {
    case InputDecoder.escape:
      events.append(.key(Key(.escape)))
    case UInt8(ascii: "["):
      state = .control([])
    case UInt8(ascii: "O"):
      state = .shifted([])
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      state = .answer
    default:
      ground(byte, alt: true, &events)
    }
  }

  private mutating func control(_ bytes: [UInt8], _ byte: UInt8, _ events: inout [InputEvent]) {
    switch byte {
    case UInt8(ascii: "[") where bytes.isEmpty:
      state = .console
    case 0x20...0x3F:
      // Longer ones mean nothing to us; they still end at their final byte.
      state = .control(bytes.count < 64 ? bytes + [byte] : bytes)
    case 0x40...0x7E:
      state = .ground
      finishControl(bytes, byte, &events)
    default:
      ground(byte, alt: false, &events)
    }
  }

  private mutating func finishControl(
    _ bytes: [UInt8],
    _ final: UInt8,
    _ events: inout [InputEvent]
  ) {
    let parameters = String(decoding: bytes, as: UTF8.self)
    if final == UInt8(ascii: "~"), parameters == "200" {
      paste = PasteBuffer()
      state = .paste
      return
    }
    if let event = MouseReport.event(parameters: bytes, final: final) {
      events.append(.mouse(event))
      return
    }
    let whole = [InputDecoder.escape, UInt8(ascii: "[")] + bytes + [final]
    if let key = described[whole] ?? TerminalKeys.key(parameters: parameters, final: final) {
      events.append(.key(key))
    }
  }

  private mutating func shifted(_ bytes: [UInt8], _ byte: UInt8, _ events: inout [InputEvent]) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ";"):
      state = .shifted(bytes.count < 8 ? bytes + [byte] : bytes)
    case 0x20...0x7E:
      state = .ground
      let whole = [InputDecoder.escape, UInt8(ascii: "O")] + bytes + [byte]
      if let key = described[whole] ?? TerminalKeys.key(shifted: byte) { events.append(.key(key)) }
    default:
      ground(byte, alt: false, &events)
    }
  }

  private mutating func answer(_ byte: UInt8, _ events: inout [InputEvent]) {
    switch byte {
    case 0x07: state = .ground
    case InputDecoder.escape: state = .answerEnd
    case 0x00..<0x20: ground(byte, alt: false, &events)
    default: break
    }
  }

  private mutating func continueUTF8(
    _ bytes: [UInt8],
    _ count: Int,
    _ alt: Bool,
    _ byte: UInt8,
    _ events: inout [InputEvent]
  ) {
    guard byte & 0xC0 == 0x80 else { return ground(byte, alt: false, &events) }
    let bytes = bytes + [byte]
    guard bytes.count == count else {
      state = .utf8(bytes, count: count, alt: alt)
      return
    }
    state = .ground
    guard let scalar = String(validating: bytes, as: UTF8.self)?.unicodeScalars.first,
      scalar.value >= 0xA0
    else { return }
    events.append(.key(Key(Character(scalar), alt ? .alt : [])))
  }

  private static func key(ascii byte: UInt8) -> Key {
    switch byte {
    case 0x08, 0x7F: Key(.backspace)
    case 0x09: Key(.tab)
    case 0x0D: Key(.enter)
    case 0x00: Key(" ", .control)
    case 0x01...0x1A: Key(Character(Unicode.Scalar(byte + 0x60)), .control)
    case 0x1B...0x1F: Key(Character(Unicode.Scalar(byte + 0x40)), .control)
    default: Key(Character(Unicode.Scalar(byte)))
    }
  }
}
