extension Deriver {
  /// Finds the status of a creation and what it requires beside a title.
  mutating func readCreate(_ collection: TaskCollection, _ tasks: TaskSchemas) {
    guard let operation = collection.create else {
      book.write(.doubtful, .createStatus, "No creation of a task is described.")
      return
    }
    dialect.create = Dialect.Create(status: 201)
    if let status = document.answer(operation)?.status {
      dialect.create.status = status
      book.write(.chosen, .createStatus, "POST on the list is described to answer \(status).")
    } else {
      book.write(.doubtful, .createStatus, "No answer to a creation is described: 201 is assumed.")
    }
    guard let schema = tasks.create else {
      book.write(.doubtful, .createDefaults, "What a creation requires is not described.")
      return
    }
    for key in schema.required.sorted() {
      let property = document.schemas.schema(schema.properties[key]) ?? Schema()
      if key != shapes.title(of: schema), !hasDefault(schema.properties[key]) {
        fill(key, property)
      }
    }
    if dialect.create.defaults.isEmpty {
      book.write(.chosen, .createDefaults, "A creation requires nothing that nobody types.")
    } else {
      let names = LineWord.shown(dialect.create.defaults.keys.sorted().joined(separator: " and "))
      book.write(.chosen, .createDefaults, "A creation requires \(names): these values are sent.")
    }
    let values = dialect.create.defaults.keys.compactMap { schema.properties[$0] }
    if schema.isCut || values.contains(where: { document.schemas.schema($0)?.isCut ?? false }) {
      book.write(
        .doubtful,
        .createDefaults,
        "Fields of a creation or words for one are left out: they are too many or too long."
      )
    }
    if dialect.create.userField == nil {
      book.write(.chosen, .createUser, "A creation does not ask for the user's id.")
    }
  }

  private func hasDefault(_ json: JSON?) -> Bool {
    json.map { $0["default"] != nil } ?? false
  }

  private mutating func fill(_ key: String, _ property: Schema) {
    if dialect.create.userField == nil, TaskVocabulary.users.contains(TaskVocabulary.plain(key)) {
      dialect.create.userField = key
      book.write(
        .chosen,
        .createUser,
        "A creation requires \(LineWord.shown(key)), which is taken for the user's id."
      )
    } else if property.isNullable {
      dialect.create.defaults[key] = "null"
    } else if key.lowercased().hasSuffix("_id") || key.hasSuffix("Id") {
      let example = property.isInteger ? "7" : #""7""#
      book.write(
        .needed,
        .createDefaults,
        "A creation requires \(LineWord.shown(key)), which cannot be found out: write your own, as in "
          + "create_defaults = '{\(JSON.quoted(key)):\(example)}'."
      )
    } else if property.format == "date" || property.format == "date-time" {
      book.write(
        .doubtful,
        .createDefaults,
        "A creation requires the date \(LineWord.shown(key)), which is only sent where one is typed."
      )
    } else {
      dialect.create.defaults[key] = defaultText(key, property)
    }
  }

  /// The JSON text of the plainest value that such a property takes.
  private func defaultText(_ key: String, _ property: Schema) -> String {
    if case .status(let open, _) = dialect.doneForm, property.spellings?.contains(open) == true {
      return JSON.quoted(open)
    }
    if let words = property.spellings {
      let middle = ["medium", "normal"].lazy.compactMap { word in
        words.first { TaskVocabulary.plain($0) == word }
      }.first
      return JSON.quoted(middle ?? words[0])
    }
    if let word = property.words.first { return word.text }
    if property.isBoolean { return "false" }
    if property.isInteger { return JSON.number(property.minimum ?? 0).text }
    if property.isArray { return "[]" }
    if property.isObject { return "{}" }
    return (property.minLength ?? 0) > 0 ? #""general""# : #""""#
  }
}
