/// Text that is safe to send to a terminal; the only kind a screen accepts.
///
/// What could move the cursor, change the terminal, reorder or hide text is made visible instead:
/// control characters as their pictures (`␛`, `␊`), everything else as `<U+202E>`. See `Sanitizer`.
package struct TerminalText: Hashable, Sendable {
  package let text: String
  /// Columns it takes on one row.
  package let columns: Int

  /// Text from anywhere, made safe; twice is once, and the time is linear.
  package init(_ outside: String) {
    if TerminalText.isPrintableASCII(outside) {
      self.init(safe: outside, columns: outside.utf8.count)
    } else {
      var sanitizer = Sanitizer()
      for character in outside { sanitizer.add(character) }
      let text = String(sanitizer.output)
      self.init(safe: text, columns: text.reduce(0) { $0 + TextWidth.columns(of: $1) })
    }
  }

  /// Whether every character is ASCII: any other takes fewer columns than it has bytes.
  var isASCII: Bool { columns == text.utf8.count }

  /// Walks the bytes where they are; an iterator of the string would cost more than the rest.
  private static func isPrintableASCII(_ text: String) -> Bool {
    let bytes = text.utf8.span
    for index in bytes.indices where bytes[index] < 0x20 || bytes[index] > 0x7E { return false }
    return true
  }

  private init(safe text: String, columns: Int) {
    self.text = text
    self.columns = columns
  }

  /// The text, or its beginning and `…` where it takes more columns than this.
  package func truncated(to limit: Int) -> TerminalText {
    guard columns > limit else { return self }
    guard limit > 0 else { return TerminalText(safe: "", columns: 0) }
    var used = 0
    var end = text.startIndex
    while end < text.endIndex {
      let next = used + TextWidth.columns(of: text[end])
      guard next < limit else { break }
      used = next
      end = text.index(after: end)
    }
    return TerminalText(safe: text[..<end] + "…", columns: used + 1)
  }
}

extension TerminalText: ExpressibleByStringInterpolation, CustomStringConvertible {
  package init(stringLiteral value: String) { self.init(value) }

  package var description: String { text }
}

extension TerminalText {
  /// Text of several lines (`\n` or `\r\n`), each wrapped to the width; an empty line stays one.
  package static func lines(of outside: String, width: Int) -> [TerminalText] {
    outside.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .flatMap { TerminalText(String($0)).lines(width: width) }
  }

  /// The text on as many lines as it takes, broken between words, or inside one that is too long.
  ///
  /// The blanks at a break are left out. A width below 2 counts as 2, so that any character fits.
  package func lines(width: Int) -> [TerminalText] {
    let width = max(2, width)
    guard columns > width else { return [self] }
    var wrapping = Wrapping(width: width)
    for character in text { wrapping.add(character) }
    return wrapping.finish().map { TerminalText(safe: $0.text, columns: $0.columns) }
  }

  /// Greedy line breaking: a word moves to the next line when it does not fit on this one.
  private struct Wrapping {
    let width: Int
    private var lines: [(text: String, columns: Int)] = []
    private var line = (text: "", columns: 0)
    private var blanks = 0
    private var word = (text: "", columns: 0)

    init(width: Int) { self.width = width }

    mutating func add(_ character: Character) {
      guard character != " " else {
        placeWord()
        blanks += 1
        return
      }
      let columns = TextWidth.columns(of: character)
      if word.columns + columns > width {
        placeWord()
        breakLine()
      }
      word.text.append(character)
      word.columns += columns
    }

    mutating func finish() -> [(text: String, columns: Int)] {
      placeWord()
      if line.columns > 0 || lines.isEmpty { breakLine() }
      return lines
    }

    private mutating func placeWord() {
      guard word.columns > 0 else { return }
      if line.columns + blanks + word.columns > width, line.columns > 0 { breakLine() }
      let lead = min(blanks, width - word.columns)
      line.text += String(repeating: " ", count: lead) + word.text
      line.columns += lead + word.columns
      blanks = 0
      word = ("", 0)
    }

    private mutating func breakLine() {
      lines.append(line)
      line = ("", 0)
      blanks = 0
    }
  }
}
