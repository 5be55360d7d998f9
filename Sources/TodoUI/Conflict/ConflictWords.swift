internal import TerminalKit
internal import TodoKit

/// A conflict in words, for every way of reading it.
extension ConflictCard {
  /// What happened, as one sentence.
  package var introduction: String {
    switch kind {
    case .fields: "Changed here, and on the server to something else."
    case .deletedThere: "Deleted on the server, after it was changed here."
    case .changedBeforeDeletion: "Deleted here, but changed on the server before."
    }
  }

  /// What one's own version, and the server's, come to.
  package var choices: (mine: String, theirs: String) {
    switch kind {
    case .fields: ("keeps yours", "takes theirs")
    case .deletedThere: ("makes it again with your changes", "lets it go")
    case .changedBeforeDeletion: ("deletes it all the same", "keeps it as it is there")
    }
  }

  /// Each field on a line: `title: before “Buy milk”; yours “Buy oat milk”; theirs “Buy 2 l”`.
  ///
  /// - Parameter day: today, where the person is.
  /// - Returns: one line a field.
  package func lines(_ day: LocalDay) -> [String] {
    fields.map { field in
      let sides = [("before", field.seen), ("yours", field.mine), ("theirs", field.theirs)]
        .compactMap { name, value in value.map { "\(name) “\($0.words(day))”" } }
      return "\(field.name): \(sides.joined(separator: "; "))"
    }
  }

  /// What a choice came to; what of one's own gives way is named, so that it can be read again.
  ///
  /// - Parameters:
  ///   - choice: what the person chose.
  ///   - glyphs: what the terminal can show.
  ///   - day: today, where the person is.
  /// - Returns: a sentence without its stop.
  package func outcome(of choice: ConflictChoice, _ glyphs: Glyphs, _ day: LocalDay) -> String {
    let name = glyphs.quoted(glyphs.cut(TerminalText(title), to: 40)).text
    switch (kind, choice) {
    case (.deletedThere, .theirs): return "\(name) stays deleted. Yours was: \(mine(glyphs, day))"
    case (.deletedThere, _): return "\(name) is made again, with your changes"
    case (.changedBeforeDeletion, .theirs): return "\(name) stays, as the server has it"
    case (.changedBeforeDeletion, _): return "\(name) is deleted all the same"
    case (.fields, .mine): return "Kept yours of \(name)"
    case (.fields, .theirs): return "Took theirs of \(name). Yours was: \(mine(glyphs, day))"
    case (.fields, .values): return "Decided about \(name)"
    }
  }

  /// A choice as the log keeps it: `Kept yours: “Buy milk”`.
  ///
  /// - Parameters:
  ///   - choice: what the person chose.
  ///   - glyphs: what the terminal can show.
  /// - Returns: the words of one action.
  package func action(_ choice: ConflictChoice, _ glyphs: Glyphs) -> String {
    let done =
      switch (kind, choice) {
      case (.deletedThere, .theirs): "Let go"
      case (.deletedThere, _): "Made again"
      case (.changedBeforeDeletion, .theirs): "Kept after all"
      case (.changedBeforeDeletion, _): "Deleted all the same"
      case (.fields, .mine): "Kept yours"
      case (.fields, .theirs): "Took theirs"
      case (.fields, .values): "Decided"
      }
    return "\(done): \(glyphs.quoted(glyphs.cut(TerminalText(title), to: 40)).text)"
  }

  private func mine(_ glyphs: Glyphs, _ day: LocalDay) -> String {
    fields.compactMap { field in
      field.mine.map { "\($0.name) \(glyphs.quoted(TerminalText($0.words(day))).text)" }
    }.joined(separator: ", ")
  }
}
