import LocalStore
import TodoKit

extension OutboxEntry {
  /// What the change is, in a word or two: `done`, `title and due date`.
  var words: String {
    switch change {
    case .create: "add"
    case .edit(let edits): OutboxEntry.list(edits.map(\.field.words))
    case .setCompleted(true): "done"
    case .setCompleted(false): "open again"
    case .delete: "delete"
    }
  }

  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension TodoField {
  /// The field, as a person calls it.
  var words: String {
    switch self {
    case .title: "title"
    case .description: "description"
    case .priority: "priority"
    case .due: "due date"
    case .tags: "tags"
    case .completed: "state"
    }
  }
}

extension UnsentChange {
  /// Why the server does not have it, and what comes next.
  var sentence: String {
    switch entry.state {
    case .failed(let sentence), .conflict(let sentence): return sentence
    case .sending: return "It is being sent."
    case .unknown where entry.change.isCreation && !entry.isSentWithID:
      return "No answer came back: it is looked for on the server before it is sent again."
    case .unknown: return "No answer came back: it is sent again, which does no harm."
    case .queued where ahead == .conflict: return UnsentChange.waitsForDecision
    case .queued where ahead == .change: return "It goes out behind the change before it."
    case .queued where entry.isStale: return "It waits until the server's version has been read."
    case .queued: return "It goes out as soon as the server answers."
    }
  }

  static let waitsForDecision = "It waits for the decision about the change before it."
}

extension OutboxEntry.Change {
  fileprivate var isCreation: Bool { if case .create = self { true } else { false } }
}
