package import APIClient
import LocalStore
import TodoKit

/// How a task server speaks, as the mirror keeps it for the next start: one line a fact.
package struct BackendNote: Equatable, Sendable {
  /// What was decided from the server's description.
  package var dialect: Dialect
  /// Decisions that only a person can take; nothing works before.
  var needed: [Derivation.Note]
  /// Where the description was found (``ServerDescription/prefix``); nil when there is none.
  var source: String?
  /// Whether it says something about every line: an older version of this program knew fewer.
  package private(set) var isWhole = true

  package init(_ derivation: Derivation, from source: String?) {
    dialect = derivation.dialect
    needed = derivation.notes.filter { $0.kind == .needed }
    self.source = source
  }

  /// Reads what ``text`` wrote; nil for anything else, such as an older version's.
  package init?(text: String) {
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
    isWhole = Set(lines.map(\.key)).count == DialectLine.Key.allCases.count
  }

  package var text: String {
    (dialect.lines.map { "\($0.key.rawValue) = \($0.value)" }
      + needed.map { "! \($0.key.rawValue) = \($0.sentence)" }
      + [source].compactMap { $0.map { "@ \($0)" } })
      .joined(separator: "\n")
  }

  /// With what was learned while it was spoken; what a person wrote over it stays where it was written.
  ///
  /// - Parameters:
  ///   - learned: the dialect after an answer corrected it.
  ///   - spoken: the dialect before, with the written lines over this note.
  /// - Returns: the note to keep.
  package func taught(_ learned: Dialect, insteadOf spoken: Dialect) -> BackendNote {
    var note = self
    func take<Part: Equatable>(_ part: WritableKeyPath<Dialect, Part>) {
      let isOurs = dialect[keyPath: part] == spoken[keyPath: part]
      if isOurs { note.dialect[keyPath: part] = learned[keyPath: part] }
    }
    take(\.collection)
    take(\.item)
    take(\.completion)
    take(\.clientChosenIDs)
    take(\.changes)
    return note
  }

  /// With the lines a person wrote over it.
  package func overridden(by written: [DialectLine]) -> BackendNote {
    var note = self
    for line in written {
      // A line that says nothing usable was complained about when the file was read.
      try? note.dialect.set(line)
      note.needed.removeAll { $0.key == line.key }
    }
    return note
  }
}

extension TodoStore {
  /// Keeps what the server says about itself, and what follows for creations under the written lines.
  func keep(
    _ note: BackendNote,
    under written: [DialectLine],
    readAt milliseconds: Int64
  ) throws(StoreError) {
    try setBackend(
      note.text,
      takesClientChosenIDs: note.overridden(by: written).dialect.clientChosenIDs,
      readAt: Timestamp(milliseconds: milliseconds)
    )
  }
}

extension Failure {
  /// The server's description leaves open what only a person knows.
  static func backendNeeds(_ sentence: String, profile: String) -> Failure {
    Failure(
      .badConfiguration,
      Failure.backendNeedsLine,
      sentence,
      hint: "Write it into config.toml under [profiles.\(profile).backend]."
        + " What is known already: todotui backend show"
    )
  }
}
