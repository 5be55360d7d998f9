/// Text being typed, with a cursor between its graphemes; one editor for every field and panel.
package struct TextInput: Sendable, Equatable {
  /// The most graphemes a field holds: far more than any server takes, so that a mistaken paste
  /// cannot make every later key slow.
  package static let limit = 4000
  /// The most Unicode scalars a field holds; a grapheme alone can be of any number of them.
  package static let scalarLimit = 4 * limit
  /// The most scalars of one grapheme, several times what any script or emoji needs; more are left
  /// out.
  package static let graphemeScalarLimit = 32

  package private(set) var characters: [Character] = []
  /// How many graphemes stand before the cursor.
  package private(set) var cursor = 0
  private var scalarCount = 0
  /// Whether a line break is kept; else it becomes a space.
  package let allowsLineBreaks: Bool
  /// Whether the text is never shown, printed or dumped.
  package let isSecret: Bool

  package init(_ text: String = "", allowsLineBreaks: Bool = false, isSecret: Bool = false) {
    self.allowsLineBreaks = allowsLineBreaks
    self.isSecret = isSecret
    insert(text)
  }

  package var text: String { String(characters) }
  package var isEmpty: Bool { characters.isEmpty }

  /// Inserts at the cursor, and says whether all of it fitted.
  ///
  /// At the end of the text this costs as much as what is inserted; a full field costs nothing.
  @discardableResult
  package mutating func insert(_ text: String) -> Bool {
    let room = TextInput.scalarLimit - scalarCount
    guard room > 0, characters.count < TextInput.limit else { return text.isEmpty }
    let (clean, fits) = normalized(text, limit: room)
    return replace(cursor..<cursor, with: clean) && fits
  }

  /// Carries out an editing key; false when this key edits nothing.
  package mutating func perform(_ edit: TextEdit) {
    switch edit {
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(characters.count, cursor + 1)
    case .lineStart: cursor = lineStart
    case .lineEnd: cursor = lineEnd
    case .deleteBackward: remove(from: max(0, cursor - 1), to: cursor)
    case .deleteForward: remove(from: cursor, to: min(characters.count, cursor + 1))
    case .deleteToStart: remove(from: lineStart, to: cursor)
    case .deleteToEnd: remove(from: cursor, to: lineEnd)
    case .deleteWord: remove(from: wordStart, to: cursor)
    }
  }

  /// Moves the cursor up or down over the rows of the text as wrapped to `width` columns.
  package mutating func moveVertically(by rows: Int, width: Int) {
    let layout = WrappedText(characters, width: width)
    let here = layout.position(of: cursor)
    let row = here.row + rows
    if row < 0 {
      cursor = 0
    } else if row >= layout.rows.count {
      cursor = characters.count
    } else {
      cursor = layout.index(row: row, column: here.column)
    }
  }

  /// At most `limit` scalars of the text, and whether that is all of it.
  private func normalized(_ text: String, limit: Int) -> (String, Bool) {
    var kept = String.UnicodeScalarView()
    var count = 0
    var isAfterReturn = false
    for scalar in text.unicodeScalars {
      defer { isAfterReturn = scalar == "\r" }
      if scalar == "\n", isAfterReturn { continue }
      if count == limit { return (String(kept), false) }
      count += 1
      switch scalar {
      case "\n", "\r": kept.append(allowsLineBreaks ? "\n" : " ")
      case "\t": kept.append(" ")
      default: kept.append(scalar)
      }
    }
    return (String(kept), true)
  }

  private var lineStart: Int {
    (characters[..<cursor].lastIndex(of: "\n") ?? -1) + 1
  }

  private var lineEnd: Int {
    characters[cursor...].firstIndex(of: "\n") ?? characters.count
  }

  private var wordStart: Int {
    var index = cursor
    while index > 0, characters[index - 1].isWhitespace { index -= 1 }
    while index > 0, !characters[index - 1].isWhitespace { index -= 1 }
    return index
  }

  private mutating func remove(from start: Int, to end: Int) {
    replace(start..<end, with: "")
  }

  /// Puts text in place of some graphemes, sets the cursor behind it, and says whether all fitted.
  @discardableResult
  private mutating func replace(_ range: Range<Int>, with text: String) -> Bool {
    // What meets is joined as one string: it may form one grapheme, a combining mark with the letter
    // before it. Graphemes further to the left are not touched by what comes behind (UAX #29).
    let start = max(0, range.lowerBound - 1)
    let head = Array(String(characters[start..<range.lowerBound]) + text)
    let tail = characters[range.upperBound...]
    let kept = head.prefix(TextInput.limit - start - tail.count)
    let joined = tail.isEmpty ? Array(kept) : Array(String(kept) + String(tail))
    let bounded = joined.map(\.bounded)
    let lost = joined.scalarCount - bounded.scalarCount
    scalarCount += bounded.scalarCount - characters[start...].scalarCount
    characters.replaceSubrange(start..., with: bounded)
    cursor = start + min(kept.count, joined.count)
    return kept.count == head.count && lost == 0
  }
}

extension Character {
  /// Without the scalars beyond the most a grapheme may have.
  fileprivate var bounded: Character {
    let limit = TextInput.graphemeScalarLimit
    // As many bytes are as many scalars at most.
    guard utf8.count > limit, unicodeScalars.count > limit else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.prefix(limit))).first ?? self
  }
}

extension Sequence<Character> {
  fileprivate var scalarCount: Int { reduce(0) { $0 + $1.unicodeScalars.count } }
}

extension TextInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { isSecret ? "(redacted)" : text }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["text": description]) }
}

/// What an editing key does to the text.
package enum TextEdit: Sendable, Equatable, CaseIterable {
  case left, right, lineStart, lineEnd
  case deleteBackward, deleteForward, deleteToStart, deleteToEnd, deleteWord
}
