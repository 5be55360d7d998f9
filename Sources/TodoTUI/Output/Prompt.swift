import CPosix
import Glibc
import TerminalKit

/// Questions on the terminal, where there is one and prompts are allowed.
struct Prompt {
  /// Whether somebody can be asked.
  let isAllowed: Bool

  init(settings: Settings) {
    isAllowed = !settings.noInput && isatty(0) == 1 && isatty(2) == 1
  }

  /// Asks for yes or no; anything but a clear yes is no.
  ///
  /// - Parameter question: one line, made safe here.
  /// - Returns: whether the answer was yes.
  /// - Throws: ``Failure`` 2 when nobody can be asked.
  func agrees(_ question: String) throws(Failure) -> Bool {
    try require("confirmation", "Say --yes.")
    ask(question + " [y/N] ")
    let answer = try line().lowercased()
    return answer == "y" || answer == "yes"
  }

  /// Asks for a line of text.
  ///
  /// - Parameters:
  ///   - label: what is asked for.
  ///   - option: how to give it without being asked.
  /// - Returns: what was typed.
  /// - Throws: ``Failure`` 2 when nobody can be asked.
  func text(_ label: String, option: String) throws(Failure) -> String {
    try require(label, "Give it with \(option).")
    ask(label + ": ")
    return try line()
  }

  /// Asks for a secret; what is typed is not shown.
  ///
  /// - Parameter label: what is asked for.
  /// - Returns: what was typed.
  /// - Throws: ``Failure`` 2 when nobody can be asked, or the answer was ^C.
  func secret(_ label: String) throws(Failure) -> String {
    try require("a password", "Give it with --password-stdin or --password-file.")
    ask(label + ": ")
    // The terminal is given back before a signal may end the process.
    cposix_hold_endings()
    defer { cposix_release_endings() }
    var before = termios()
    unsafe tcgetattr(0, &before)
    var silent = before
    // Without ISIG ^C comes as a byte, and means: leave.
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    unsafe tcsetattr(0, TCSAFLUSH, &silent)
    defer {
      unsafe tcsetattr(0, TCSAFLUSH, &before)
      newLine()
    }
    var typed: [UInt8] = []
    while true {
      var byte: UInt8 = 0
      let count = unsafe read(0, &byte, 1)
      if count < 0, errno == EINTR, cposix_held_ending() == 0 { continue }
      guard count == 1, byte != 3, byte != 4 else {
        throw Failure(.cancelled, "cancelled", "Cancelled.")
      }
      switch byte {
      case 10, 13: return String(decoding: typed, as: UTF8.self)
      case 21: typed = []
      case 8, 127:
        while let last = typed.popLast(), last & 0xC0 == 0x80 {}
      default: typed.append(byte)
      }
    }
  }

  private func require(_ what: String, _ hint: String) throws(Failure) {
    if !isAllowed {
      throw Failure(
        .cancelled,
        "prompt_needed",
        "This needs \(what), and nobody can be asked.",
        hint: hint
      )
    }
  }

  private func ask(_ text: String) { put(TerminalText(text).text) }

  private func newLine() { put("\n") }

  private func put(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
  }

  private func line() throws(Failure) -> String {
    guard let line = readLine() else { throw Failure(.cancelled, "cancelled", "Cancelled.") }
    return line
  }
}
