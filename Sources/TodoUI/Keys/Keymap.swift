package import TerminalKit

/// The keys in force: the table, with what a person bound otherwise.
package struct Keymap: Sendable, Equatable {
  /// What the keys typed so far lead to.
  package enum Match: Sendable, Equatable {
    case action(Action)
    /// More keys must follow.
    case prefix
    case none
  }

  /// Every binding; the order of the footer and of the help.
  package private(set) var bindings: [Binding]
  private var working: [Context: [Binding]] = [:]
  private var actions: [Context: [KeySequence: Action]] = [:]
  private var prefixes: [Context: Set<KeySequence>] = [:]

  /// The table as it comes.
  package static let standard = Keymap(KeyTable.bindings)

  init(_ bindings: [Binding]) {
    self.bindings = bindings
    for binding in bindings {
      for context in binding.contexts {
        working[context, default: []].append(binding)
        for sequence in binding.keys {
          actions[context, default: [:]][sequence] = binding.action
          for count in 1..<sequence.keys.count {
            prefixes[context, default: []].insert(KeySequence(Array(sequence.keys.prefix(count))))
          }
        }
      }
    }
  }

  /// What keys typed one after the other mean.
  package func match(_ typed: [Key], in context: Context) -> Match {
    let sequence = KeySequence(typed)
    if let action = actions[context]?[sequence] { return .action(action) }
    return prefixes[context]?.contains(sequence) == true ? .prefix : .none
  }

  /// The bindings that work in a context.
  package func bindings(in context: Context) -> [Binding] {
    working[context] ?? []
  }

  /// What may follow the keys typed so far, with the rest of each sequence.
  func continuations(of typed: [Key], in context: Context) -> [(rest: KeySequence, Binding)] {
    let start = KeySequence(typed)
    return bindings(in: context).flatMap { binding in
      binding.keys.filter { $0.keys.count > typed.count && start.isPrefix(of: $0) }
        .map { (KeySequence(Array($0.keys.dropFirst(typed.count))), binding) }
    }
  }

  /// The first key of an action, as a sentence names it; empty when nothing leads there.
  package func label(of action: Action, in context: Context, _ glyphs: Glyphs) -> String {
    bindings(in: context).first { $0.action == action && !$0.keys.isEmpty }?
      .keys.first?.label(glyphs) ?? ""
  }
}
