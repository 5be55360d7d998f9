/// Words typed as the beginnings of other words; case does not matter.
///
/// A word begins behind anything that is neither letter nor digit.
struct WordPrefixes {
  private let prefixes: [[UInt8]]

  init(_ typed: String) {
    prefixes = typed.split(whereSeparator: \.isWhitespace).map { Array($0.lowercased().utf8) }
  }

  /// Whether a word of the text begins with each of them.
  func match(_ text: String) -> Bool { prefixes.allSatisfy { begins($0, text) } }

  /// One pass without a copy, as there may be 100,000 titles to look at.
  private func begins(_ prefix: [UInt8], _ text: String) -> Bool {
    var matched = 0
    var isInWord = false
    for byte in text.utf8 {
      guard byte < 0x80 else { return begins(prefix, folded: text.lowercased()) }
      let folded = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      if step(folded, prefix, &matched, &isInWord) { return true }
    }
    return false
  }

  private func begins(_ prefix: [UInt8], folded text: String) -> Bool {
    var matched = 0
    var isInWord = false
    return text.utf8.contains { step($0, prefix, &matched, &isInWord) }
  }

  /// Takes one byte more; true once all of the prefix was seen.
  private func step(
    _ byte: UInt8,
    _ prefix: [UInt8],
    _ matched: inout Int,
    _ isInWord: inout Bool
  ) -> Bool {
    if matched > 0, prefix[matched] != byte { matched = 0 }
    if matched > 0 || (!isInWord && prefix[0] == byte) { matched += 1 }
    isInWord = byte >= 0x80 || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    return matched == prefix.count
  }
}
