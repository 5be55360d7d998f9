/// What may stand where the cursor is, and which of it does.
package struct Completion: Sendable, Equatable {
  /// One thing that may stand there.
  package struct Candidate: Sendable, Equatable {
    /// As it is shown.
    package let label: String
    /// As it is written into the line, in quotes where it needs them.
    package let word: String

    init(_ label: String, word: String? = nil) {
      self.label = label
      self.word = word ?? CommandWords.quoted(label)
    }
  }

  package let candidates: [Candidate]
  /// The candidate that stands in the line; nil while that is what was typed.
  package private(set) var chosen: Int?
  /// Whether the only candidate is what was typed.
  let isExact: Bool
  /// The titles among them; nil where tasks are not what may stand there.
  let titles: [String]?
  let words: UnfinishedWords
  private let typed: TextInput
  /// How many graphemes before the cursor a candidate takes the place of.
  private let replaced: Int

  init(
    _ candidates: [Candidate],
    titles: [String]?,
    at words: UnfinishedWords,
    of input: TextInput
  ) {
    self.candidates = candidates
    self.titles = titles
    self.words = words
    isExact = candidates.count == 1 && candidates[0].label == words.partial
    typed = input
    replaced = input.cursor - words.head.count
  }

  /// Chooses the next candidate; behind the last one comes what was typed.
  mutating func choose(by step: Int) {
    let places = candidates.count + 1
    let next = ((chosen ?? candidates.count) + step + places) % places
    chosen = next == candidates.count ? nil : next
  }

  /// The line with what was chosen in it.
  var line: TextInput { chosen.map { line(with: candidates[$0].word) } ?? typed }

  /// The line with its only candidate in it, and room for the next word; nil if there are more.
  var completed: TextInput? {
    candidates.count == 1 ? line(with: candidates[0].word + " ") : nil
  }

  private func line(with word: String) -> TextInput {
    var line = typed
    for _ in 0..<max(0, replaced) { line.perform(.deleteBackward) }
    line.insert(word)
    return line
  }
}
