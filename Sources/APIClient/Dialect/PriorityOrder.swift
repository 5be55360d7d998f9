/// The spellings of priorities, lowest first.
struct PriorityOrder {
  let spellings: [String]
  /// Whether every word's meaning is known.
  let isCertain: Bool

  private static let ranks = [
    "none": 0, "trivial": 1, "lowest": 2, "verylow": 2, "low": 3, "minor": 3,
    "medium": 4, "med": 4, "mid": 4, "moderate": 4, "normal": 4, "standard": 4, "default": 4,
    "high": 5, "important": 5, "major": 5, "veryhigh": 6, "highest": 7, "urgent": 8, "critical": 9,
  ]
  /// A range of numbers longer than this is no list of priorities.
  private static let longest = 10

  init(_ schema: Schema) {
    if let words = schema.spellings {
      let ranks = words.map(Self.rank)
      isCertain = ranks.allSatisfy { $0 != nil }
      spellings =
        isCertain
        ? zip(words, ranks).enumerated()
          .sorted { ($0.element.1 ?? 0, $0.offset) < ($1.element.1 ?? 0, $1.offset) }
          .map(\.element.0)
        : words
      return
    }
    // Whether 1 is the lowest or the highest is not described.
    isCertain = false
    var numbers = schema.words.compactMap(\.number).compactMap { Int(exactly: $0) }
    if numbers.isEmpty, schema.isInteger, let low = schema.minimum.flatMap({ Int(exactly: $0) }),
      let high = schema.maximum.flatMap({ Int(exactly: $0) }), low <= high,
      case let (span, isTooLong) = high.subtractingReportingOverflow(low), !isTooLong,
      span < Self.longest
    {
      numbers = Array(low...high)
    }
    spellings = numbers.sorted().map { String($0) }
  }

  static func rank(_ word: String) -> Int? {
    let word = TaskVocabulary.plain(word)
    // P1 is above P2.
    if word.count == 2, word.first == "p", let number = word.last?.wholeNumberValue {
      return 100 - number
    }
    return ranks[word]
  }
}
