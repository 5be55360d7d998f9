/// Rewrites text, grapheme by grapheme, so that a terminal shows all of it and obeys none of it.
///
/// - C0 and DEL become their control pictures, U+2400–U+2421.
/// - C1, format characters (bidi marks, embeddings, overrides and isolates, zero-width and soft
///   characters, tags), default-ignorable ones, line and paragraph separators, private, unassigned
///   and noncharacters become `<U+` and their number in hexadecimal `>`.
/// - The joiner U+200D and the selectors U+FE0F and U+FE0E stay where they hold an emoji together;
///   tag characters only in the three flags Unicode recommends for interchange (UTS #51).
/// - A skin tone stays only on an emoji that can have one.
/// - A letter keeps at most four combining marks, the rest is dropped; a mark with no letter stands
///   on a dotted circle. At most 16 letters in a row and 8 joined emoji make one grapheme.
struct Sanitizer {
  private(set) var output = String.UnicodeScalarView()

  private static let marksPerLetter = 4
  private static let lettersPerGrapheme = 16
  private static let joinsPerEmoji = 7

  /// England, Scotland, Wales.
  private static let flags: [Character] = [
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
  ]

  // What is known of the grapheme being rewritten.
  private var previous: Unicode.Scalar?
  private var marks = 0
  private var letters = 0
  private var joins = 0

  mutating func add(_ character: Character) {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return }
    if scalars.index(after: scalars.startIndex) == scalars.endIndex, Sanitizer.isPlain(first) {
      return output.append(first)
    }
    if first == "\u{1F3F4}", Sanitizer.flags.contains(character) {
      return output.append(contentsOf: scalars)
    }
    (previous, marks, letters, joins) = (nil, 0, 0, 0)
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      add(scalar, next: index < scalars.endIndex ? scalars[index] : nil)
    }
  }

  private mutating func add(_ scalar: Unicode.Scalar, next: Unicode.Scalar?) {
    switch scalar {
    case "\u{200D}" where joins(next):
      joins += 1
      keep(scalar)
    case "\u{FE0F}" where selects(next), "\u{FE0E}" where isEmoji(previous):
      keep(scalar)
    default:
      addOther(scalar)
    }
  }

  private mutating func addOther(_ scalar: Unicode.Scalar) {
    if Sanitizer.isPlain(scalar) { return addBase(scalar) }
    let properties = scalar.properties
    guard !properties.isDefaultIgnorableCodePoint else { return show(scalar) }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      show(scalar)
    case .nonspacingMark, .enclosingMark, .spacingMark:
      addMark(scalar)
    case .otherLetter, .modifierLetter:
      guard letters < Sanitizer.lettersPerGrapheme else { return show(scalar) }
      let count = letters + 1
      addBase(scalar)
      letters = count
    case .modifierSymbol where properties.isEmojiModifier && !isModifiable(previous):
      show(scalar)
    default:
      addBase(scalar)
    }
  }

  private mutating func addBase(_ scalar: Unicode.Scalar) {
    (marks, letters) = (0, 0)
    keep(scalar)
  }

  private mutating func addMark(_ scalar: Unicode.Scalar) {
    if previous == nil { addBase("\u{25CC}") }
    guard marks < Sanitizer.marksPerLetter else { return }
    marks += 1
    keep(scalar)
  }

  private mutating func keep(_ scalar: Unicode.Scalar) {
    output.append(scalar)
    previous = scalar
  }

  private mutating func show(_ scalar: Unicode.Scalar) {
    (marks, letters, joins) = (0, 0, 0)
    if let picture = Sanitizer.picture(of: scalar) { return keep(picture) }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
    output.append(contentsOf: "<U+\(zeros)\(digits)>".unicodeScalars)
    previous = ">"
  }

  /// Whether a joiner here stands between two emoji.
  private func joins(_ next: Unicode.Scalar?) -> Bool {
    guard let next, joins < Sanitizer.joinsPerEmoji, isEmoji(next),
      !next.properties.isEmojiModifier
    else { return false }
    return isEmoji(previous) || previous == "\u{FE0F}"
  }

  /// Whether an emoji selector here follows an emoji or makes a keycap.
  private func selects(_ next: Unicode.Scalar?) -> Bool {
    guard let previous else { return false }
    if isEmoji(previous) { return true }
    return next == "\u{20E3}" && previous.isAscii && previous.properties.isEmoji
  }

  private func isEmoji(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar, !scalar.isAscii else { return false }
    return scalar.properties.isEmoji
  }

  private func isModifiable(_ scalar: Unicode.Scalar?) -> Bool {
    scalar?.properties.isEmojiModifierBase ?? false
  }

  private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value)
    case 0x7F: "\u{2421}"
    default: nil
    }
  }

  /// The common characters that need no look at their properties.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300, 0x2010...0x2027, 0x3041...0x3096, 0x30A1...0x30FA,
      0x4E00...0x9FFF, 0xAC00...0xD7A3:
      true
    // Arrows, lines, boxes, signs: what a screen is drawn with.
    case 0x2190...0x21FF, 0x2500...0x27BF:
      true
    default:
      false
    }
  }
}
