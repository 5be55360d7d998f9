internal import CNcurses
package import TerminalKit

/// Owns the terminal between `init` and `close`.
///
/// All calls must come from one thread. A signal that ends the process restores the terminal first.
package struct NcursesScreen: Screen, ~Copyable {
  package private(set) var size: Size
  /// The descriptor to watch; when it is readable call `readEvents`.
  package let inputDescriptor: Int32
  /// Whether characters beyond ASCII can be shown; where not, each is shown as `?`.
  package let isUTF8: Bool
  /// Something the user should know about this terminal, as a sentence.
  package let note: String?
  /// The terminal is gone: there will never be another event.
  package private(set) var isInputClosed = false

  private enum State { case running, suspended, closed }

  private var state = State.running
  private var painter: Painter
  private var decoder: InputDecoder
  private var lastRead = ContinuousClock.now

  /// Takes the terminal: raw keys, alternate screen, bracketed paste, mouse.
  package init() throws(ScreenError) {
    let opening = cn_open()
    switch Int(opening.status) {
    case CN_READY: break
    case CN_BUSY: throw .alreadyOpen
    case CN_NOT_A_TERMINAL: throw .notATerminal
    default: throw .noUsableTerminal
    }
    inputDescriptor = opening.input
    isUTF8 = opening.utf8 != 0
    note =
      opening.substitute == 0
      ? nil : "This system does not know the terminal type in TERM; xterm-256color is used."
    painter = Painter(isUTF8: opening.utf8 != 0)
    decoder = InputDecoder(described: TerminalKeys.described())
    size = NcursesScreen.measure()
  }

  deinit {
    if state != .closed { cn_close() }
  }

  package mutating func present(_ grid: Grid, cursor: Position?) {
    guard state == .running else { return }
    painter.paint(grid, cursor: cursor, size: size)
  }

  package mutating func close() {
    guard state != .closed else { return }
    state = .closed
    cn_close()
  }

  /// To be called after SIGWINCH: looks how large the terminal is now; the next frame is painted whole.
  package mutating func resize() -> Size {
    guard state != .closed else { return size }
    size = NcursesScreen.measure()
    painter.forget()
    return size
  }

  /// Gives the terminal back for a while, as it was found.
  ///
  /// Until `resume` no event is read.
  ///
  /// - Parameter lending: false before the process stops itself; true to run a child of this process
  ///   group in the foreground. Meanwhile the interrupt and quit keys are the child's alone.
  package mutating func suspend(toChild lending: Bool = false) {
    guard state == .running else { return }
    state = .suspended
    cn_suspend(lending ? 1 : 0)
  }

  /// Puts text into the clipboard of the person's terminal, also from afar (OSC 52).
  ///
  /// Nothing answers: the terminal may be set to refuse.
  ///
  /// - Parameter text: at most 74,994 bytes, the most that fits the sequence xterm and hterm take.
  /// - Returns: false when the text is longer, or the terminal is not ours now; nothing is sent then.
  package mutating func copy(_ text: String) -> Bool {
    guard state == .running, text.utf8.count <= 74_994 else { return false }
    painter.send("\u{1B}]52;c;\(Base64.text(of: Array(text.utf8)))\u{7}")
    return true
  }

  /// Takes the terminal again after `suspend`, in whatever state it was left.
  ///
  /// Its size may be another; the next frame is painted whole.
  package mutating func resume() {
    guard state == .suspended else { return }
    state = .running
    cn_resume()
    size = NcursesScreen.measure()
    painter.forget()
  }

  /// What waits, decoded, of a flood a part.
  ///
  /// Waits where a lone Escape or the end of a paste is to be told from what may follow: 20 ms and
  /// 25 ms, longer in a paste that is long or holds marks. Such a paste is taken to its end.
  package mutating func readEvents() -> [InputEvent] {
    guard state == .running, !isInputClosed else { return [] }
    let bytes = drain(waiting: 0)
    guard !bytes.isEmpty else { return [] }
    var events = decoder.decode(bytes, isLate: lastRead.duration(to: .now) > .seconds(1))
    var ends = 0
    var lastEnd = ContinuousClock.now
    while decoder.isUndecided {
      let held = decoder.heldBack
      if held.ends != ends { (ends, lastEnd) = (held.ends, .now) }
      // A key held down comes again sooner than any silence.
      let isTyped = held.mayBeKey && lastEnd.duration(to: .now) > .milliseconds(500)
      let more = isTyped ? [] : drain(waiting: decoder.patience)
      events += more.isEmpty ? decoder.settle() : decoder.decode(more)
    }
    lastRead = .now
    return events
  }

  /// Reads what waits, waiting so many milliseconds for the first byte.
  private mutating func drain(waiting milliseconds: Int32) -> [UInt8] {
    var isClosed = false
    let bytes = InputTurn.bytes(waiting: milliseconds) { capacity, wait in
      unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, used in
        guard let start = buffer.baseAddress else { return }
        let count = unsafe cn_read(start, capacity, wait)
        isClosed = count < 0
        used = max(0, count)
      }
    }
    isInputClosed = isClosed
    return bytes
  }

  /// Held between one cell and a size no window has.
  private static func measure() -> Size {
    let extent = cn_measure()
    return Size(
      rows: min(max(1, Int(extent.rows)), 1000),
      columns: min(max(1, Int(extent.columns)), 1000)
    )
  }
}
