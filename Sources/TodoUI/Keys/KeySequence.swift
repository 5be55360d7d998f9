package import TerminalKit

/// One key, or several to be pressed one after the other.
package struct KeySequence: Hashable, Sendable {
  package let keys: [Key]

  package init(_ keys: [Key]) { self.keys = keys }

  /// Reads key names with blanks between them: `d`, `g g`, `C-x s`; nil when one is no key.
  package init?(text: String) {
    let names = text.split(separator: " ")
    let keys = names.compactMap { Key(name: String($0)) }
    guard !keys.isEmpty, keys.count == names.count else { return nil }
    self.keys = keys
  }

  /// The sequence as people write it.
  package func label(_ glyphs: Glyphs) -> String {
    keys.map { $0.label(glyphs) }.joined(separator: " ")
  }

  /// Whether this is how `other` begins, or all of it.
  func isPrefix(of other: KeySequence) -> Bool { other.keys.starts(with: keys) }
}
