extension Color {
  private static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
  ]

  /// The colour of a word of a theme: `default`, `red`, `bright-red`, or a palette entry 0–255.
  ///
  /// Names are exact; a number has no sign and no leading zero.
  package init?(text: some StringProtocol) {
    let bright = text.hasPrefix("bright-")
    let name = bright ? String(text.dropFirst(7)) : String(text)
    if text == "default" {
      self = .standard
    } else if let index = Color.names.firstIndex(of: name) {
      self = .palette(UInt8(bright ? index + 8 : index))
    } else if let index = UInt8(text), "\(index)" == text {
      self = .palette(index)
    } else {
      return nil
    }
  }

  /// The word that `init(text:)` reads back.
  package var text: String {
    switch self {
    case .standard: "default"
    case .palette(let index) where index < 8: Color.names[Int(index)]
    case .palette(let index) where index < 16: "bright-" + Color.names[Int(index) - 8]
    case .palette(let index): "\(index)"
    }
  }
}

extension Style {
  private static let words: [(String, Attributes)] = [
    ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline),
    ("reverse", .reverse),
  ]

  /// The style of a theme's words, such as `bold red on 17 underline`; nil for a typo.
  ///
  /// In any order, each at most once: the attributes `bold dim italic underline reverse`, a colour
  /// of the characters, and `on` with the colour of the ground. No word at all is plain.
  package init?(text: String) {
    self.init()
    var colored = false
    var grounded = false
    var words = text.split(whereSeparator: \.isWhitespace)[...]
    while let word = words.popFirst() {
      if let attribute = Style.words.first(where: { $0.0 == word })?.1 {
        guard attributes.insert(attribute).inserted else { return nil }
      } else if word == "on" {
        guard !grounded, let color = words.popFirst().flatMap({ Color(text: $0) }) else {
          return nil
        }
        background = color
        grounded = true
      } else {
        guard !colored, let color = Color(text: word) else { return nil }
        foreground = color
        colored = true
      }
    }
  }

  /// The words that `init(text:)` reads back; `default` for the plain style.
  package var text: String {
    var words = Style.words.filter { attributes.contains($0.1) }.map(\.0)
    if foreground != .standard { words.append(foreground.text) }
    if background != .standard { words += ["on", background.text] }
    return words.isEmpty ? Color.standard.text : words.joined(separator: " ")
  }
}
