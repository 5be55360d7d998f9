/// What the command line can complete: the headless commands, read from their own parser.
package struct CommandGrammar: Sendable, Equatable {
  /// One command, by the words that name it: `list`, or `auth status`.
  package struct Command: Sendable, Equatable {
    package var words: [String]
    /// What it does, in a sentence.
    package var abstract: String
    package var options: [Option]
    /// Whether its arguments name tasks.
    package var takesReferences: Bool

    package init(words: [String], abstract: String, options: [Option], takesReferences: Bool) {
      self.words = words
      self.abstract = abstract
      self.options = options
      self.takesReferences = takesReferences
    }
  }

  /// An option of a command, as it is spelled: `--sort`.
  package struct Option: Sendable, Equatable {
    package var name: String
    /// What it is for, in a few words.
    package var help: String
    /// What may follow it, where that is a closed set; empty for anything or nothing.
    package var values: [String]
    package var takesValue: Bool

    package init(name: String, help: String, values: [String] = [], takesValue: Bool) {
      self.name = name
      self.help = help
      self.values = values
      self.takesValue = takesValue
    }
  }

  package var commands: [Command]
  /// What was run before, newest last.
  package var history: [String]

  package init(commands: [Command] = [], history: [String] = []) {
    self.commands = commands
    self.history = history
  }

  /// The most lines that are kept.
  private static let limit = 1000

  /// Adds a line to the history, unless it is the one before again.
  mutating func remember(_ line: String) {
    if history.last == line { return }
    history.append(line)
    if history.count > CommandGrammar.limit { history.removeFirst() }
  }
}

/// What a command of the command line came to.
package struct CommandResult: Sendable, Equatable {
  /// What it printed, a line each.
  package var lines: [String]
  /// Notes and warnings, a sentence each.
  package var notes: [String]
  /// Why it did not work; nil when it did.
  package var failure: String?

  package init(lines: [String] = [], notes: [String] = [], failure: String? = nil) {
    self.lines = lines
    self.notes = notes
    self.failure = failure
  }
}
