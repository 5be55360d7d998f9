/// Splits a script into words; quotes keep spaces, and know `\"`, `\\`, `\n`, `\t` and `\u{1B}`.
struct ScriptWords {
  struct Word {
    var line: Int
    var text: String
    var isQuoted: Bool
  }

  /// What is wrong, and on which line.
  struct Slip: Error {
    var line: Int
    var sentence: String

    init(_ line: Int, _ sentence: String) {
      self.line = line
      self.sentence = sentence
    }
  }

  var words: [Word] = []

  init(_ text: String) throws(Slip) {
    var line = 1
    var rest = text[...]
    while let first = rest.first {
      if first.isNewline {
        line += 1
        rest.removeFirst()
      } else if first.isWhitespace {
        rest.removeFirst()
      } else if first == "#" {
        rest = rest.drop { !$0.isNewline }
      } else if first == "\"" {
        rest.removeFirst()
        words.append(Word(line: line, text: try ScriptWords.quoted(&rest, line), isQuoted: true))
      } else {
        let word = rest.prefix { !$0.isWhitespace }
        words.append(Word(line: line, text: String(word), isQuoted: false))
        rest = rest.dropFirst(word.count)
      }
    }
  }

  private static let escapes: [Character: Character] = [
    "\"": "\"", "\\": "\\", "n": "\n", "t": "\t",
  ]

  private static func quoted(_ rest: inout Substring, _ line: Int) throws(Slip) -> String {
    var text = ""
    while let character = rest.popFirst(), !character.isNewline {
      if character == "\"" { return text }
      guard character == "\\" else {
        text.append(character)
        continue
      }
      let letter = rest.popFirst() ?? " "
      if let meant = escapes[letter] {
        text.append(meant)
      } else if letter == "u", let scalar = scalar(&rest) {
        text.unicodeScalars.append(scalar)
      } else {
        throw Slip(line, "“\\\(letter)” means nothing: \\\", \\\\, \\n, \\t and \\u{1B} do.")
      }
    }
    throw Slip(line, "A quotation has no end.")
  }

  private static func scalar(_ rest: inout Substring) -> Unicode.Scalar? {
    guard rest.first == "{", let end = rest.firstIndex(of: "}"),
      let value = UInt32(rest[..<end].dropFirst(), radix: 16)
    else { return nil }
    rest = rest[rest.index(after: end)...]
    return Unicode.Scalar(value)
  }

  /// A text as one quoted word, which reads back as the same text.
  static func quote(_ text: String) -> String {
    var word = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": word += "\\\""
      case "\\": word += "\\\\"
      case "\n": word += "\\n"
      case "\t": word += "\\t"
      case _ where isPlain(scalar): word.unicodeScalars.append(scalar)
      default: word += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      }
    }
    return word + "\""
  }

  /// Whether a file may have it as it is: it neither ends a line nor acts on a terminal that shows it.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
    default: true
    }
  }
}
