package import TerminalKit

/// What was typed of a key sequence so far: a count, then keys that wait for more.
package struct PendingKeys: Sendable, Equatable {
  /// The most a count can be: more rows than anybody has.
  static let countLimit = 999_999
  package internal(set) var count: Int?
  package internal(set) var keys: [Key] = []

  package var isEmpty: Bool { count == nil && keys.isEmpty }

  /// Takes a digit of a count; false where it is none.
  mutating func take(digit key: Key, in context: Context) -> Bool {
    guard KeyTable.counting.contains(context), keys.isEmpty, key.modifiers.isEmpty,
      case .character(let character) = key.code, character.isASCII,
      let digit = character.wholeNumberValue, digit > 0 || count != nil
    else { return false }
    count = min(PendingKeys.countLimit, (count ?? 0) * 10 + digit)
    return true
  }
}
