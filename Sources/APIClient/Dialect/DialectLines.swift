extension Dialect {
  /// This dialect as text: every line, in the order of their keys.
  public var lines: [DialectLine] {
    DialectLine.Key.allCases.map { DialectLine(key: $0, value: value(of: $0)) }
  }

  /// The canonical dialect with lines put over it, one after the other.
  ///
  /// - Parameter lines: The lines; what ``lines`` gives makes the same dialect again.
  /// - Throws: ``DialectLineError`` for the first line that says nothing usable.
  public init(lines: [DialectLine]) throws(DialectLineError) {
    self = .canonical
    for line in lines { try set(line) }
  }

  private func value(of key: DialectLine.Key) -> String {
    switch key {
    case .path: collection
    case .item: item
    case .list: listEnvelope.map(LineWord.encode).joined(separator: ".")
    case .single: singleEnvelope.map(LineWord.encode).joined(separator: ".")
    case .paging: paging.map(text) ?? "none"
    case .readsSingle: readsSingle ? "yes" : "no"
    case .id: idForm.rawValue
    case .done: text(doneForm)
    case .complete: completion.map(text).joined(separator: ", ")
    case .update: text(update)
    case .clear: update.clearsByNull ? "null" : "empty"
    case .createStatus: String(create.status)
    case .createDefaults: text(create.defaults)
    case .createUser: create.userField.map(LineWord.encode) ?? ""
    case .deleteStatus: String(deleteStatus)
    case .fieldID, .fieldTitle, .fieldDescription, .fieldCompleted, .fieldCreated, .fieldUpdated,
      .fieldPriority, .fieldDue, .fieldTags, .fieldETag:
      key.field.flatMap { fields[$0] }.map(text) ?? ""
    case .priorities: priorities.map(LineWord.encode).joined(separator: " ")
    case .due: dueDate?.rawValue ?? ""
    case .tags: tags?.rawValue ?? ""
    case .clientIDs: clientChosenIDs ? "yes" : "no"
    case .changes: changes ? "yes" : "no"
    case .validators: validators ? "yes" : "no"
    }
  }

  private func text(_ paging: Paging) -> String {
    var words: [String] = []
    switch paging.style {
    case .page: words.append("page=" + LineWord.encode(paging.position))
    case .offset: words.append("offset=" + LineWord.encode(paging.position))
    }
    if let size = paging.size { words.append("size=" + LineWord.encode(size)) }
    if case .page(let first) = paging.style { words.append("first=\(first)") }
    words.append("count=\(paging.count)")
    if !paging.isNeeded { words.append("if-large") }
    return words.joined(separator: " ")
  }

  private func text(_ form: DoneForm) -> String {
    switch form {
    case .flag: "flag"
    case .status(let open, let done):
      "status open=\(LineWord.encode(open)) done=\(LineWord.encode(done))"
    }
  }

  private func text(_ way: Completion) -> String {
    switch way {
    case .set(let method, let path, let field):
      "\(method.rawValue) \(path) set \(LineWord.encode(field))"
    case .toggle(let method, let path, let body):
      "\(method.rawValue) \(path) toggle" + (body ? " body" : "")
    case .update: "update"
    }
  }

  private func text(_ update: Update) -> String {
    let words = update.isPartial ? ["partial"] : ["whole"] + update.keys.map(LineWord.encode)
    return ([update.method.rawValue] + words).joined(separator: " ")
  }

  private func text(_ defaults: [String: String]) -> String {
    let fields = defaults.sorted { $0.key < $1.key }
    return "{" + fields.map { "\(JSON.quoted($0.key)):\($0.value)" }.joined(separator: ",") + "}"
  }

  private func text(_ name: FieldName) -> String {
    if let read = name.read, read == name.write { return LineWord.encode(read) }
    let read = name.read.map { "read=" + LineWord.encode($0) }
    let write = name.write.map { "write=" + LineWord.encode($0) }
    return [read, write].compactMap(\.self).joined(separator: " ")
  }
}

extension DialectLine.Key {
  /// The field whose names this line gives; nil for a line about something else.
  var field: Dialect.Field? {
    guard rawValue.hasPrefix("field_") else { return nil }
    return Dialect.Field(rawValue: String(rawValue.dropFirst("field_".count)))
  }
}
