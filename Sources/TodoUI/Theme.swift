internal import TerminalKit

/// How things are drawn: the terminal's own colours, one accent, dim for what is secondary.
enum Theme {
  static let plain = Style.plain
  /// What the eye should find first: the cursor, the open tab, the field being typed in.
  static let accent = Style(foreground: .palette(6))
  static let accentStrong = Style(foreground: .palette(6), attributes: .bold)
  static let strong = Style(attributes: .bold)
  static let dim = Style(attributes: .dim)
  /// Where text can be typed.
  static let field = Style(attributes: .underline)
  static let failure = Style(foreground: .palette(1))
  static let openTab = Style(foreground: .palette(6), attributes: [.bold, .underline])
}
