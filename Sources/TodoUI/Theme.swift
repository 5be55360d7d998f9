package import TerminalKit

/// How things are drawn, by what they are.
package struct Theme: Sendable, Equatable {
  /// Titles and sentences.
  package var plain = Style.plain
  /// What the eye should find first: the cursor, the open tab, keys in the footer.
  package var accent = Style(foreground: .palette(6))
  /// The same where it is one word.
  package var accentStrong = Style(foreground: .palette(6), attributes: .bold)
  /// The title under the cursor, headings, questions.
  package var strong = Style(attributes: .bold)
  /// What is secondary.
  package var dim = Style(attributes: .dim)
  /// Where text can be typed.
  package var field = Style(attributes: .underline)
  /// What went wrong, and what is overdue.
  package var failure = Style(foreground: .palette(1))
  /// The tab whose rows are shown.
  package var openTab = Style(foreground: .palette(6), attributes: [.bold, .underline])
  /// A marked row's marker.
  package var mark = Style(foreground: .palette(3), attributes: .bold)
  /// A high priority.
  package var urgent = Style(foreground: .palette(3))
  /// Tags.
  package var tag = Style(attributes: .dim)

  /// The terminal's own 16 colours on its own background, one accent.
  package static let standard = Theme()

  package init() {}

  /// The names a theme file gives styles to.
  package static var names: [(name: String, path: WritableKeyPath<Theme, Style>)] {
    [
      ("plain", \.plain), ("accent", \.accent), ("accent-strong", \.accentStrong),
      ("strong", \.strong), ("dim", \.dim), ("field", \.field), ("failure", \.failure),
      ("open-tab", \.openTab), ("mark", \.mark), ("urgent", \.urgent), ("tag", \.tag),
    ]
  }
}
