internal import TodoKit

/// What fields held, as one text: a letter a field, then the value behind its length in bytes of
/// UTF-8, or a dash for none (`t3:Buyd-`).
enum SeenText {
  static func text(_ edits: [TodoEdit]) -> String? {
    edits.isEmpty ? nil : edits.map(spelled).joined()
  }

  static func edits(_ text: String?) -> [TodoEdit] {
    var edits: [TodoEdit] = []
    var rest = Substring(text ?? "").utf8
    while let letter = rest.popFirst() {
      var value: String?
      if rest.first == UInt8(ascii: "-") {
        rest.removeFirst()
      } else {
        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")),
          let count = Int(String(rest[..<colon]) ?? ""), count >= 0
        else { break }
        let bytes = rest[rest.index(after: colon)...].prefix(count)
        value = String(bytes)
        rest = rest[bytes.endIndex...]
      }
      guard let edit = edit(letter, value) else { break }
      edits.append(edit)
    }
    return edits
  }

  private static func spelled(_ edit: TodoEdit) -> String {
    switch edit {
    case .title(let title): spelled("t", title)
    case .description(let description): spelled("d", description)
    case .priority(let priority): spelled("p", priority?.rawValue)
    case .due(let due): spelled("u", FieldText.text(due))
    case .tags(let tags): spelled("g", FieldText.text(tags))
    case .completed(let isCompleted): spelled("c", isCompleted ? "1" : "0")
    }
  }

  private static func spelled(_ letter: String, _ value: String?) -> String {
    letter + (value.map { "\($0.utf8.count):\($0)" } ?? "-")
  }

  private static func edit(_ letter: UInt8, _ value: String?) -> TodoEdit? {
    switch letter {
    case UInt8(ascii: "t"): .title(value ?? "")
    case UInt8(ascii: "d"): .description(value)
    case UInt8(ascii: "p"): .priority(value.flatMap(Priority.init))
    case UInt8(ascii: "u"): .due(FieldText.due(value))
    case UInt8(ascii: "g"): .tags(FieldText.tags(value))
    case UInt8(ascii: "c"): .completed(value == "1")
    default: nil
    }
  }
}
