package import TerminalKit
package import TodoKit

/// A sentence in the footer, until the next key.
package struct Notice: Sendable, Equatable {
  package let text: TerminalText
  /// Whether something went wrong.
  package let isFailure: Bool
  /// What takes back what it tells; its key stands behind it.
  let remedy: Action?

  init(_ text: TerminalText, isFailure: Bool = false, remedy: Action? = nil) {
    self.text = text
    self.isFailure = isFailure
    self.remedy = remedy
  }

  static func failure(_ sentence: String) -> Notice {
    Notice(TerminalText(sentence), isFailure: true)
  }

  /// What just happened, and can be taken back.
  static func undoable(_ words: String) -> Notice {
    Notice(TerminalText(words), remedy: .undo)
  }
}

/// The sentences of the footer, so that one that went by can be read again.
package struct MessageLog: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package let moment: Timestamp
    package let notice: Notice
  }

  private static let limit = 200
  /// Oldest first.
  package private(set) var entries: [Entry] = []

  mutating func add(_ notice: Notice, at moment: Timestamp) {
    entries.append(Entry(moment: moment, notice: notice))
    if entries.count > MessageLog.limit { entries.removeFirst() }
  }
}
