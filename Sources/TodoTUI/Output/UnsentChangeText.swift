package import LocalStore
import TodoKit

extension Workspace {
  /// What accounts of this profile other than `user` left unsent, as a sentence; nil for nothing.
  func unsent(besides user: String) -> String? {
    let mirror = settings.paths.mirror(profile: settings.profile, user: user)
    let left = TodoStore.unsent(beside: mirror)
    if left.isEmpty { return nil }
    let count = left.reduce(0) { $0 + $1.count }
    let changes = count == 1 ? "1 change" : "\(count) changes"
    let files = left.map(\.file).joined(separator: " and ")
    return
      "\(changes) of another account on this profile \(count == 1 ? "was" : "were") never sent:"
      + " kept in \(files) until it signs in again."
  }
}

/// An unsent change in words and as JSON.
extension UnsentChange {
  /// What the person names it by.
  var number: Int64 { entry.sequence }

  /// The row it is about, to be found by a reference.
  var item: TodoItem {
    TodoItem(
      key: entry.key,
      todo: Todo(id: id, title: title, createdAt: entry.askedAt, updatedAt: entry.askedAt),
      state: .queued
    )
  }

  /// `Done: “Buy milk”`.
  package var words: String {
    let done =
      switch entry.change {
      case .create: "Added"
      case .edit(let edits): "Changed \(edits.map(\.field.rawValue).joined(separator: ", "))"
      case .setCompleted(let isCompleted): isCompleted ? "Done" : "Open again"
      case .delete: "Deleted"
      }
    return "\(done): “\(title)”"
  }

  /// What stands behind it in a plain list.
  package var remark: String {
    switch entry.state {
    case .queued where ahead == .conflict: "  (\(UnsentChange.waitsForDecision))"
    case .queued, .sending: ""
    case .unknown: "  (sent, without an answer)"
    case .failed(let sentence), .conflict(let sentence): "  (\(sentence))"
    }
  }

  /// Why it was not sent.
  var refusal: Failure {
    switch entry.state {
    case .conflict(let sentence): .undecided(title, sentence)
    case .queued where ahead == .conflict:
      Failure(.conflict, Failure.inConflict, "\(words): \(sentence)", hint: Failure.decide)
    case .failed, .queued, .sending, .unknown:
      Failure(.badData, "rejected", "\(words): \(sentence)")
    }
  }

  static let fieldNames = [
    "number", "id", "title", "change", "fields", "state", "message", "askedAt",
  ]

  var json: JSONValue {
    .object([
      .init("number", .number(number)),
      .init("id", .string(id)),
      .init("title", .string(title)),
      .init("change", .string(change)),
      .init("fields", .array(fields.map(JSONValue.string))),
      .init("state", .string(state)),
      .init("message", .optional(complaint)),
      .init("askedAt", .string(entry.askedAt.iso8601)),
    ])
  }

  private var change: String {
    switch entry.change {
    case .create: "create"
    case .edit: "edit"
    case .setCompleted: "complete"
    case .delete: "delete"
    }
  }

  private var fields: [String] {
    switch entry.change {
    case .edit(let edits): edits.map(\.field.rawValue)
    case .setCompleted: [TodoField.completed.rawValue]
    case .create, .delete: []
    }
  }

  private var state: String {
    switch entry.state {
    case .queued: "queued"
    case .sending: "sending"
    case .unknown: "unknown"
    case .failed: "failed"
    case .conflict: "conflict"
    }
  }

  private var complaint: String? {
    switch entry.state {
    case .failed(let sentence), .conflict(let sentence): sentence
    case .queued, .sending, .unknown: nil
    }
  }
}
