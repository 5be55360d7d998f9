internal import TerminalKit

/// A row of the help as it is on screen.
enum HelpRow: Equatable {
  case heading(TerminalText)
  /// Keys and what they do; without keys it is the rest of the row before.
  case binding(keys: TerminalText, help: TerminalText, column: Int)
  case space

  var isBinding: Bool {
    if case .binding = self { true } else { false }
  }
}

extension HelpPanel {
  /// The rows a screen of this size has for the overlay.
  static func page(of size: Size) -> Int { max(1, size.rows - 3) }

  /// All rows for a screen; what is too long for one goes on below.
  func rows(_ display: Display) -> [HelpRow] {
    lines.flatMap { line -> [HelpRow] in
      switch line {
      case .heading(let section): [.heading(TerminalText(section.rawValue))]
      case .binding(let binding): HelpPanel.rows(of: binding, display)
      case .space: [.space]
      }
    }
  }

  private static func rows(of binding: Binding, _ display: Display) -> [HelpRow] {
    let columns = display.size.columns
    let wanted = columns >= 60 ? 22 : columns >= 36 ? 15 : 9
    let keys = keys(of: binding, columns: wanted - 4, display.glyphs)
    let column = max(wanted, 4 + keys.columns)
    return TerminalText(binding.help).lines(width: columns - column - 1).enumerated().map {
      .binding(keys: $0 == 0 ? keys : "", help: $1, column: column)
    }
  }

  /// As many of the keys as fit, but always the first, which is the one to learn.
  private static func keys(of binding: Binding, columns: Int, _ glyphs: Glyphs) -> TerminalText {
    let labels = binding.keys.map { TerminalText($0.label(glyphs)) }
    var text = labels.first ?? ""
    for label in labels.dropFirst() {
      let longer: TerminalText = "\(text.text)  \(label.text)"
      if longer.columns > columns { break }
      text = longer
    }
    return text
  }
}
