/// A word of a quick-add line and the white space before it.
struct QuickWord {
  let gap: Substring
  let text: Substring

  /// The words of a line; their gaps and texts together are the line without white space at its end.
  static func words(of line: String) -> [QuickWord] {
    let scalars = line.unicodeScalars
    var words: [QuickWord] = []
    var end = scalars.startIndex
    while let start = scalars[end...].firstIndex(where: { !$0.properties.isWhitespace }) {
      let stop =
        scalars[start...].firstIndex { $0.properties.isWhitespace } ?? scalars.endIndex
      words.append(QuickWord(gap: line[end..<start], text: line[start..<stop]))
      end = stop
    }
    return words
  }

  /// The word without the backslash that kept it in the title.
  static func unescaped(_ word: Substring) -> Substring {
    guard word.utf8.first == UInt8(ascii: "\\"), isLead(word) else { return word }
    return Substring(word.unicodeScalars.dropFirst())
  }

  /// Whether a word of a title has to get a backslash to stay one.
  static func needsEscape(_ word: Substring, today: CalendarDay) -> Bool {
    if word.utf8.first == UInt8(ascii: "\\") { return isLead(word) }
    return QuickToken(word, today: today) != nil
  }

  /// Whether the word starts, after any backslashes, like one that may mean something.
  private static func isLead(_ word: Substring) -> Bool {
    let rest = word.utf8.drop { $0 == UInt8(ascii: "\\") }
    return rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "#")
      || startsWithDue(Substring(rest))
  }

  /// Whether the word starts with `due:`, whatever its case.
  static func startsWithDue(_ word: Substring) -> Bool {
    Substring(word.unicodeScalars.prefix(4)).lowercased() == "due:"
  }
}

/// A word that means something.
enum QuickToken {
  case priority(Priority)
  case due(DueDate)
  case tag(String)

  /// Reads one word; nil when it is only a word.
  init?(_ word: Substring, today: CalendarDay) {
    let scalars = word.unicodeScalars
    switch scalars.first {
    case "!":
      guard scalars.count <= 7 else { return nil }
      switch word.lowercased() {
      case "!high", "!h": self = .priority(.high)
      case "!medium", "!m": self = .priority(.medium)
      case "!low", "!l": self = .priority(.low)
      default: return nil
      }
    case "#":
      let tag = Substring(scalars.dropFirst())
      guard QuickToken.isTag(tag) else { return nil }
      self = .tag(String(tag))
    case "d", "D":
      guard scalars.count <= 40, QuickWord.startsWithDue(word),
        let due = DueDate(typed: String(scalars.dropFirst(4)), today: today)
      else { return nil }
      self = .due(due)
    default:
      return nil
    }
  }

  /// What `todo` has to say besides its title.
  static func tokens(of todo: Todo) -> [QuickToken] {
    (todo.priority.map { [.priority($0)] } ?? []) + todo.tags.map { .tag($0) }
      + (todo.due.map { [.due($0)] } ?? [])
  }

  /// The word that reads as this, when there is one.
  var text: String {
    switch self {
    case .priority(let priority): "!" + priority.rawValue
    case .due(let due): "due:" + due.typed
    case .tag(let tag): "#" + tag
    }
  }

  /// Which part of a task it is about.
  var field: TaskFields {
    switch self {
    case .priority: .priority
    case .due: .due
    case .tag: .tags
    }
  }

  /// Whether its word reads as itself: a tag may have a space, a date a year of five digits.
  func isReadable(today: CalendarDay) -> Bool {
    switch self {
    case .priority: true
    case .due(let due): DueDate(typed: due.typed, today: today) == due
    case .tag(let tag): QuickToken.isTag(tag[...])
    }
  }

  // A letter first, so that "#1" stays an issue's number; punctuation only inside, so that "#home,"
  // in a sentence stays a word of it.
  private static func isTag(_ text: Substring) -> Bool {
    let scalars = text.unicodeScalars
    // A longer one no server of the contract takes (contract/tasks-api): it stays a word.
    guard scalars.count <= 50, let first = scalars.first, first.properties.isAlphabetic,
      let last = scalars.last, last != ".", last != ":"
    else { return false }
    return scalars.allSatisfy {
      switch $0.properties.generalCategory {
      case .decimalNumber, .nonspacingMark, .spacingMark: true
      default: $0.properties.isAlphabetic || "-_/+.:".unicodeScalars.contains($0)
      }
    }
  }
}
