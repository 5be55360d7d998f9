internal import TodoKit

/// What the filter looks at: the folded text of every task, one behind the other in one array.
///
/// Folding is lower case. A tag is in it with its `#` and a priority with its `!`, so that words like
/// `#home` and `!high` are found as they are typed.
struct SearchIndex: Sendable, Equatable {
  private var bytes: [UInt8] = []
  /// Where the text of each slot starts and ends.
  private var spans: [(start: Int32, end: Int32)] = []
  /// Bytes of texts that were replaced.
  private var waste = 0

  /// It follows from the tasks: two tables of the same tasks are the same table.
  static func == (left: SearchIndex, right: SearchIndex) -> Bool { true }

  init() {}

  /// The words of a filter.
  static func words(_ search: String) -> [[UInt8]] {
    search.split(whereSeparator: \.isWhitespace).map { Array($0.lowercased().utf8) }
  }

  /// Puts the text of a slot in; slots are filled in any order.
  mutating func set(_ todo: Todo, slot: Int) {
    while spans.count <= slot { spans.append((0, 0)) }
    waste += Int(spans[slot].end - spans[slot].start)
    let start = Int32(clamping: bytes.count)
    fold(todo.title)
    if let description = todo.description {
      bytes.append(0x0A)
      fold(description)
    }
    for tag in todo.tags {
      bytes.append(0x20)
      bytes.append(UInt8(ascii: "#"))
      fold(tag)
    }
    if let priority = todo.priority {
      bytes.append(contentsOf: " !".utf8)
      fold(priority.rawValue)
    }
    bytes.append(0x20)
    spans[slot] = (start, Int32(clamping: bytes.count))
  }

  /// Whether so much of it is waste that it should be built anew.
  var isWasteful: Bool { waste > 1 << 20 && waste > bytes.count / 2 }

  /// Whether every word occurs in the text of a slot.
  func has(_ words: [[UInt8]], slot: Int) -> Bool {
    let (start, end) = spans[slot]
    return words.allSatisfy { has($0, Int(start)..<Int(end)) }
  }

  private func has(_ word: [UInt8], _ range: Range<Int>) -> Bool {
    guard let first = word.first else { return true }
    let last = range.upperBound - word.count
    var place = range.lowerBound
    while place <= last {
      if bytes[place] == first {
        var matched = 1
        while matched < word.count, bytes[place + matched] == word[matched] { matched += 1 }
        if matched == word.count { return true }
      }
      place += 1
    }
    return false
  }

  private mutating func fold(_ text: String) {
    let start = bytes.count
    for byte in text.utf8 {
      guard byte < 0x80 else {
        bytes.removeSubrange(start...)
        bytes.append(contentsOf: text.lowercased().utf8)
        return
      }
      bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    }
  }
}
