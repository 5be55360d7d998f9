/// Collects the reasons of a derivation, one note for each line.
struct NoteBook {
  private var entries: [DialectLine.Key: Derivation.Note] = [:]

  /// The notes in the order of their keys.
  var notes: [Derivation.Note] { DialectLine.Key.allCases.compactMap { entries[$0] } }

  /// Writes a reason down; of two about one line, doubt and need outweigh what is plain.
  mutating func write(_ kind: Derivation.Note.Kind, _ key: DialectLine.Key, _ sentence: String) {
    let new = Derivation.Note(kind, key, sentence)
    guard let old = entries[key], old.kind != .chosen else {
      entries[key] = new
      return
    }
    if kind == .chosen { return }
    let isNeeded = kind == .needed || old.kind == .needed
    entries[key] = Derivation.Note(
      isNeeded ? .needed : .doubtful,
      key,
      kind == .needed ? sentence + " " + old.sentence : old.sentence + " " + sentence
    )
  }
}
