/// Text being typed, with a cursor between its graphemes; one editor for every field and panel.
package struct TextInput: Sendable, Equatable {
  /// The most graphemes a field holds: far more than any server takes, so that a mistaken paste
  /// cannot make every later key slow.
  package static let limit = 4000

  package private(set) var characters: [Character] = []
  /// How many graphemes stand before the cursor.
  package private(set) var cursor = 0
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
  @discardableResult
  package mutating func insert(_ text: String) -> Bool {
    let clean = normalized(text)
    let room = TextInput.limit - characters.count
    let fits = clean.count <= room
    // The parts are joined as one string: a combining mark belongs to what stands before it.
    let before = String(characters[..<cursor]) + String(clean.prefix(max(0, room)))
    let whole = Array(before + String(characters[cursor...]))
    cursor = min(before.count, whole.count)
    characters = whole
    return fits
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

  private func normalized(_ text: String) -> String {
    let isBreak = { (character: Character) in
      character == "\n" || character == "\r\n" || character == "\r"
    }
    return String(
      text.map { character in
        if isBreak(character) { return allowsLineBreaks ? "\n" : " " }
        return character == "\t" ? " " : character
      }
    )
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
    let before = String(characters[..<start])
    // Joined as one string again: what is left may form one grapheme.
    characters = Array(before + String(characters[end...]))
    cursor = min(before.count, characters.count)
  }
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
