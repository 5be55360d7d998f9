/// The words of a command line, and back: the quotes and backslashes of a POSIX shell, without
/// variables, patterns or anything else that a shell does with them.
///
/// White space separates words. Between `'` everything is itself; between `"` a backslash keeps `"`
/// and `\`; elsewhere it keeps any character (POSIX.1-2024, XCU 2.2).
package enum CommandWords {
  /// Why a line is no sequence of words.
  package enum SplitError: Error, Equatable {
    case openQuote, openEscape

    /// What to tell a person.
    package var sentence: String {
      switch self {
      case .openQuote: "A quotation mark is not closed."
      case .openEscape: "Nothing follows the backslash at the end."
      }
    }
  }

  /// The words of a line, without their quotes.
  package static func split(_ line: String) throws(SplitError) -> [String] {
    var scanner = CommandScanner()
    for (place, scalar) in line.unicodeScalars.enumerated() { scanner.add(scalar, at: place) }
    try scanner.requireEnd()
    return scanner.words.map { String($0.text) }
  }

  /// The first word of a line, without its quotes, and what is behind it, as it stands.
  ///
  /// - Parameter line: as typed.
  /// - Throws: ``SplitError``, when the first word does not end.
  /// - Returns: nil when there is no word.
  package static func first(of line: String) throws(SplitError) -> (word: String, rest: String)? {
    var scanner = CommandScanner()
    let scalars = line.unicodeScalars
    var place = scalars.startIndex
    while place < scalars.endIndex, scanner.words.isEmpty || scanner.state != .blank {
      scanner.add(scalars[place], at: 0)
      place = scalars.index(after: place)
    }
    try scanner.requireEnd()
    guard let word = scanner.words.first else { return nil }
    return (String(word.text), trimmed(line[place...]))
  }

  /// A text without the white space at its ends.
  package static func trimmed(_ text: some StringProtocol) -> String {
    var core = text[...].drop(while: \.isWhitespace)
    while core.last?.isWhitespace == true { core.removeLast() }
    return String(core)
  }

  /// A word as it has to be written so that it is one word; as it is where that will do.
  package static func quoted(_ word: String) -> String {
    let special = word.unicodeScalars.contains {
      $0.properties.isWhitespace || $0 == "'" || $0 == "\"" || $0 == "\\"
    }
    if !special, !word.isEmpty { return word }
    if !word.unicodeScalars.contains("'") { return "'\(word)'" }
    var escaped = String.UnicodeScalarView()
    for scalar in word.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { escaped.append("\\") }
      escaped.append(scalar)
    }
    return "\"\(String(escaped))\""
  }
}

/// The words of a line that is still being typed, up to its cursor.
struct UnfinishedWords: Equatable {
  let finished: [String]
  /// The word at the cursor as far as it goes, without its quotes; empty behind a blank.
  let partial: String
  /// What stands before that word.
  let head: String

  init(_ line: String) {
    var scanner = CommandScanner()
    let scalars = line.unicodeScalars
    for (place, scalar) in scalars.enumerated() { scanner.add(scalar, at: place) }
    var words = scanner.words
    let last = scanner.state == .blank ? nil : words.popLast()
    finished = words.map { String($0.text) }
    partial = last.map { String($0.text) } ?? ""
    head = last.map { String(String.UnicodeScalarView(scalars.prefix($0.start))) } ?? line
  }
}

/// Reads scalar by scalar, since a mark behind a quote would make one grapheme with it.
private struct CommandScanner {
  enum State { case blank, plain, single, double }

  var words: [(start: Int, text: String.UnicodeScalarView)] = []
  var state = State.blank
  var isEscaped = false

  mutating func add(_ scalar: Unicode.Scalar, at place: Int) {
    if isEscaped {
      isEscaped = false
      if state == .double, scalar != "\"", scalar != "\\" { append("\\") }
      return append(scalar)
    }
    switch (state, scalar) {
    case (.blank, _) where scalar.properties.isWhitespace: break
    case (.blank, _):
      words.append((place, String.UnicodeScalarView()))
      state = .plain
      add(scalar, at: place)
    case (.plain, _) where scalar.properties.isWhitespace: state = .blank
    case (.plain, "'"): state = .single
    case (.plain, "\""): state = .double
    case (.single, "'"), (.double, "\""): state = .plain
    case (.plain, "\\"), (.double, "\\"): isEscaped = true
    default: append(scalar)
    }
  }

  /// Whether the last word may end here.
  func requireEnd() throws(CommandWords.SplitError) {
    if isEscaped { throw .openEscape }
    if state == .single || state == .double { throw .openQuote }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    words[words.count - 1].text.append(scalar)
  }
}
