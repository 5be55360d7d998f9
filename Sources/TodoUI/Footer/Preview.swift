internal import TerminalKit
internal import TodoKit

/// A task's line as it is understood so far.
struct Preview {
  typealias Piece = (text: TerminalText, style: Style)

  let pieces: [Piece]
  /// What of the line the backend has no place for; nil when all of it has one.
  let refusal: TerminalText?

  /// nil while no task's line is being typed.
  init?(_ model: Model) {
    let typed: String
    switch model.list.mode {
    case .adding(let line): typed = line.input.text
    case .retitling(_, let input): typed = input.text
    default: return nil
    }
    let (theme, glyphs) = (model.display.theme, model.display.glyphs)
    let fields = model.list.fields
    if typed.allSatisfy(\.isWhitespace) {
      let words = [(TaskFields.priority, "!high"), (.tags, "#home"), (.due, "due:fri")]
      let known = words.filter { fields.contains($0.0) }.map(\.1).joined(separator: " ")
      let sentence: TerminalText = "\(known) are understood in a title"
      pieces = known.isEmpty ? [] : [(sentence, theme.dim)]
      refusal = nil
      return
    }
    let line = QuickAdd(typed, today: model.display.day.today, fields: fields)
    var pieces: [Piece] = []
    if let priority = line.priority {
      let mark =
        switch priority {
        case .high: glyphs.high
        case .medium: glyphs.medium
        case .low: glyphs.low
        }
      pieces.append(("\(mark.text)\(priority.rawValue)", theme.urgent))
    }
    pieces += line.tags.map { ("#\($0)", theme.accent) }
    if let due = line.due {
      pieces.append(("due \(DueWords(due, on: model.display.day).long)", theme.accent))
    }
    // What was understood is the news: in a small window the title, typed just below, gives way to it.
    let room = pieces.reduce(model.display.size.columns - 2) { $0 - $1.text.columns - 2 }
    let title = glyphs.cut(TerminalText(line.title), to: min(40, max(8, room)))
    self.pieces = [(title, theme.plain)] + pieces
    refusal = line.unsupported.isEmpty ? nil : Preview.refusal(line.unsupported)
  }

  /// What the backend has no place for, so that it stays in the title.
  private static func refusal(_ fields: TaskFields) -> TerminalText {
    let names = [(TaskFields.priority, "priorities"), (.due, "due dates"), (.tags, "tags")]
    let missing = names.filter { fields.contains($0.0) }.map(\.1).joined(separator: ", ")
    return "This server keeps no \(missing): that stays in the title."
  }
}
