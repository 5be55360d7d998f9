import Glibc
import TerminalKit

extension Output {
  /// Adds a line of plain data with something less important behind it, which a terminal shows dimly
  /// (SGR 2, ECMA-48 8.3.117).
  ///
  /// - Parameters:
  ///   - text: the data.
  ///   - aside: what stands behind it; nothing when empty.
  ///   - remark: what ends the line.
  ///   - lines: UTF-8 of what was there before, the line's marker last; gets the rest of the line.
  func add(_ text: String, aside: String, remark: String, to lines: inout [UInt8]) {
    lines.append(contentsOf: linked(text).utf8)
    if !aside.isEmpty {
      let (start, end) = isDim ? ("\u{1B}[2m", "\u{1B}[22m") : ("", "")
      lines.append(contentsOf: "  \(start)\(harmless(aside))\(end)".utf8)
    }
    lines.append(contentsOf: harmless(remark).utf8)
    lines.append(UInt8(ascii: "\n"))
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
