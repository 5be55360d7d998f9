extension Grid {
  /// The frame as text with colours (ECMA-48 SGR and nothing else), a line a row.
  ///
  /// Every row begins and ends plain; the plain blanks at its end are left out.
  package var ansi: String {
    (0..<size.rows).map(ansiRow).joined(separator: "\n")
  }

  private func ansiRow(_ row: Int) -> String {
    var end = size.columns
    while end > 0, self[row, end - 1] == .blank { end -= 1 }
    var line = ""
    var pen = Style.plain
    for column in 0..<end where self[row, column].width > 0 {
      let cell = self[row, column]
      if cell.style != pen {
        line += cell.style.sgr
        pen = cell.style
      }
      line.append(cell.character)
    }
    return pen == .plain ? line : line + Style.plain.sgr
  }
}

extension Style {
  /// The sequence that makes this the pen, whatever the pen was.
  fileprivate var sgr: String {
    let attributes: [(Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]
    let numbers =
      ["0"] + attributes.filter { self.attributes.contains($0.0) }.map(\.1)
      + foreground.sgr(base: 30) + background.sgr(base: 40)
    return "\u{1B}[\(numbers.joined(separator: ";"))m"
  }
}

extension Color {
  /// The parameters that choose it: 30 and 40 are the bases of foreground and ground (xterm).
  fileprivate func sgr(base: Int) -> [String] {
    switch self {
    case .standard: []
    case .palette(let index) where index < 8: ["\(base + Int(index))"]
    case .palette(let index) where index < 16: ["\(base + 52 + Int(index))"]
    case .palette(let index): ["\(base + 8)", "5", "\(index)"]
    }
  }
}
