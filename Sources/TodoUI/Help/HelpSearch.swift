internal import TerminalKit

/// What is looked for in the help: words that a line must all have somewhere; case does not matter.
///
/// A single character is a key. Anything longer is found in what a key does, in the heading above,
/// in the name the configuration has for it, or in how the key is called.
struct HelpSearch {
  private let words: [String]

  init(_ typed: String) {
    words = typed.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
  }

  func match(_ binding: Binding) -> Bool { words.allSatisfy { has($0, binding) } }

  private func has(_ word: String, _ binding: Binding) -> Bool {
    let labels = binding.keys.flatMap(\.keys).map { $0.label(.unicode).lowercased() }
    if word.count == 1 { return labels.contains(word) }
    let name = Action.named.first { $0.action == binding.action }?.name ?? ""
    return ([binding.help, binding.section.rawValue, name] + labels)
      .contains { $0.lowercased().contains(word) }
  }
}
