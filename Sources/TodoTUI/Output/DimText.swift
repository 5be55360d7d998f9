import Glibc
import TerminalKit

extension Output {
  /// One line of plain data with something less important behind it, which a terminal shows dimly
  /// (SGR 2, ECMA-48 8.3.117).
  ///
  /// - Parameters:
  ///   - text: the data.
  ///   - aside: what stands behind it; nothing when empty.
  ///   - remark: what ends the line.
  func line(_ text: String, aside: String, remark: String) {
    // Neither the screen's pager nor a conversation of plain lines takes sequences.
    let isDim = sink == nil && isStyled && Output.value("NO_COLOR").isEmpty
    let (start, end) = isDim ? ("\u{1B}[2m", "\u{1B}[22m") : ("", "")
    let shown = aside.isEmpty ? "" : "  " + start + harmless(aside) + end
    raw(linked(text) + shown + harmless(remark) + "\n")
  }

  /// Whether stdout is a terminal that understands more than text.
  static var terminalTakesStyles: Bool {
    let terminal = value("TERM")
    return isatty(1) == 1 && !terminal.isEmpty && terminal != "dumb"
  }

  private static func value(_ name: String) -> String {
    unsafe getenv(name).map { unsafe String(cString: $0) } ?? ""
  }
}
