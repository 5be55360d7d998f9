package import TerminalKit

/// Turns the terminal's bytes into keys, pastes and mouse events, however they are cut.
///
/// Sequences it does not know are swallowed whole, as are the terminal's answers (OSC, DCS, APC, PM,
/// SOS); invalid UTF-8 is dropped. What comes late is doubted: bytes that may be the rest of a
/// sequence are held, and become keys again when they do not end as one.
package struct InputDecoder {
  enum State {
    case ground
    case escape
    case control([UInt8])
    /// After `ESC [ [`, the Linux console's F1–F5.
    case console
    case shifted([UInt8])
    /// After `ESC [ M`, the mouse's old encoding: so many bytes of any value still come.
    case oldMouse(Int)
    /// An answer of the terminal, up to BEL or ST.
    case answer
    /// An Escape inside it: the first half of ST, or a new beginning.
    case answerEnd
    case utf8([UInt8], count: Int, alt: Bool)
    case paste
  }

  static let escape: UInt8 = 0x1B
  /// ^C.
  private static let interrupt: UInt8 = 0x03

  let described: [[UInt8]: Key]
  var state = State.ground
  var events: [InputEvent] = []
  /// What is a sequence only if it ends as a known one; nil when nothing is doubted.
  var held: [UInt8]?
  private var paste = PasteBuffer()
  /// The last key was an Escape after which nothing came.
  private var isAfterEscape = false
  /// An Escape in a paste that had gone silent.
  private var endsPaste = false

  /// A decoder that knows, besides the usual ones, the sequences of this terminal type.
  package init(described: [[UInt8]: Key] = [:]) { self.described = described }

  /// What the last bytes mean depends on whether more come at once; where not, `settle` decides.
  package var isUndecided: Bool {
    if case .escape = state { return true }
    if case .paste = state { return endsPaste || paste.hasEnd }
    return false
  }

  /// How long a silence decides, in milliseconds.
  ///
  /// A terminal takes end marks out of what it pastes, so a second one means that bytes pass which
  /// were made to look like keys; then, and in a paste of several pieces, a writer that was only held
  /// up must not be taken for one that has ended.
  package var patience: Int32 {
    guard case .paste = state else { return 20 }
    return paste.ends > 1 ? 200 : paste.count > 4000 ? 50 : 25
  }

  /// End marks and the few bytes behind the last one, where they could be a key that is held down.
  package var heldBack: (ends: Int, mayBeKey: Bool) {
    guard case .paste = state, paste.hasEnd else { return (0, false) }
    return (paste.ends, (1...128).contains(paste.countAfterEnd))
  }

  /// Nothing followed: an Escape was the key, an end mark the end.
  package mutating func settle() -> [InputEvent] {
    guard isUndecided else { return [] }
    if case .escape = state {
      state = .ground
      isAfterEscape = true
      events.append(.key(Key(.escape)))
    } else {
      if endsPaste { paste.dropLast() }
      isAfterEscape = endsPaste
      endPaste()
    }
    return taken()
  }

  /// Takes bytes that came at once.
  ///
  /// - Parameters:
  ///   - bytes: what was read.
  ///   - isLate: nothing had come for a second, so a sequence that is not complete may never be.
  /// - Returns: what they mean; the rest is with `settle` or the next bytes.
  package mutating func decode(_ bytes: [UInt8], isLate: Bool = false) -> [InputEvent] {
    guard !bytes.isEmpty else { return [] }
    endsPaste = false
    if isLate { doubt(bytes) }
    if isAfterEscape, Replies.mayFollowEscape(bytes) {
      state = .escape
      held = []
    }
    isAfterEscape = false
    for byte in bytes { take(byte) }
    return taken()
  }

  private mutating func taken() -> [InputEvent] {
    defer { events = [] }
    return events
  }

  private mutating func take(_ byte: UInt8) {
    guard case .paste = state else { return step(byte) }
    paste.add(byte)
  }

  private mutating func endPaste() {
    endsPaste = false
    state = .ground
    let (text, rest) = paste.finish()
    events.append(.paste(text))
    for byte in rest { take(byte) }
  }

  /// After a silence: a sequence goes on only with what can belong to it.
  private mutating func doubt(_ bytes: [UInt8]) {
    let isOneKey = bytes.count == 1 || String(decoding: bytes, as: UTF8.self).count == 1
    switch state {
    case .control, .console, .shifted: held = held ?? []
    case .answer where isOneKey && bytes[0] != 0x07: state = .ground
    case .answerEnd where isOneKey && bytes[0] != UInt8(ascii: "\\"): state = .ground
    case .oldMouse(let count) where bytes.count < count || isOneKey && count > 1: giveBack()
    case .paste: endsPaste = bytes == [InputDecoder.escape] || bytes == [InputDecoder.interrupt]
    default: break
    }
  }
}
