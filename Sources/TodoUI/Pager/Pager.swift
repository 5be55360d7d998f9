package import TerminalKit

/// Lines to read and to scroll: messages that went by, or what a command printed.
package struct Pager: Sendable, Equatable {
  /// What there is to read.
  enum Content: Equatable {
    /// Sentences of the footer, newest first.
    case messages([MessageLog.Entry])
    case output([TerminalText])
  }

  /// A row of the screen.
  struct Row: Equatable {
    /// How long ago it was, and a mark for what went wrong.
    var lead: TerminalText = ""
    let text: TerminalText
    var isFailure = false
  }

  package let title: TerminalText
  let content: Content
  /// The first row shown.
  package internal(set) var top = 0
  /// The rows of an output at the width it was last scrolled at: there may be very many.
  private var layout: (columns: Int, rows: [Row]) = (0, [])

  package static func == (left: Pager, right: Pager) -> Bool {
    left.title == right.title && left.content == right.content && left.top == right.top
  }

  /// What went by in the footer, as it stands now: news does not move what is being read.
  init(_ log: MessageLog) {
    title = "Messages"
    content = .messages(log.entries.reversed())
  }

  /// What a command printed, under the line that was typed.
  init(title: String, output: [TerminalText], _ display: Display) {
    self.title = TerminalText(title)
    content = .output(output)
    layOut(display)
  }

  /// Printed text as rows of cells: tabs reach to the next multiple of eight columns.
  static func lines(of printed: [String]) -> [TerminalText] {
    var lines = printed.flatMap { text -> [TerminalText] in
      // Most lines are one line: only the others are taken apart, grapheme by grapheme.
      if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return [TerminalText(text)] }
      return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
          .map { TerminalText(String($0)) }
        let head = parts.dropLast().map { part in
          part.text + String(repeating: " ", count: 8 - part.columns % 8)
        }
        return TerminalText(head.joined() + (parts.last?.text ?? ""))
      }
    }
    while lines.last?.text.allSatisfy({ $0 == " " }) == true { lines.removeLast() }
    return lines
  }

  /// Wraps an output anew when the screen has another width.
  mutating func layOut(_ display: Display) {
    let columns = display.size.columns
    if layout.columns != columns { layout = (columns, wrapped(display)) }
  }

  /// All rows for a screen.
  func rows(_ display: Display) -> [Row] {
    layout.columns == display.size.columns ? layout.rows : wrapped(display)
  }

  private func wrapped(_ display: Display) -> [Row] {
    let width = max(2, display.size.columns - 4)
    return switch content {
    case .messages(let entries): entries.flatMap { Pager.rows(of: $0, width, display) }
    case .output(let lines): lines.flatMap { Pager.rows(of: $0, width) }
    }
  }

  /// A line that fits stays as it was printed; what follows of a longer one stands further in.
  private static func rows(of line: TerminalText, _ width: Int) -> [Row] {
    guard line.columns > width else { return [Row(text: line)] }
    return line.lines(width: width - 2).enumerated().map { index, part in
      Row(text: index == 0 ? part : "  \(part.text)")
    }
  }

  private static func rows(
    of entry: MessageLog.Entry,
    _ width: Int,
    _ display: Display
  ) -> [Row] {
    let age = Age(of: entry.moment, at: display.now).rounded
    let blanks = String(repeating: " ", count: max(0, 6 - age.count))
    let mark = entry.notice.isFailure ? display.glyphs.failed.text : " "
    let lead: TerminalText = "\(blanks)\(age) \(mark) "
    let rest = TerminalText(String(repeating: " ", count: lead.columns))
    return entry.notice.text.lines(width: width - lead.columns).enumerated().map { index, part in
      Row(lead: index == 0 ? lead : rest, text: part, isFailure: entry.notice.isFailure)
    }
  }
}
