/// A typed line as words, the way a shell takes them: white space parts them, quotes keep it.
package enum LineWords {
  /// Every word of a line; nil when a quotation has no end.
  ///
  /// Inside `'…'` all is as it stands; elsewhere a backslash keeps the character behind it.
  package static func split(_ line: String) -> [String]? {
    var words: [String] = []
    var rest = line[...]
    while let word = first(&rest) {
      guard let word = word.text else { return nil }
      words.append(word)
    }
    return words
  }

  /// The first word of a line and, as it stands, what is behind it; nil when there is none.
  package static func parted(_ line: String) -> (first: String, rest: String)? {
    var rest = line[...]
    guard let word = first(&rest)?.text else { return nil }
    return (word, trimmed(rest))
  }

  /// A text without the white space at its ends.
  static func trimmed(_ text: some StringProtocol) -> String {
    var core = text[...].drop(while: \.isWhitespace)
    while core.last?.isWhitespace == true { core.removeLast() }
    return String(core)
  }

  /// Takes the first word off; its text is nil when a quotation in it has no end.
  private static func first(_ rest: inout Substring) -> (text: String?, Void)? {
    rest = rest.drop(while: \.isWhitespace)
    guard !rest.isEmpty else { return nil }
    var word = ""
    var quote: Character?
    while let character = rest.first, quote != nil || !character.isWhitespace {
      rest.removeFirst()
      switch character {
      case _ where character == quote: quote = nil
      case "\"" where quote == nil, "'" where quote == nil: quote = character
      case "\\" where quote != "'":
        guard let next = rest.popFirst() else { return (nil, ()) }
        word.append(next)
      default: word.append(character)
      }
    }
    return (quote == nil ? word : nil, ())
  }
}
