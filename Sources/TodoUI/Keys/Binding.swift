package import TerminalKit

/// One line of the key table: the keys, what they do, and where.
package struct Binding: Sendable, Equatable {
  /// Headings of the help overlay.
  package enum Section: String, Sendable, CaseIterable {
    case list = "List"
    case several = "Several tasks"
    case sort = "Sort"
    case queue = "Unsent changes"
    case conflict = "Conflict"
    case move = "Move"
    case line = "Add, edit, filter"
    case description = "Description"
    case details = "Details"
    case question = "Question"
    case form = "Sign-in form"
    case typing = "While typing"
    case command = "Command line"
    case pager = "Messages and output"
    case help = "This help"
    case everywhere = "Everywhere"
  }

  package let section: Section
  package internal(set) var keys: [KeySequence]
  package let action: Action
  /// What the keys do, in a few words.
  package let help: String
  /// The word of the footer; nil keeps the binding out of it.
  package let hint: String?
  package internal(set) var contexts: Set<Context>

  init(
    _ section: Section,
    _ keys: [Key],
    _ action: Action,
    _ help: String,
    hint: String? = nil,
    in contexts: Set<Context>
  ) {
    self.section = section
    self.keys = keys.map { KeySequence([$0]) }
    self.action = action
    self.help = help
    self.hint = hint
    self.contexts = contexts
  }

  /// A binding of one sequence of keys.
  init(
    _ section: Section,
    _ sequence: KeySequence,
    _ action: Action,
    _ help: String,
    hint: String,
    in contexts: Set<Context>
  ) {
    self.section = section
    keys = [sequence]
    self.action = action
    self.help = help
    self.hint = hint
    self.contexts = contexts
  }
}

extension Key {
  /// The key as people write it: `^D`, `space`, `Alt-Enter`, `↓`.
  package func label(_ glyphs: Glyphs) -> String {
    if case .character(let character) = code, character != " ", modifiers == .control {
      return "^" + character.uppercased()
    }
    if modifiers.contains(.alt) { return "Alt-" + Key(code).label(glyphs) }
    switch code {
    case .character(" "): return "space"
    case .up where glyphs == .unicode: return "↑"
    case .down where glyphs == .unicode: return "↓"
    case .left where glyphs == .unicode: return "←"
    case .right where glyphs == .unicode: return "→"
    case .pageUp: return "PgUp"
    case .pageDown: return "PgDn"
    default: return name
    }
  }
}
