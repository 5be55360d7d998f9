import LocalStore
import TodoKit

/// A conflict in words and as JSON.
extension Conflict {
  /// What a person reads below the title.
  var lines: [String] {
    switch kind {
    case .fields(let fields):
      return fields.map {
        "\($0.field.rawValue): was \($0.seen.text), here \($0.mine.text), there \($0.theirs.text)"
      }
    case .deletedThere(let mine, let completed):
      var here = mine.map { "\($0.field.rawValue) \($0.text)" }
      if let completed { here.append(completed ? "done" : "open again") }
      return ["deleted there; changed here: \(here.joined(separator: ", "))"]
    case .changedBeforeDeletion: return ["deleted here; changed there since"]
    }
  }

  var json: JSONValue {
    var members: [JSONValue.Member] = [.init("id", .string(key)), .init("title", .string(title))]
    switch kind {
    case .fields(let fields):
      members.append(.init("kind", .string("fields")))
      members.append(
        .init(
          "fields",
          .array(
            fields.map {
              .object([
                .init("field", .string($0.field.rawValue)), .init("seen", $0.seen.json),
                .init("mine", $0.mine.json), .init("theirs", $0.theirs.json),
              ])
            }
          )
        )
      )
    case .deletedThere(let mine, let completed):
      let all = mine + (completed.map { [TodoEdit.completed($0)] } ?? [])
      members.append(.init("kind", .string("deletedThere")))
      members.append(
        .init("mine", .object(all.map { .init($0.field.rawValue, $0.json) }))
      )
    case .changedBeforeDeletion:
      members.append(.init("kind", .string("changedBeforeDeletion")))
    }
    return .object(members)
  }
}

extension TodoEdit {
  /// The value as JSON.
  fileprivate var json: JSONValue {
    switch self {
    case .title(let title): .string(title)
    case .description(let description): .optional(description)
    case .priority(let priority): .optional(priority?.rawValue)
    case .due(let due): .optional(due?.typed)
    case .tags(let tags): .array(tags.map(JSONValue.string))
    case .completed(let isCompleted): .bool(isCompleted)
    }
  }

  /// The value in a sentence.
  fileprivate var text: String {
    switch self {
    case .title(let title): "“\(title)”"
    case .description(let description): description.map { "“\($0)”" } ?? "none"
    case .priority(let priority): priority?.rawValue ?? "none"
    case .due(let due): due.map { LocalTime.text($0) } ?? "none"
    case .tags(let tags): tags.isEmpty ? "none" : tags.map { "#" + $0 }.joined(separator: " ")
    case .completed(let isCompleted): isCompleted ? "done" : "open"
    }
  }
}
