import TerminalKit
import TodoKit

/// Which fields of a task a JSON object has, in order (`--fields id,title`).
struct TodoFields: Equatable, Sendable {
  static let names = [
    "id", "title", "description", "completed", "priority", "due", "tags", "createdAt", "updatedAt",
    "sync",
  ]
  /// What `list --json` prints unless told otherwise.
  static let standard = TodoFields(names: names.dropLast())
  /// What a write prints: the task, and whether the server has it.
  static let written = TodoFields(names: names)

  private let chosen: [String]

  private init(names: [String]) { chosen = names }

  /// - Parameter list: names with commas between them.
  /// - Throws: ``Failure`` 64 that names the first unknown one.
  init(_ list: String) throws(Failure) {
    chosen = try TodoFields.chosen(list, of: TodoFields.names)
  }

  /// Reads what `--fields` was given.
  ///
  /// - Parameters:
  ///   - list: names with commas between them.
  ///   - names: those there are.
  /// - Throws: ``Failure`` 64 that names the first unknown one.
  /// - Returns: the names, in the order of the list.
  static func chosen(_ list: String, of names: [String]) throws(Failure) -> [String] {
    let chosen = list.split(separator: ",").map(String.init)
    for name in chosen where !names.contains(name) {
      throw .usage("There is no field \(name); there are \(names.joined(separator: ", ")).")
    }
    if chosen.isEmpty { throw .usage("--fields takes names with commas between them.") }
    return chosen
  }

  func json(of item: TodoItem) -> JSONValue {
    .object(chosen.map { .init($0, value($0, of: item)) })
  }

  private func value(_ name: String, of item: TodoItem) -> JSONValue {
    switch name {
    case "id": .string(item.todo.id)
    case "title": .string(item.todo.title)
    case "description": .optional(item.todo.description)
    case "completed": .bool(item.todo.isCompleted)
    case "priority": .optional(item.todo.priority?.rawValue)
    case "due": .optional(item.todo.due?.typed)
    case "tags": .array(item.todo.tags.map(JSONValue.string))
    case "createdAt": .string(item.todo.createdAt.iso8601)
    case "updatedAt": .string(item.todo.updatedAt.iso8601)
    default:
      switch item.state {
      case .synced: .string("synced")
      case .queued, .sending: .string("queued")
      case .failed: .string("failed")
      case .conflict: .string("conflict")
      }
    }
  }
}

extension TodoItem {
  /// The list's marker: done, open, waiting, refused.
  var marker: String {
    switch state {
    case .failed, .conflict: "!"
    case _ where todo.isCompleted: "✓"
    case .queued, .sending: "◌"
    case .synced: "○"
    }
  }

  /// What stands behind a title in a plain list.
  var remark: String {
    switch state {
    case .failed(let sentence), .conflict(let sentence): "  (\(sentence))"
    case .queued, .sending: "  (queued)"
    case .synced: ""
    }
  }
}

extension Todo {
  /// Priority, tags and due date as a list shows them behind the title: `!high #home due 2026-12-01`.
  var fieldWords: String {
    if priority == nil, due == nil, tags.isEmpty { return "" }
    var words = priority.map { ["!" + $0.rawValue] } ?? []
    words += tags.map { "#" + $0 }
    if let due { words.append("due " + LocalTime.text(due)) }
    return words.joined(separator: " ")
  }
}

/// Text from outside made safe to print.
func harmless(_ text: String) -> String { TerminalText(text).text }
