extension Deriver {
  /// Finds the names of a task's fields, except for "done".
  mutating func readFields(_ tasks: TaskSchemas) {
    let read = tasks.read?.properties
    let write = (tasks.update?.properties ?? [:])
      .merging(tasks.create?.properties ?? [:]) { first, _ in first }
    dialect.fields = [:]
    let isText = { [shapes] (json: JSON) in shapes.schemas.schema(json)?.isText ?? true }
    let title =
      (read ?? write).isEmpty
      ? nil : TaskVocabulary.key(of: read ?? write, among: TaskVocabulary.titles, where: isText)
    let descriptions =
      TaskVocabulary.descriptions
      + (title.map(TaskVocabulary.plain) == "content" ? [] : ["content"])
    let words: [(Dialect.Field, [String], isWritten: Bool)] = [
      (.id, TaskVocabulary.ids, false),
      (.title, TaskVocabulary.titles, true),
      (.description, descriptions, true),
      (.createdAt, TaskVocabulary.created, false),
      (.updatedAt, TaskVocabulary.updated, false),
      (.priority, TaskVocabulary.priorities, true),
      (.dueDate, TaskVocabulary.dueDates, true),
      (.tags, TaskVocabulary.tags, true),
      (.etag, TaskVocabulary.etags, false),
    ]
    for (field, words, isWritten) in words {
      let isFit = field == .title ? isText : { _ in true }
      name(
        field,
        read: read.flatMap { TaskVocabulary.key(of: $0, among: words, where: isFit) },
        write: isWritten ? TaskVocabulary.key(of: write, among: words, where: isFit) : nil
      )
    }
    if write.isEmpty { assumeWrittenNames() }
    if dialect.fields[.title]?.write == nil {
      book.write(.doubtful, .fieldTitle, "No request is described that takes a title.")
    }
    if tasks.read?.isCut == true || tasks.update?.isCut == true {
      book.write(
        .doubtful,
        .fieldTitle,
        "Fields of a task are left out: they are too many, or their names too long."
      )
    }
  }

  /// No request says what it takes: it is what answers show, else what the contract says.
  private mutating func assumeWrittenNames() {
    for field in [Dialect.Field.title, .description, .priority, .dueDate, .tags] {
      guard let name = dialect.fields[field]?.read ?? Dialect.undescribed.fields[field]?.write
      else { continue }
      dialect.fields[field, default: Dialect.FieldName(read: nil, write: nil)].write = name
      if let key = field.nameKey {
        book.write(
          .doubtful,
          key,
          "No request is described: \(LineWord.shown(name)) is assumed to be written."
        )
      }
    }
  }

  /// Notes what one field is called.
  mutating func name(_ field: Dialect.Field, read: String?, write: String?) {
    guard let key = field.nameKey, read != nil || write != nil else { return }
    dialect.fields[field] = Dialect.FieldName(read: read, write: write)
    let parts = [
      read.map { "answers show \(LineWord.shown($0))" } ?? "answers do not tell",
      write.map { "requests take \(LineWord.shown($0))" },
    ]
    let sentence = "As described, " + parts.compactMap(\.self).joined(separator: " and ") + "."
    book.write(.chosen, key, sentence)
  }

  /// Finds out how priorities, due dates and tags are written.
  mutating func readForms(_ tasks: TaskSchemas) {
    dialect.priorities = []
    dialect.dueDate = nil
    dialect.tags = nil
    if let schema = form(of: .priority, tasks) { readPriorities(schema) }
    if let schema = form(of: .dueDate, tasks) { readDueDate(schema) }
    if let schema = form(of: .tags, tasks) { readTags(schema) }
  }

  /// What a request says about a field, else what answers say.
  private func form(of field: Dialect.Field, _ tasks: TaskSchemas) -> Schema? {
    guard let name = dialect.fields[field] else { return nil }
    let requests = [tasks.update, tasks.create].compactMap(\.self)
    let written = name.write.flatMap { name in requests.compactMap { $0.properties[name] }.first }
    let json = written ?? name.read.flatMap { tasks.read?.properties[$0] }
    return document.schemas.schema(json) ?? Schema()
  }

  private mutating func readPriorities(_ schema: Schema) {
    let order = PriorityOrder(schema)
    dialect.priorities = order.spellings
    if schema.isCut {
      book.write(
        .doubtful,
        .priorities,
        "Spellings of a priority are left out: they are too many or too long."
      )
    }
    if order.spellings.isEmpty {
      book.write(
        .doubtful,
        .priorities,
        "A priority is described without its spellings: any text goes."
      )
    } else if order.isCertain {
      book.write(.chosen, .priorities, "These are the described spellings, ordered by meaning.")
    } else {
      book.write(.doubtful, .priorities, "The order of the described priorities is a guess.")
    }
  }

  private mutating func readDueDate(_ schema: Schema) {
    switch schema.format {
    case "date": dialect.dueDate = .date
    case "date-time": dialect.dueDate = .dateTime
    default:
      dialect.dueDate = .date
      book.write(
        .doubtful,
        .due,
        "How due dates are written is not described: 2026-12-01 is assumed."
      )
      return
    }
    book.write(.chosen, .due, "Due dates are described as \(schema.format ?? "date").")
  }

  private mutating func readTags(_ schema: Schema) {
    let item = document.schemas.schema(schema.items)
    if schema.isArray, item?.isText ?? true {
      dialect.tags = .array
      book.write(.chosen, .tags, "Tags are described as an array of texts.")
    } else if schema.isText {
      dialect.tags = .text
      book.write(.chosen, .tags, "Tags are described as one text.")
    } else {
      dialect.fields[.tags] = nil
      book.write(
        .doubtful,
        .tags,
        "Tags are described as something else than texts: they are left out."
      )
      book.write(.doubtful, .fieldTags, "Tags are no texts there: they are left out.")
    }
  }
}

extension Dialect.Field {
  /// The line that gives this field's names.
  var nameKey: DialectLine.Key? { DialectLine.Key(rawValue: "field_" + rawValue) }
}
