internal import TerminalKit

/// The characters a terminal can show; each state has its own in both sets.
package enum Glyphs: Sendable, Equatable {
  case unicode, ascii

  var cursor: TerminalText { self == .unicode ? "▸" : ">" }
  var open: TerminalText { self == .unicode ? "○" : "o" }
  var done: TerminalText { self == .unicode ? "✓" : "x" }
  var queued: TerminalText { self == .unicode ? "◌" : "~" }
  var sending: TerminalText { self == .unicode ? "◐" : "^" }
  var conflict: TerminalText { self == .unicode ? "≠" : "#" }
  var doubt: TerminalText { "?" }
  var failed: TerminalText { "!" }
  var synced: TerminalText { self == .unicode ? "✓" : "=" }
  var syncing: TerminalText { self == .unicode ? "⟳" : "~" }
  var adding: TerminalText { "+" }
  var rule: String { self == .unicode ? "─" : "-" }
  var mark: TerminalText { self == .unicode ? "●" : "*" }
  var high: TerminalText { self == .unicode ? "↑" : "!" }
  var medium: TerminalText { self == .unicode ? "→" : "!" }
  var low: TerminalText { self == .unicode ? "↓" : "!" }
  var mask: TerminalText { self == .unicode ? "•" : "*" }
  var tabBar: TerminalText { self == .unicode ? " │ " : " | " }
  var dot: TerminalText { self == .unicode ? " · " : " - " }
  var more: TerminalText { self == .unicode ? "…" : "~" }

  /// A text in the quotation marks of the set.
  func quoted(_ text: TerminalText) -> TerminalText {
    self == .unicode ? "“\(text.text)”" : "\"\(text.text)\""
  }

  /// The text, or its beginning and a mark that there is more.
  func cut(_ text: TerminalText, to columns: Int) -> TerminalText {
    if text.columns <= columns { return text }
    let short = text.truncated(to: columns)
    guard self == .ascii, short.text.last == "…" else { return short }
    return "\(String(short.text.dropLast()))\(more.text)"
  }
}
