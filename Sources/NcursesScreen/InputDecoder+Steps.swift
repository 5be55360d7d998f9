internal import TerminalKit

/// What each byte does in each state.
extension InputDecoder {
  mutating func step(_ byte: UInt8) {
    switch state {
    case .ground: ground(byte, alt: false)
    case .escape: afterEscape(byte)
    case .control(let bytes): control(bytes, byte)
    case .console: console(byte)
    case .shifted(let bytes): shifted(bytes, byte)
    case .oldMouse(let count): oldMouse(count, byte)
    case .answer: answer(byte)
    case .answerEnd where byte == UInt8(ascii: "\\"): state = .ground
    case .answerEnd: afterEscape(byte)
    case .utf8(let bytes, let count, let alt): continueUTF8(bytes, count, alt, byte)
    case .paste: break
    }
  }

  private mutating func ground(_ byte: UInt8, alt: Bool) {
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

  private mutating func afterEscape(_ byte: UInt8) {
    held?.append(byte)
    switch byte {
    case InputDecoder.escape:
      held = nil
      state = .escape
      events.append(.key(Key(.escape)))
    case UInt8(ascii: "["):
      state = .control([])
    case UInt8(ascii: "O"):
      state = .shifted([])
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      held = nil
      state = .answer
    default:
      held = nil
      ground(byte, alt: true)
    }
  }

  private mutating func control(_ bytes: [UInt8], _ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "[") where bytes.isEmpty:
      held?.append(byte)
      state = .console
    case 0x20...0x3F:
      held?.append(byte)
      // Longer ones mean nothing to us; they still end at their final byte.
      state = .control(bytes.count < 64 ? bytes + [byte] : bytes)
    case 0x40...0x7E:
      finishControl(bytes, byte)
    default:
      giveBack()
      ground(byte, alt: false)
    }
  }

  private mutating func finishControl(_ bytes: [UInt8], _ final: UInt8) {
    let parameters = String(decoding: bytes, as: UTF8.self)
    let whole = [InputDecoder.escape, UInt8(ascii: "[")] + bytes + [final]
    if final == UInt8(ascii: "~"), parameters == "200" {
      held = nil
      state = .paste
    } else if let event = MouseReport.event(parameters: bytes, final: final) {
      finish(.mouse(event))
    } else if let key = described[whole] ?? TerminalKeys.key(parameters: parameters, final: final) {
      finish(.key(key))
    } else if final == UInt8(ascii: "M"), bytes.isEmpty {
      held?.append(final)
      state = .oldMouse(3)
    } else if held == nil || Replies.contain(parameters: bytes, final: final) {
      finish(nil)
    } else {
      held?.append(final)
      giveBack()
    }
  }

  private mutating func console(_ byte: UInt8) {
    if (0x41...0x45).contains(byte) { return finish(.key(Key(.function(Int(byte) - 0x40)))) }
    guard held != nil else { return finish(nil) }
    giveBack()
    ground(byte, alt: false)
  }

  private mutating func shifted(_ bytes: [UInt8], _ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ";"):
      held?.append(byte)
      state = .shifted(bytes.count < 8 ? bytes + [byte] : bytes)
    case 0x20...0x7E:
      let whole = [InputDecoder.escape, UInt8(ascii: "O")] + bytes + [byte]
      if let key = described[whole] ?? TerminalKeys.key(shifted: byte) { return finish(.key(key)) }
      guard held != nil else { return finish(nil) }
      held?.append(byte)
      giveBack()
    default:
      giveBack()
      ground(byte, alt: false)
    }
  }

  private mutating func oldMouse(_ count: Int, _ byte: UInt8) {
    guard byte >= 0x20 else {
      giveBack()
      return ground(byte, alt: false)
    }
    held?.append(byte)
    state = .oldMouse(count - 1)
    if count == 1 { finish(nil) }
  }

  /// A sequence is complete.
  private mutating func finish(_ event: InputEvent?) {
    held = nil
    state = .ground
    if let event { events.append(event) }
  }

  /// What was held is no sequence but keys.
  mutating func giveBack() {
    let bytes = held ?? []
    held = nil
    state = .ground
    for byte in bytes { step(byte) }
  }

  private mutating func answer(_ byte: UInt8) {
    switch byte {
    case 0x07: state = .ground
    case InputDecoder.escape: state = .answerEnd
    case 0x00..<0x20: ground(byte, alt: false)
    default: break
    }
  }

  private mutating func continueUTF8(
    _ bytes: [UInt8],
    _ count: Int,
    _ alt: Bool,
    _ byte: UInt8
  ) {
    guard byte & 0xC0 == 0x80 else { return ground(byte, alt: false) }
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
