public import TodoKit

/// A new value for one field of a task.
public enum TaskEdit: Hashable, Sendable {
  /// Another title.
  case title(TodoTitle)
  /// Another description; nil removes it.
  case description(TodoDescription?)
  /// Another priority; nil removes it.
  case priority(Priority?)
  /// Another due date; nil removes it.
  case due(DueDate?)
  /// These tags in place of all it has.
  case tags([String])

  var field: Dialect.Field {
    switch self {
    case .title: .title
    case .description: .description
    case .priority: .priority
    case .due: .dueDate
    case .tags: .tags
    }
  }

  /// The field as error sentences name it.
  var noun: String {
    switch self {
    case .title: "title"
    case .description: "description"
    case .priority: "priority"
    case .due: "due date"
    case .tags: "tags"
    }
  }

  /// Whether a task shows exactly it.
  func isShown(in todo: Todo) -> Bool {
    switch self {
    case .title(let title): title.text == todo.title
    case .description(let text): text?.text == todo.description
    case .priority(let priority): priority == todo.priority
    case .due(let due): due?.moment == todo.due?.moment
    case .tags(let tags): Set(tags) == Set(todo.tags)
    }
  }

  /// Whether a task shows it as far as can be said, whatever servers do to texts.
  ///
  /// - Parameters:
  ///   - todo: the task as an answer shows it.
  ///   - isDeclared: whether answers have a known place for the field. Where they have none, its
  ///     absence says nothing.
  /// - Returns: true as well where nothing can be said.
  func isKept(in todo: Todo, isDeclared: Bool) -> Bool {
    switch self {
    case .title(let title): isSameText(title.text, todo.title)
    // What is still there is cleared otherwise.
    case .description(nil): true
    case .description(let text?):
      (todo.description == nil && !isDeclared) || isSameText(text.text, todo.description ?? "")
    case .priority(let priority):
      (todo.priority == nil && !isDeclared) || todo.priority == priority
    case .due(let due): (todo.due == nil && !isDeclared) || todo.due?.moment == due?.moment
    case .tags(let tags):
      (todo.tags.isEmpty && !isDeclared)
        || Set(todo.tags.map { $0.uppercased() }) == Set(tags.map { $0.uppercased() })
    }
  }
}

extension DueDate {
  /// The moment, or the first one of the day in UTC.
  var moment: Timestamp {
    switch self {
    case .day(let day): Timestamp(milliseconds: Int64(day.daysSinceEpoch) * 86_400_000)
    case .moment(let moment): moment
    }
  }
}

extension Dialect {
  /// What of an edit arrives in a backend that keeps days alone.
  func kept(_ edit: TaskEdit) -> TaskEdit {
    guard case .due(let due?) = edit, dueDate == .date else { return edit }
    return .due(.day(due.day(east: 0)))
  }

  /// The JSON of a value as this dialect spells it; nil where it has no spelling for it.
  func json(_ edit: TaskEdit) -> [UInt8]? {
    switch edit {
    case .title(let title): RequestBody.json(title.text)
    case .description(let text): text.map { RequestBody.json($0.text) } ?? cleared
    case .priority(nil): PriorityScale(priorities).none.map { RequestBody.json($0) } ?? null
    case .priority(let level?): json(level)
    case .due(nil): null
    case .due(let due?):
      switch dueDate ?? .date {
      case .date: RequestBody.json(due.day(east: 0).iso8601)
      case .dateTime: RequestBody.json(due.dateTime)
      }
    case .tags(let names): json(tags: names)
    }
  }

  private var null: [UInt8] { Array("null".utf8) }
  private var cleared: [UInt8] { update.clearsByNull ? null : Array("\"\"".utf8) }

  private func json(_ level: Priority) -> [UInt8]? {
    let scale = PriorityScale(priorities)
    guard let spelling = scale.spelling(level) else { return nil }
    return scale.isNumeric ? Array(spelling.utf8) : RequestBody.json(spelling)
  }

  private func json(tags names: [String]) -> [UInt8]? {
    guard tags != .text else {
      return names.isEmpty ? cleared : RequestBody.json(names.joined(separator: ","))
    }
    var bytes = [UInt8(ascii: "[")]
    for name in names {
      guard let text = RequestBody.json(name) else { return nil }
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      bytes += text
    }
    return bytes + [UInt8(ascii: "]")]
  }
}

extension DueDate {
  /// `2026-12-01T00:00:00Z` for a day, which reads as one again; else with milliseconds.
  fileprivate var dateTime: String {
    switch self {
    case .day(let day): day.iso8601 + "T00:00:00Z"
    case .moment(let moment): moment.iso8601
    }
  }
}
