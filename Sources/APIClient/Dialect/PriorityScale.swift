internal import TodoKit

/// A backend's spellings of priorities over against the three levels of this client.
struct PriorityScale: Sendable {
  /// Whether they are whole numbers on the wire.
  let isNumeric: Bool
  /// The word for no priority at all, where there is one.
  let none: String?
  private let levels: [String: Priority]
  private let spellings: [Priority: String]
  private let takesAnyWord: Bool

  /// - Parameter all: the spellings, lowest first; none where any text goes.
  init(_ all: [String]) {
    isNumeric = !all.isEmpty && all.allSatisfy { Int64($0) != nil }
    takesAnyWord = all.isEmpty
    none = all.first { PriorityOrder.rank($0) == 0 }
    let words = all.filter { PriorityOrder.rank($0) != 0 }
    let known = words.map(PriorityScale.known)
    let isKnown = known.allSatisfy { $0 != nil }
    var levels: [String: Priority] = [:]
    var spellings: [Priority: String] = [:]
    var byLevel: [Priority: [String]] = [:]
    for (index, word) in words.enumerated() {
      let level = isKnown ? known[index] : PriorityScale.level(at: index, of: words.count)
      guard let level else { continue }
      levels[TaskVocabulary.plain(word)] = level
      byLevel[level, default: []].append(word)
    }
    for level in Priority.allCases {
      let words = byLevel[level] ?? []
      let own = words.first { TaskVocabulary.plain($0) == level.rawValue }
      switch level {
      case .low: spellings[level] = own ?? words.first
      case .medium: spellings[level] = own ?? (words.isEmpty ? nil : words[words.count / 2])
      case .high: spellings[level] = own ?? words.last
      }
      if all.isEmpty { spellings[level] = level.rawValue }
    }
    self.levels = levels
    self.spellings = spellings
  }

  /// What a spelling means; nil for one that is not known, and for no priority.
  func level(_ spelling: String) -> Priority? {
    takesAnyWord ? PriorityScale.known(spelling) : levels[TaskVocabulary.plain(spelling)]
  }

  /// How a level is spelled there; nil where there is no such level.
  func spelling(_ level: Priority) -> String? { spellings[level] }

  /// A word whose meaning does not depend on those beside it.
  private static func known(_ word: String) -> Priority? {
    switch PriorityOrder.rank(word) ?? 0 {
    case 1...3: .low
    case 4: .medium
    case 5...9: .high
    default: nil
    }
  }

  /// Lowest to low, highest to high, and those between to what they are nearest to.
  private static func level(at index: Int, of count: Int) -> Priority {
    // Twice the distance from the middle, of the largest there is.
    let (distance, largest) = (2 * index - (count - 1), count - 1)
    if largest == 0 || 2 * abs(distance) < largest { return .medium }
    return distance < 0 ? .low : .high
  }
}
