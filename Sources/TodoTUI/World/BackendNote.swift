import APIClient

/// How a task server speaks, as the mirror keeps it for the next start: one line a fact.
struct BackendNote: Equatable, Sendable {
  /// What was decided from the server's description.
  var dialect: Dialect
  /// Decisions that only a person can take; nothing works before.
  var needed: [Derivation.Note]
  /// Where the description was found (``ServerDescription/prefix``); nil when there is none.
  var source: String?

  init(_ derivation: Derivation, from source: String?) {
    dialect = derivation.dialect
    needed = derivation.notes.filter { $0.kind == .needed }
    self.source = source
  }

  /// Reads what ``text`` wrote; nil for anything else, such as an older version's.
  init?(text: String) {
    var lines: [DialectLine] = []
    needed = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("@ ") {
        source = String(line.dropFirst(2))
        continue
      }
      let isNeeded = line.hasPrefix("! ")
      guard let equals = line.firstRange(of: " = "),
        let key = DialectLine.Key(
          rawValue: String(line[..<equals.lowerBound].dropFirst(isNeeded ? 2 : 0))
        )
      else { return nil }
      let value = String(line[equals.upperBound...])
      if isNeeded {
        needed.append(Derivation.Note(.needed, key, value))
      } else {
        lines.append(DialectLine(key: key, value: value))
      }
    }
    guard let dialect = try? Dialect(lines: lines) else { return nil }
    self.dialect = dialect
  }

  var text: String {
    (dialect.lines.map { "\($0.key.rawValue) = \($0.value)" }
      + needed.map { "! \($0.key.rawValue) = \($0.sentence)" }
      + [source].compactMap { $0.map { "@ \($0)" } })
      .joined(separator: "\n")
  }

  /// With the lines a person wrote over it.
  func overridden(by written: [DialectLine]) -> BackendNote {
    var note = self
    for line in written {
      // A line that says nothing usable was complained about when the file was read.
      try? note.dialect.set(line)
      note.needed.removeAll { $0.key == line.key }
    }
    return note
  }
}
