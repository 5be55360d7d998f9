package import TerminalKit

/// Lines to read and to scroll: messages that went by, or what a command printed.
package struct Pager: Sendable, Equatable {
  package let title: String
  package let lines: [TerminalText]
  /// The first line shown.
  package var top = 0

  init(title: String, lines: [TerminalText]) {
    self.title = title
    self.lines = lines
  }
}
