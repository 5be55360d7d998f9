/// Why there is no screen.
package enum ScreenError: Error, Hashable, Sendable {
  /// Standard output, or the input and /dev/tty as well, is no terminal.
  case notATerminal
  /// `TERM` is empty or `dumb`, or names something without a movable cursor.
  case noUsableTerminal
  /// Another screen of this process holds the terminal.
  case alreadyOpen

  /// What to tell the user, and what to do next.
  package var sentence: String {
    switch self {
    case .notATerminal:
      "The screen needs a terminal, and input or output is not one."
    case .noUsableTerminal:
      "The terminal type in TERM cannot show the screen; set it to what the terminal is, "
        + "for example TERM=xterm-256color, or start with --accessible, which needs no screen."
    case .alreadyOpen:
      "The terminal is already in use by this program."
    }
  }
}
