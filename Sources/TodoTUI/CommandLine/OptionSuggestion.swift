import ArgumentParser

/// What somebody may have meant by an option that there is not.
package enum OptionSuggestion {
  /// The most changes of a letter that make a slip of an option.
  private static let reach = 3

  /// The nearest: the shortest that begins with what was typed; else the one with the fewest letters
  /// to change, and of several the one that begins most alike.
  ///
  /// - Parameters:
  ///   - typed: the option as typed, `--ov`.
  ///   - options: those there are.
  /// - Returns: one of them; nil when none is near.
  package static func nearest(to typed: String, of options: [String]) -> String? {
    guard typed != "--" else { return nil }
    let begun = options.filter { $0.hasPrefix(typed) }
    if let shortest = begun.min(by: { $0.utf8.count < $1.utf8.count }) { return shortest }
    return options.map { (name: $0, changes: changes(Array(typed), Array($0))) }
      .filter { $0.changes <= reach }
      .min { ($0.changes, -alike($0.name, typed)) < ($1.changes, -alike($1.name, typed)) }?.name
  }

  /// How many letters two words begin with alike.
  private static func alike(_ one: String, _ other: String) -> Int {
    zip(one, other).prefix { $0 == $1 }.count
  }

  /// How many letters have to be put in, left out or changed (Levenshtein).
  private static func changes(_ one: [Character], _ other: [Character]) -> Int {
    var row = Array(0...other.count)
    for (line, letter) in one.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for (column, wanted) in other.enumerated() {
        let changed = diagonal + (letter == wanted ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(changed, row[column] + 1, diagonal + 1)
      }
    }
    return row[other.count]
  }
}

extension Root {
  /// What the parser says of a slip, with what was meant by an unknown option.
  ///
  /// - Parameters:
  ///   - error: the parser's.
  ///   - arguments: what it was given.
  /// - Returns: one sentence.
  static func sentence(about error: any Error, in arguments: [String]) -> String {
    let message = message(for: error)
    let words = message.split(separator: "'", maxSplits: 2).map(String.init)
    guard words.count > 1, words[0] == "Unknown option ", words[1].hasPrefix("--") else {
      return message
    }
    let unknown = "Unknown option '\(words[1])'"
    let nearest = OptionSuggestion.nearest(to: words[1], of: options(of: arguments))
    return nearest.map { "\(unknown). Did you mean '\($0)'?" } ?? unknown
  }
}
