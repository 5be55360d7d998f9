/// Reads the JSON body of a task request and checks every field.
struct TaskBody: Sendable {
  static let longestTitle = 200
  static let longestDescription = 1000

  private let value: JSON
  private var issues: [TaskProblem.Issue] = []

  /// Throws unless the bytes are a JSON object.
  init(_ bytes: [UInt8]) throws(TaskProblem) {
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      let message =
        switch error {
        case .tooDeep: "JSON is nested too deeply"
        case .loneSurrogate: "JSON string holds half a surrogate pair"
        case .malformed, .repeatedName, .longName: "JSON decode error"
        }
      throw TaskProblem(["body"], message, type: "json_invalid")
    }
    guard case .object = value else {
      throw TaskProblem(["body"], "Input should be a valid object", type: "dict_type")
    }
  }

  /// The fields of a new task.
  mutating func draft() throws(TaskProblem) -> TaskFields {
    let patch = readPatch()
    if value["title"] == nil { report("title", "Field required", "missing") }
    guard issues.isEmpty, let title = patch.title else { throw TaskProblem(issues) }
    return patch.applied(to: TaskFields(title: title))
  }

  /// The fields that are present.
  mutating func patch() throws(TaskProblem) -> TaskPatch {
    let patch = readPatch()
    guard issues.isEmpty else { throw TaskProblem(issues) }
    return patch
  }

  /// The `{"completed": bool}` of `/complete`.
  mutating func completion() throws(TaskProblem) -> Bool {
    let completed = bool("completed")
    if value["completed"] == nil { report("completed", "Field required", "missing") }
    guard issues.isEmpty, let completed else { throw TaskProblem(issues) }
    return completed
  }

  private mutating func readPatch() -> TaskPatch {
    TaskPatch(
      title: title(),
      description: description(),
      isCompleted: bool("completed"),
      priority: priority(),
      dueDate: dueDate(),
      tags: tags()
    )
  }

  private mutating func report(_ field: String, _ message: String, _ type: String) {
    issues.append(.init(location: ["body", field], message: message, type: type))
  }

  /// A text without NUL, which no database of this family can hold everywhere.
  private mutating func text(_ value: JSON, _ field: String) -> String? {
    guard let text = value.string else {
      report(field, "Input should be a valid string", "string_type")
      return nil
    }
    guard !text.unicodeScalars.contains("\0") else {
      report(field, "String should not contain NUL", "value_error")
      return nil
    }
    return text
  }

  private mutating func title() -> String? {
    guard let value = value["title"], let text = text(value, "title") else { return nil }
    let scalars = text.unicodeScalars
    let front = scalars.drop(while: \.properties.isWhitespace)
    let end = front.lastIndex { !$0.properties.isWhitespace }
    guard let end, front.contains(where: TaskBody.isVisible) else {
      report("title", "String should have at least 1 character", "string_too_short")
      return nil
    }
    let title = front[...end]
    guard title.count <= TaskBody.longestTitle else {
      report("title", "String should have at most 200 characters", "string_too_long")
      return nil
    }
    return String(title)
  }

  /// False for what shows nothing by itself: white space, format characters, zero-width ones.
  static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
      && scalar.properties.generalCategory != .format
  }

  private mutating func description() -> String?? {
    guard let value = value["description"] else { return nil }
    if value == .null { return .some(nil) }
    guard let text = text(value, "description") else { return nil }
    guard text.unicodeScalars.count <= TaskBody.longestDescription else {
      report("description", "String should have at most 1000 characters", "string_too_long")
      return nil
    }
    return .some(text)
  }

  private mutating func bool(_ field: String) -> Bool? {
    guard let value = value[field] else { return nil }
    if case .bool(let flag) = value { return flag }
    report(field, "Input should be a valid boolean", "bool_type")
    return nil
  }

  private mutating func priority() -> TaskPriority?? {
    guard let value = value["priority"] else { return nil }
    if value == .null { return .some(nil) }
    guard let priority = value.string.flatMap(TaskPriority.named) else {
      report("priority", "Input should be 'low', 'medium' or 'high'", "enum")
      return nil
    }
    return .some(priority)
  }

  private mutating func dueDate() -> String?? {
    guard let value = value["due_date"] else { return nil }
    if value == .null { return .some(nil) }
    guard let text = value.string, let date = TaskBody.normalized(dueDate: text) else {
      report("due_date", "Input should be a valid date or datetime", "datetime_parsing")
      return nil
    }
    return .some(date)
  }

  private mutating func tags() -> [String]? {
    guard let value = value["tags"] else { return nil }
    if value == .null { return [] }
    guard case .array(let values) = value else {
      report("tags", "Input should be a valid list", "list_type")
      return nil
    }
    var texts: [String] = []
    for value in values {
      guard let text = text(value, "tags") else { return nil }
      texts.append(text)
    }
    do {
      return try TagSyntax.canonical(texts)
    } catch {
      report(error)
      return nil
    }
  }

  private mutating func report(_ flaw: TagSyntax.Flaw) {
    switch flaw {
    case .blank:
      report("tags", "A tag should have at least 1 character", "string_too_short")
    case .tooLong:
      report("tags", "A tag should have at most 50 characters", "string_too_long")
    case .holdsSeparator:
      let message = "A tag should hold no white space, comma or control character"
      report("tags", message, "string_pattern_mismatch")
    case .tooMany:
      report("tags", "List should have at most 20 tags", "too_long")
    }
  }

  /// A date stays one; a date-time is brought to UTC, so that text order is time order.
  private static func normalized(dueDate text: String) -> String? {
    var reader = DateTimeReader(text)
    if reader.date() != nil, reader.isAtEnd { return text }
    return Timestamp(text)?.text
  }
}
