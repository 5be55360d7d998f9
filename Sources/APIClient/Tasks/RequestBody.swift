internal import FoundationEssentials
internal import TodoKit

/// A JSON object to send: names with values that are JSON already, in the order they were put in.
struct RequestBody {
  private var members: [(name: String, text: [UInt8]?)] = []

  /// Nil when a value put in is no JSON, or a name or text cannot be written.
  var bytes: [UInt8]? {
    var bytes = [UInt8(ascii: "{")]
    for (name, text) in members {
      guard let name = RequestBody.json(name), let text else { return nil }
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      bytes += name + [UInt8(ascii: ":")] + text
    }
    return bytes + [UInt8(ascii: "}")]
  }

  /// Replaces what stands under the same name, by JSON.
  mutating func put(_ name: String, _ text: [UInt8]?) {
    set(name, text.flatMap { JSONText($0)?.isValid ?? false ? $0 : nil })
  }

  /// The same with what the server itself wrote: it goes back as it came, also where no decoder
  /// here takes it, such as `1e400`.
  mutating func keep(_ name: String, _ value: JSONText) { set(name, Array(value.bytes)) }

  private mutating func set(_ name: String, _ text: [UInt8]?) {
    if let index = members.firstIndex(where: { $0.name == name }) {
      members[index].text = text
    } else {
      members.append((name, text))
    }
  }

  /// Puts a text; nil as `null`.
  mutating func put(_ name: String, _ text: String?) {
    put(name, text.map { RequestBody.json($0) } ?? Array("null".utf8))
  }

  /// A text in quotes.
  static func json(_ text: String) -> [UInt8]? {
    (try? JSONEncoder().encode(text)).map { [UInt8]($0) }
  }
}

extension Dialect {
  /// The name to write a field under; nil where it cannot be written.
  func writeName(_ field: Field) -> String? {
    (fields[field] ?? Dialect.undescribed.fields[field])?.write
  }

  /// What a creation carries: only declared fields, and those the server requires beside.
  func creation(of draft: TodoDraft, user: String) -> RequestBody {
    var body = RequestBody()
    for (name, text) in create.defaults.sorted(by: { $0.key < $1.key }) {
      body.put(name, Array(text.utf8))
    }
    if let name = create.userField { body.put(name, user) }
    body.put(writeName(.title) ?? "title", draft.title.text)
    var edits: [TaskEdit] = []
    if let description = draft.description { edits.append(.description(description)) }
    if let priority = draft.priority { edits.append(.priority(priority)) }
    if let due = draft.due { edits.append(.due(due)) }
    if !draft.tags.isEmpty { edits.append(.tags(draft.tags)) }
    for edit in edits {
      guard let name = writeName(edit.field), let text = json(edit) else { continue }
      body.put(name, text)
    }
    return body
  }

  /// "Done" as this dialect writes it.
  func doneText(_ isCompleted: Bool) -> [UInt8]? {
    switch doneForm {
    case .flag: Array("\(isCompleted)".utf8)
    case .status(let open, let done): RequestBody.json(isCompleted ? done : open)
    }
  }

  /// A whole task to write back, as it came, for updates that replace everything.
  func rewriting(_ task: JSONText) -> RequestBody {
    var readNames: [String: String] = [:]
    for (field, name) in fields {
      if let write = writeName(field), let read = name.read { readNames[write] = read }
    }
    var body = RequestBody()
    for key in update.keys {
      let value = readNames[key].flatMap { task[$0] } ?? task[key]
      if let value { body.keep(key, value) }
    }
    return body
  }
}
