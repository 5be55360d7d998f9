extension Deriver {
  /// Chooses the paths of the list and of one task.
  mutating func readPaths(_ collection: TaskCollection, others: [TaskCollection]) {
    let place = UserPlace(collection.route)
    user = place
    listShape = collection.route.shape
    dialect.collection = template(collection.route)
    let itemRoute = ["get", "put", "patch", "delete"].compactMap { collection.item[$0]?.route }
      .first
    dialect.item =
      itemRoute.map(template)
      ?? PathTemplate.withoutSlash(dialect.collection) + "/{id}"
    dialect.readsSingle = collection.item["get"] != nil

    let declared = LineWord.shown(collection.route.text)
    book.write(.chosen, .path, "GET \(declared) is described as the list of tasks.")
    if let other = others.first {
      let rest = others.count > 1 ? " and \(others.count - 1) more" : ""
      book.write(
        .doubtful,
        .path,
        "\(declared) was taken for the person's own tasks; \(LineWord.shown(other.route.text))\(rest) looks like tasks too."
      )
    }
    if place.isGuess, let at = place.user, let name = collection.route.segments[at].parameter {
      book.write(
        .doubtful,
        .path,
        "{\(LineWord.shown(name))} in \(declared) is taken for the user's id."
      )
    }
    if let server = document.foreignServer {
      book.write(
        .doubtful,
        .path,
        "The description names the server \(LineWord.shown(server)), which is not followed."
      )
    }
    writeUnsaid(collection.list)
    if !place.others.isEmpty { writeNeededPath(collection.route, place) }
    if let itemRoute {
      book.write(.chosen, .item, "\(LineWord.shown(itemRoute.text)) is described as one task.")
    } else {
      book.write(.doubtful, .item, "No path of one task is described behind \(declared).")
    }
    book.write(
      .chosen,
      .readsSingle,
      dialect.readsSingle
        ? "GET on the task's path is described." : "No GET on the task's path is described."
    )
  }

  /// A list may require what no line can say.
  private mutating func writeUnsaid(_ list: OpenAPIDocument.Operation) {
    let required = document.parameters(list).filter { parameter in
      let name = TaskVocabulary.plain(parameter.name)
      return parameter.isRequired && ["query", "header"].contains(parameter.place)
        && name != "authorization" && !(Self.pages + Self.offsets + Self.sizes).contains(name)
    }
    guard let first = required.map(\.name).min() else { return }
    book.write(
      .doubtful,
      .path,
      "GET \(LineWord.shown(list.route.text)) requires the parameter \(LineWord.shown(first)),"
        + " which this client does not send."
    )
  }

  private mutating func writeNeededPath(_ route: Route, _ place: UserPlace) {
    let names = place.others.compactMap { route.segments[$0].parameter }.map {
      "{\(LineWord.shown($0))}"
    }
    let example = route.template(prefix: document.prefix) { at, _ in
      at == place.user ? "{user}" : "7"
    }
    book.write(
      .needed,
      .path,
      "\(LineWord.shown(route.text)) needs \(names.joined(separator: " and ")), which cannot be found out: "
        + "write your own in its place, as in path = \"\(example)\"."
    )
  }

  /// A path of this collection as a dialect writes it.
  ///
  /// What a person has to put in stands there in capitals.
  func template(_ route: Route) -> String {
    let isBehindList = route.shape.starts(with: listShape)
    let others = Set(isBehindList ? user?.others ?? [] : [])
    let user = isBehindList ? user?.user : nil
    return route.template(prefix: document.prefix) { at, name in
      if at == user { return "{user}" }
      return others.contains(at) ? name.uppercased() : "{id}"
    }
  }

  /// Finds the envelopes and what ids look like.
  mutating func readAnswers(_ collection: TaskCollection, _ tasks: TaskSchemas) {
    if let found = collection.found {
      dialect.listEnvelope = found.keys
      let place =
        found.keys.isEmpty
        ? "a bare array" : "an array in \(LineWord.shown(found.keys.joined(separator: ".")))"
      book.write(.chosen, .list, "The list's answer is described as \(place).")
    } else {
      book.write(.doubtful, .list, "The list's answer is not described: a bare array is assumed.")
    }
    readSingleEnvelope(tasks)
    readIDForm(collection, tasks)
  }

  private mutating func readSingleEnvelope(_ tasks: TaskSchemas) {
    guard let first = tasks.singles.first else {
      let what = tasks.isSingleDescribed ? "shows no task" : "is not described"
      book.write(.doubtful, .single, "The answer about one task \(what): a bare object is assumed.")
      return
    }
    let counts = Dictionary(grouping: tasks.singles, by: \.keys).mapValues(\.count)
    let most = counts.values.max() ?? 0
    dialect.singleEnvelope = tasks.singles.first { counts[$0.keys] == most }?.keys ?? first.keys
    let keys = dialect.singleEnvelope
    let place =
      keys.isEmpty ? "a bare object" : "an object in \(LineWord.shown(keys.joined(separator: ".")))"
    if counts.count == 1 {
      book.write(.chosen, .single, "The answer about one task is described as \(place).")
    } else {
      book.write(.doubtful, .single, "Answers about one task differ: most are \(place).")
    }
  }

  private mutating func readIDForm(_ collection: TaskCollection, _ tasks: TaskSchemas) {
    let property = tasks.read.flatMap { read in
      TaskVocabulary.key(of: read.properties, among: TaskVocabulary.ids)
        .flatMap { document.schemas.schema(read.properties[$0]) }
    }
    let operation = ["get", "put", "patch", "delete"].compactMap { collection.item[$0] }.first
    let name = operation?.route.segments.last?.parameter
    let parameter = operation.map(document.parameters)?
      .first { $0.place == "path" && $0.name == name }?.schema
    guard let schema = property ?? parameter, !schema.isEmpty else {
      book.write(.doubtful, .id, "What a task's id looks like is not described: text is assumed.")
      return
    }
    dialect.idForm = schema.isInteger ? .integer : .string
    let place = property == nil ? "the path" : "answers"
    book.write(.chosen, .id, "A task's id is described as \(dialect.idForm.rawValue) in \(place).")
  }
}
