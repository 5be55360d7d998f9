internal import TerminalKit

extension Pager {
  /// What went by in the footer, newest first.
  init(_ log: MessageLog, _ display: Display) {
    let lines = log.entries.reversed().map { entry -> TerminalText in
      let age = Age(of: entry.moment, at: display.now)
      let mark = entry.notice.isFailure ? display.glyphs.failed.text + " " : "  "
      let blanks = String(repeating: " ", count: max(0, 7 - age.short.count))
      return "\(blanks)\(age.short) \(mark)\(entry.notice.text.text)"
    }
    self.init(title: "Messages", lines: lines.isEmpty ? ["Nothing was said yet."] : lines)
  }

  /// The lines as wrapped for a screen.
  func wrapped(columns: Int) -> [TerminalText] {
    lines.flatMap { $0.lines(width: max(1, columns - 4)) }
  }

  /// The overlay after an action; nil once it is closed.
  func performing(_ action: Action, _ count: Int?, _ display: Display) -> Pager? {
    if action == .cancel { return nil }
    let page = max(1, display.bodySize.rows - 1)
    let last = max(0, wrapped(columns: display.size.columns).count - page)
    guard let top = action.destination(from: top, page: page, last: last, count: count) else {
      return self
    }
    var pager = self
    pager.top = max(0, min(top, last))
    return pager
  }
}
