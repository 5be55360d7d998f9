import Glibc
import TerminalKit

extension Output {
  /// A line of plain data with something less important behind it, which a terminal shows dimly
  /// (SGR 2, ECMA-48 8.3.117).
  ///
  /// - Parameters:
  ///   - marker: what begins the line, of our own making.
  ///   - text: the data.
  ///   - aside: what stands behind it; nothing when empty.
  ///   - remark: what ends the line.
  /// - Returns: the line with its end.
  func line(_ marker: String, _ text: String, aside: String, remark: String) -> String {
    let (start, end) = isDim ? ("\u{1B}[2m", "\u{1B}[22m") : ("", "")
    let shown = aside.isEmpty ? "" : "  " + start + harmless(aside) + end
    return marker + linked(text) + shown + harmless(remark) + "\n"
  }

  /// Neither the screen's pager nor a conversation of plain lines takes sequences.
  private var isDim: Bool { sink == nil && isStyled && Output.value("NO_COLOR").isEmpty }

  /// Whether stdout is a terminal that understands more than text.
  static var terminalTakesStyles: Bool {
    let terminal = value("TERM")
    return isatty(1) == 1 && !terminal.isEmpty && terminal != "dumb"
  }

  private static func value(_ name: String) -> String {
    unsafe getenv(name).map { unsafe String(cString: $0) } ?? ""
  }
}
