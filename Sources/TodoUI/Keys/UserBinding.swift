internal import TerminalKit

/// One line of the configuration's `[keys]`: `"g g" = "top"`.
package struct UserBinding: Sendable, Equatable {
  /// The left side, as written.
  package var keys: String
  /// The right side: the name of an action, or `none`.
  package var action: String
  /// Where it stands, counted from 1.
  package var line: Int

  package init(keys: String, action: String, line: Int) {
    self.keys = keys
    self.action = action
    self.line = line
  }
}

extension Keymap {
  /// The table with a person's own keys in it.
  ///
  /// - Parameters:
  ///   - user: the lines, in their order; of two for the same keys the first counts.
  ///   - complaints: gets one sentence with its line for each that cannot be.
  package init(_ user: [UserBinding], complaints: inout [String]) {
    var bindings = KeyTable.bindings
    var taken: [(sequence: KeySequence, contexts: Set<Context>, line: Int)] = []
    for one in user {
      let place = "config.toml, line \(one.line): "
      guard let sequence = KeySequence(text: one.keys) else {
        complaints.append("\(place)there is no key called \"\(one.keys)\".")
        continue
      }
      if let first = sequence.keys.first, case .character(let digit) = first.code,
        digit.isASCII, digit.isNumber, first.modifiers.isEmpty
      {
        complaints.append("\(place)\(one.keys) starts a count, so it cannot be bound.")
        continue
      }
      guard let contexts = Keymap.contexts(of: one, sequence, bindings) else {
        complaints.append("\(place)there is no action called \(one.action).")
        continue
      }
      if contexts.isEmpty, Keymap.writes(sequence), one.action != "none" {
        complaints.append("\(place)\(one.keys) writes itself where text is typed.")
        continue
      }
      let rival = taken.first {
        !$0.contexts.isDisjoint(with: contexts)
          && ($0.sequence.isPrefix(of: sequence) || sequence.isPrefix(of: $0.sequence))
      }
      if let rival {
        complaints.append("\(place)\(one.keys) is bound on line \(rival.line) already.")
        continue
      }
      taken.append((sequence, contexts, one.line))
      Keymap.bind(sequence, one.action, contexts, &bindings)
    }
    self.init(bindings)
  }

  /// Where a line has its effect; nil when it names no action.
  private static func contexts(
    of one: UserBinding,
    _ sequence: KeySequence,
    _ bindings: [Binding]
  ) -> Set<Context>? {
    if one.action == "none" {
      return Set(bindings.filter { $0.keys.contains(sequence) }.flatMap(\.contexts))
        .subtracting(KeyTable.writing)
    }
    guard let action = Action.named.first(where: { $0.name == one.action })?.action else {
      return nil
    }
    return Set(bindings.filter { $0.action == action }.flatMap(\.contexts))
      .subtracting(writes(sequence) ? KeyTable.writing : [])
  }

  /// Whether the sequence starts with a key that writes itself.
  private static func writes(_ sequence: KeySequence) -> Bool {
    guard let first = sequence.keys.first, case .character = first.code else { return false }
    return first.modifiers.isEmpty
  }

  /// Takes the keys from whatever they did in these contexts, and gives them to the action.
  private static func bind(
    _ sequence: KeySequence,
    _ name: String,
    _ contexts: Set<Context>,
    _ bindings: inout [Binding]
  ) {
    bindings = bindings.flatMap { binding -> [Binding] in
      let lost = binding.keys.filter { $0.isPrefix(of: sequence) || sequence.isPrefix(of: $0) }
      let here = binding.contexts.intersection(contexts)
      guard !lost.isEmpty, !here.isEmpty else { return [binding] }
      var rest = binding
      rest.keys.removeAll { lost.contains($0) }
      rest.contexts = here
      var elsewhere = binding
      elsewhere.contexts.subtract(here)
      return elsewhere.contexts.isEmpty ? [rest] : [rest, elsewhere]
    }
    guard let action = Action.named.first(where: { $0.name == name })?.action else { return }
    for index in bindings.indices where bindings[index].action == action {
      let here = bindings[index].contexts.intersection(contexts)
      if !here.isEmpty { bindings[index].keys.insert(sequence, at: 0) }
    }
  }
}
