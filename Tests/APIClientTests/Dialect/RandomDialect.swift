import APIClient

/// A generator whose numbers a seed repeats (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }

  mutating func chance() -> Bool { Bool.random(using: &self) }
}

extension Dialect {
  /// Any dialect that can be: odd words, odd paths, every form.
  static func random(using random: inout SeededRandom) -> Dialect {
    var dialect = Dialect.canonical
    dialect.collection = path("", using: &random)
    dialect.item = path("/{id}", using: &random)
    dialect.listEnvelope = words(0...3, using: &random)
    dialect.singleEnvelope = words(0...2, using: &random)
    dialect.paging = random.chance() ? paging(using: &random) : nil
    dialect.readsSingle = random.chance()
    dialect.idForm = random.pick([.string, .integer])
    for field in Field.allCases { dialect.fields[field] = name(using: &random) }
    dialect.doneForm =
      random.chance()
      ? .flag : .status(open: word(using: &random), done: "d" + word(using: &random))
    dialect.completion = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      completion(using: &random)
    }
    let isPartial = random.chance()
    dialect.update = Update(
      method: random.pick([.put, .patch]),
      isPartial: isPartial,
      keys: isPartial ? [] : words(1...4, using: &random),
      clearsByNull: random.chance()
    )
    let texts = [
      "null", "true", "0", "-7", "2.5", #""medium""#, #""a\"\\\u000a☃""#, "[]", #"{"a":[1]}"#,
    ]
    var defaults: [String: String] = [:]
    for key in words(0...3, using: &random) { defaults[key] = random.pick(texts) }
    dialect.create = Create(
      status: Int.random(in: 200...299, using: &random),
      defaults: defaults,
      userField: random.chance() ? word(using: &random) : nil
    )
    dialect.deleteStatus = Int.random(in: 200...299, using: &random)
    dialect.priorities = words(0...4, using: &random)
    dialect.dueDate = random.pick([nil, .date, .dateTime])
    dialect.tags = random.pick([nil, .array, .text])
    dialect.clientChosenIDs = random.chance()
    dialect.changes = random.chance()
    dialect.validators = random.chance()
    return dialect
  }

  private static func word(using random: inout SeededRandom) -> String {
    let pieces = [
      "a", "Z", "_", "9", " ", "%", "=", ".", ",", "%2C", "\n", "é", "e\u{301}", "👩‍👩‍👧", "\"", "{",
      "\t",
    ]
    return (0..<Int.random(in: 1...6, using: &random)).map { _ in random.pick(pieces) }.joined()
  }

  private static func words(
    _ counts: ClosedRange<Int>,
    using random: inout SeededRandom
  ) -> [String] {
    (0..<Int.random(in: counts, using: &random)).map { _ in word(using: &random) }
  }

  private static func path(_ end: String, using random: inout SeededRandom) -> String {
    let segments = ["api", "v1", "{user}", "tasks", "a%20b", "x.y", "~me", "a=b", "@", "TEAM_ID"]
    let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in "/" + random.pick(segments) }
    return parts.joined() + end + (random.chance() ? "/" : "")
  }

  private static func name(using random: inout SeededRandom) -> FieldName? {
    let one = word(using: &random)
    return random.pick([
      nil, FieldName(read: one, write: one), FieldName(read: one, write: nil),
      FieldName(read: nil, write: one), FieldName(read: one, write: word(using: &random)),
    ])
  }

  private static func completion(using random: inout SeededRandom) -> Completion {
    let method = random.pick([Method.post, .put, .patch])
    let path = path("/{id}/x", using: &random)
    return random.pick([
      .update, .toggle(method: method, path: path, body: random.chance()),
      .set(method: method, path: path, field: word(using: &random)),
    ])
  }

  private static func paging(using random: inout SeededRandom) -> Paging {
    Paging(
      style: random.pick([.offset, .page(first: 0), .page(first: 1)]),
      position: word(using: &random),
      size: random.chance() ? word(using: &random) : nil,
      count: Int.random(in: 1...500, using: &random),
      isNeeded: random.chance()
    )
  }
}
