/// Where in a configuration file things stand; the parser keeps no positions.
struct ConfigurationLines: Sendable {
  private let lines: [Substring]
  /// The first line of each key, by its table and its own name.
  private var places: [String: [String: Int]] = [:]

  /// - Parameter lines: the file.
  init(_ lines: [Substring]) {
    self.lines = lines
    var table = ""
    for (index, line) in lines.enumerated() {
      let words = line.trimmed
      if words.hasPrefix("[") {
        table = ConfigurationLines.key(words.dropFirst().prefix { $0 != "]" })
        note("", in: table, index + 1)
      } else if let equals = ConfigurationLines.equals(words) {
        note(ConfigurationLines.key(words[..<equals]), in: table, index + 1)
      }
    }
  }

  /// The line of a key.
  ///
  /// - Parameters:
  ///   - key: the key; empty for the table's own heading.
  ///   - table: its table: `keys`, `views.work`.
  /// - Returns: counted from 1; nil where it is written in some other way.
  func line(of key: String, in table: String) -> Int? { places[table]?[key] }

  private mutating func note(_ key: String, in table: String, _ line: Int) {
    if places[table]?[key] == nil { places[table, default: [:]][key] = line }
  }

  /// A key without its quotes: `"g g"` is `g g`, `views."my work"` is `views.my work`.
  private static func key(_ text: Substring) -> String {
    var key = ""
    var quote: Character?
    var isEscaped = false
    for character in text.trimmed {
      if isEscaped {
        key.append(character)
        isEscaped = false
      } else if character == "\\", quote == "\"" {
        isEscaped = true
      } else if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
      } else {
        key.append(character)
      }
    }
    return key
  }

  /// The `=` behind a key, which may be quoted and have one itself.
  private static func equals(_ line: Substring) -> Substring.Index? {
    guard let quote = line.first, quote == "\"" || quote == "'" else {
      return line.firstIndex(of: "=")
    }
    var index = line.index(after: line.startIndex)
    while index < line.endIndex, line[index] != quote {
      if line[index] == "\\", quote == "\"" { index = line.index(after: index) }
      if index < line.endIndex { index = line.index(after: index) }
    }
    return index < line.endIndex ? line[index...].firstIndex(of: "=") : nil
  }
}

extension [String] {
  /// Sentences that name a line of `config.toml` in the order of lines, then the others as they were.
  var inOrderOfLines: [String] {
    func line(_ sentence: String) -> Int {
      let place = "config.toml, line "
      guard sentence.hasPrefix(place) else { return .max }
      return Int(sentence.dropFirst(place.count).prefix { $0 != ":" }) ?? .max
    }
    // Which of two with the same line comes first must not change; `sorted` does not promise that.
    return enumerated().sorted {
      (line($0.element), $0.offset) < (line($1.element), $1.offset)
    }.map(\.element)
  }
}
