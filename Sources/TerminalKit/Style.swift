/// A colour of the terminal's own palette, so that the user's theme decides how it looks.
package enum Color: Hashable, Sendable {
  /// The terminal's default foreground or background.
  case standard
  /// Entry 0–15 of the terminal's palette; 16–255 is the fixed cube where there is one.
  case palette(UInt8)
}

/// How characters are drawn, apart from colour.
package struct Attributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Attributes(rawValue: 1)
  package static let dim = Attributes(rawValue: 2)
  package static let italic = Attributes(rawValue: 4)
  package static let underline = Attributes(rawValue: 8)
  package static let reverse = Attributes(rawValue: 16)
}

/// Colours and attributes of one cell.
package struct Style: Hashable, Sendable {
  package var foreground: Color
  package var background: Color
  package var attributes: Attributes

  package init(
    foreground: Color = .standard,
    background: Color = .standard,
    attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The terminal's own colours, no attribute.
  package static let plain = Style()

  /// The letter of this style in `Grid.styleLetters`.
  ///
  /// `.` is plain. One attribute gives its initial (`b d i u r`), of several the first of
  /// reverse, underline, bold, italic, dim; with a colour as well it is upper case. A colour alone
  /// is the foreground's hexadecimal digit (`0`–`f`, `x` above 15), `g` when only the ground differs.
  package var letter: Character {
    let colored = foreground != .standard || background != .standard
    let order: [(Attributes, Character, Character)] = [
      (.reverse, "r", "R"), (.underline, "u", "U"), (.bold, "b", "B"), (.italic, "i", "I"),
      (.dim, "d", "D"),
    ]
    for (attribute, lower, upper) in order where attributes.contains(attribute) {
      return colored ? upper : lower
    }
    guard colored else { return "." }
    guard case .palette(let index) = foreground else { return "g" }
    return index < 16 ? Character(String(index, radix: 16)) : "x"
  }
}
