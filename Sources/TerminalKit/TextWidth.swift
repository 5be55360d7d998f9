/// How many columns a grapheme takes: decided here once, so that every screen agrees.
///
/// East Asian Wide and Fullwidth (UAX #11) and emoji take two, combining marks none, all else one;
/// ambiguous characters are narrow.
package enum TextWidth {
  /// The columns of one grapheme: 0 for a lone mark or an invisible character, else 1 or 2.
  package static func columns(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    let isAlone = scalars.index(after: scalars.startIndex) == scalars.endIndex
    if first.value < 0x300, isAlone { return columns(of: first) }
    return min(2, isAlone ? alone(first) : together(scalars))
  }

  /// Whether every terminal can be expected to move its cursor by exactly `columns(of:)`.
  ///
  /// Emoji, joined sequences, spacing marks and what lies beyond the first plane are drawn with
  /// different widths by different terminals and C libraries.
  package static func isCertain(_ character: Character) -> Bool {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return false }
    if first.value < 0x300, scalars.count == 1 { return true }
    guard first.value < 0xD7B0, !isJamoTail(first), first.isAscii || !first.properties.isEmoji
    else { return false }
    return scalars.dropFirst().allSatisfy {
      $0.value < 0x2000 && $0.properties.generalCategory == .nonspacingMark
    }
  }

  /// The most columns a terminal may spend on a grapheme it does not know as one.
  package static func widest(_ character: Character) -> Int {
    let sum = character.unicodeScalars.reduce(0) {
      $0 + ($1 == "\u{FE0F}" ? 1 : max(alone($1), isJamoTail($1) ? 2 : 0))
    }
    return max(columns(of: character), sum)
  }

  private static func together(_ scalars: Character.UnicodeScalarView) -> Int {
    var sum = 0
    for (index, scalar) in scalars.enumerated() {
      // A variation selector or a joiner that survived `TerminalText` belongs to an emoji.
      if scalar == "\u{FE0F}" || scalar == "\u{200D}" { return 2 }
      sum += index > 0 && isJamoTail(scalar) ? 0 : alone(scalar)
    }
    return sum
  }

  /// Like `columns(of:)` for a scalar that stands alone.
  private static func alone(_ scalar: Unicode.Scalar) -> Int {
    isJamoTail(scalar) ? 1 : columns(of: scalar)
  }

  /// Vowels and final consonants that combine with the Hangul initial before them.
  private static func isJamoTail(_ scalar: Unicode.Scalar) -> Bool {
    (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300: return 1
    case 0..<0x300: return 0
    case 0x4E00...0x9FFF, 0xAC00...0xD7A3: return 2
    // What a screen is drawn with: dashes and dots, lines and boxes.
    case 0x2010...0x2027, 0x2500...0x25FC: return 1
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator:
      return 0
    default:
      return isWide(scalar.value) ? 2 : 1
    }
  }

  private static func isWide(_ value: UInt32) -> Bool {
    guard value >= 0x1100 else { return false }
    var low = 0
    var high = wide.count
    while low < high {
      let middle = (low + high) / 2
      if wide[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < wide.count && wide[low].lowerBound <= value
  }
}

extension Unicode.Scalar {
  var isAscii: Bool { value < 0x80 }
}
