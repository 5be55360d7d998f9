internal import FoundationEssentials
internal import TodoKit

/// A task as servers write it; unknown fields are ignored.
struct TaskAnswer: DecodableWithConfiguration {
  let todo: Todo

  init(from decoder: any Decoder, configuration reading: TaskReading) throws {
    let fields: Fields
    do {
      fields = try decoder.container(keyedBy: JSON.AnyKey.self)
    } catch {
      throw ShapeMismatch(expected: "tasks", found: "something that is no object")
    }
    let created = try TaskAnswer.moment(fields, reading.createdAt)
    let updated = try TaskAnswer.moment(fields, reading.updatedAt)
    let description = try TaskAnswer.key(fields, reading.description).flatMap {
      try TaskAnswer.text(fields, $0)
    }
    let moment = created ?? updated ?? Timestamp(milliseconds: 0)
    todo = Todo(
      id: try TaskAnswer.id(fields, reading),
      title: try TaskAnswer.title(fields, reading),
      description: description?.isEmpty ?? true ? nil : description,
      isCompleted: try TaskAnswer.isCompleted(fields, reading),
      priority: TaskAnswer.priority(fields, reading),
      due: TaskAnswer.due(fields, reading),
      tags: TaskAnswer.tags(fields, reading),
      createdAt: moment,
      updatedAt: updated ?? moment
    )
  }

  typealias Fields = KeyedDecodingContainer<JSON.AnyKey>

  static func key(_ fields: Fields, _ keys: [JSON.AnyKey]) -> JSON.AnyKey? {
    keys.first { fields.contains($0) }
  }

  static func id(_ fields: Fields, _ reading: TaskReading) throws -> String {
    guard let key = key(fields, reading.id) else { throw missing("an id", fields) }
    if reading.hasIntegerIDs, let number = try? fields.decode(Int64.self, forKey: key) {
      return String(number)
    }
    if let text = try? fields.decode(String.self, forKey: key), !text.isEmpty { return text }
    guard let number = try? fields.decode(Int64.self, forKey: key) else {
      throw mismatch("a text or a whole number", key)
    }
    return String(number)
  }

  private static func title(_ fields: Fields, _ reading: TaskReading) throws -> String {
    guard let key = key(fields, reading.title) else { throw missing("a title", fields) }
    guard let text = try text(fields, key) else { throw mismatch("a text", key) }
    return text
  }

  private static func text(_ fields: Fields, _ key: JSON.AnyKey) throws -> String? {
    do {
      return try fields.decodeIfPresent(String.self, forKey: key)
    } catch {
      throw mismatch("a text", key)
    }
  }

  private static func moment(_ fields: Fields, _ keys: [JSON.AnyKey]) throws -> Timestamp? {
    for key in keys where fields.contains(key) {
      guard let text = try text(fields, key) else { continue }
      guard let moment = Timestamp(iso8601: text) else { throw mismatch("a date", key) }
      return moment
    }
    return nil
  }

  private static func isCompleted(_ fields: Fields, _ reading: TaskReading) throws -> Bool {
    var isPresent = false
    for key in reading.completed where fields.contains(key) {
      isPresent = true
      if try fields.decodeNil(forKey: key) { continue }
      if !reading.hasStatusWords, let flag = try? fields.decode(Bool.self, forKey: key) {
        return flag
      }
      if let word = try? fields.decode(String.self, forKey: key) {
        guard let isDone = reading.isDone(word, in: key.stringValue) else {
          throw mismatch("true or false", key)
        }
        return isDone
      }
      if let flag = try? fields.decode(Bool.self, forKey: key) { return flag }
      switch try? fields.decode(Int.self, forKey: key) {
      case 0?: return false
      case 1?: return true
      default: throw mismatch("true or false", key)
      }
    }
    // Null alone is what a column without a default gives before the first change.
    if isPresent { return false }
    throw missing("a sign of being done", fields)
  }

  private static func missing(_ part: String, _ fields: Fields) -> ShapeMismatch {
    let keys = fields.allKeys.map(\.stringValue).sorted()
    return ShapeMismatch(
      expected: "tasks with \(part)",
      found: shapeWords("a task", keys: keys)
    )
  }

  private static func mismatch(_ kind: String, _ key: JSON.AnyKey) -> ShapeMismatch {
    ShapeMismatch(
      expected: "\(kind) as \(shapeKey(key.stringValue)) of a task",
      found: "another kind of value"
    )
  }

  private static func shapeKey(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.prefix(40)))
  }
}
