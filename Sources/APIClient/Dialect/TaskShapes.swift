/// Recognises tasks in schemas, by their properties.
struct TaskShapes {
  let schemas: SchemaReader

  /// A schema and the keys that lead to it.
  struct Found {
    var keys: [String]
    /// nil where nothing is said about it.
    var schema: Schema?
  }

  /// The properties that say "done": a boolean, a word, or both.
  struct Done {
    struct Status {
      var key: String
      var open: String
      var done: String
      /// Whether the words are not declared.
      var isGuess: Bool
      /// Whether not all words are read.
      var isCut: Bool
    }

    var flag: String?
    var status: Status?

    var isEmpty: Bool { flag == nil && status == nil }
  }

  func title(of schema: Schema) -> String? {
    TaskVocabulary.key(of: schema.properties, among: TaskVocabulary.titles) {
      schemas.schema($0)?.isText ?? true
    }
  }

  func done(of schema: Schema) -> Done {
    var done = Done()
    let words = TaskVocabulary.dones
    done.flag = TaskVocabulary.key(of: schema.properties, among: words) {
      schemas.schema($0)?.isBoolean ?? false
    }
    if let key = TaskVocabulary.key(
      of: schema.properties,
      among: words,
      where: { status(schemas.schema($0), key: "") != nil }
    ) {
      done.status = status(schemas.schema(schema.properties[key]), key: key)
    }
    if done.isEmpty {
      // No type at all: the name has to do.
      done.flag = TaskVocabulary.key(of: schema.properties, among: Array(words.prefix(6))) {
        schemas.schema($0) == nil
      }
    }
    return done
  }

  private func status(_ schema: Schema?, key: String) -> Done.Status? {
    guard let schema, !schema.isBoolean, schema.types.isEmpty || schema.types == ["string"]
    else { return nil }
    guard let spellings = schema.spellings else {
      return Done.Status(
        key: key,
        open: "pending",
        done: "completed",
        isGuess: true,
        isCut: schema.isCut
      )
    }
    let words = spellings.map { (spelling: $0, plain: TaskVocabulary.plain($0)) }
    func first(of meanings: [String]) -> (spelling: String, plain: String)? {
      meanings.lazy.compactMap { meaning in words.first { $0.plain == meaning } }.first
    }
    guard let done = first(of: TaskVocabulary.doneWords) else { return nil }
    // Answers are compared without case, so that a word like that of done is none for open.
    let others = words.filter { $0.plain != done.plain }
    let open =
      first(of: TaskVocabulary.openWords)
      ?? others.first { !TaskVocabulary.laterWords.contains($0.plain) } ?? others.first
    return open.map {
      Done.Status(
        key: key,
        open: $0.spelling,
        done: done.spelling,
        isGuess: false,
        isCut: schema.isCut
      )
    }
  }

  func looksLikeTask(_ schema: Schema?) -> Bool {
    guard let schema, title(of: schema) != nil else { return false }
    return !done(of: schema).isEmpty
      || TaskVocabulary.key(of: schema.properties, among: TaskVocabulary.ids) != nil
  }

  /// The array of a list's answer; nil where there is none.
  func list(in schema: Schema) -> Found? {
    if schema.isArray { return Found(keys: [], schema: schemas.schema(schema.items)) }
    return search(schema, levels: 3) {
      $0.isArray ? Found(keys: [], schema: schemas.schema($0.items)) : nil
    }
  }

  /// The task of an answer about one; nil where there is none.
  func single(in schema: Schema) -> Found? {
    if looksLikeTask(schema) { return Found(keys: [], schema: schema) }
    return search(schema, levels: 2) { $0.isArray ? nil : Found(keys: [], schema: $0) }
  }

  /// Looks level by level; what looks like a task goes before what may be one by its key alone.
  private func search(_ schema: Schema, levels: Int, _ part: (Schema) -> Found?) -> Found? {
    var level = [Found(keys: [], schema: schema)]
    var likely: Found?
    for _ in 0..<levels {
      var next: [Found] = []
      for parent in level {
        let properties = parent.schema?.properties ?? [:]
        for key in ordered(properties.keys) where LineWord.isKey(key) {
          let keys = parent.keys + [key]
          let child = schemas.schema(properties[key]) ?? Schema()
          if var found = part(child) {
            found.keys = keys
            if looksLikeTask(found.schema) { return found }
            if likely == nil, isEnvelope(key), isOpen(found.schema) { likely = found }
          }
          if child.isObject { next.append(Found(keys: keys, schema: child)) }
        }
      }
      level = Array(next.prefix(20))
    }
    return likely
  }

  /// Whether a schema says so little that anything may be behind it.
  private func isOpen(_ schema: Schema?) -> Bool {
    guard let schema else { return true }
    return schema.properties.isEmpty && (schema.isEmpty || schema.isObject)
  }

  private func isEnvelope(_ key: String) -> Bool {
    TaskVocabulary.envelopes.contains(TaskVocabulary.plain(key))
  }

  private func ordered(_ keys: some Collection<String>) -> [String] {
    let rank = { (key: String) in
      TaskVocabulary.envelopes.firstIndex(of: TaskVocabulary.plain(key)) ?? Int.max
    }
    return keys.sorted { (rank($0), $0) < (rank($1), $1) }
  }
}
