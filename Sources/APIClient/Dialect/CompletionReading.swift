/// A route of its own behind a task's path, such as `/complete`.
struct TaskAction {
  let name: String
  let method: Dialect.Method
  let operation: OpenAPIDocument.Operation
  let body: OpenAPIDocument.Body?

  private static let names = [
    "complete", "completed", "completion", "toggle", "togglecomplete", "togglecompletion",
    "togglecompleted", "togglestatus", "done", "status", "state", "markcomplete", "markdone",
    "markcompleted", "check", "finish",
  ]
  /// More spellings of these are not looked into.
  private static let most = 50
  /// Routes that only reopen: beside one of them, `/complete` may not turn the state round.
  private static let reopening = [
    "incomplete", "uncomplete", "reopen", "undone", "pending", "uncheck",
  ]

  /// Whether a request without a state can be meant to turn it round.
  var mayToggle: Bool { !["status", "state"].contains(name) }

  /// The routes about "done", in the order of names, then `PATCH`, `PUT`, `POST`.
  static func all(of collection: TaskCollection, in document: OpenAPIDocument) -> [TaskAction] {
    let shape = collection.itemShape
    var actions: [TaskAction] = []
    for operation in document.operations {
      guard let method = Dialect.Method(rawValue: operation.method.uppercased()),
        operation.route.shape.dropLast() == shape[...],
        let literal = operation.route.segments.last?.literal
      else { continue }
      let name = TaskVocabulary.plain(literal)
      guard names.contains(name), actions.count < most else { continue }
      // What a parameter of the query would have to say cannot be said in a line.
      let isAsking = document.parameters(operation).contains {
        $0.place == "query" && $0.isRequired
      }
      if isAsking { continue }
      let body = document.body(operation)
      actions.append(TaskAction(name: name, method: method, operation: operation, body: body))
    }
    let methods: [Dialect.Method] = [.patch, .put, .post]
    let rank = { (action: TaskAction) in
      (
        names.firstIndex(of: action.name) ?? names.count,
        methods.firstIndex(of: action.method) ?? 3,
        action.operation.route.text
      )
    }
    return actions.sorted { rank($0) < rank($1) }
  }

  static func isReopenable(_ collection: TaskCollection, in document: OpenAPIDocument) -> Bool {
    let shape = collection.itemShape
    return document.operations.contains {
      $0.route.shape.dropLast() == shape[...]
        && reopening.contains(TaskVocabulary.plain($0.route.segments.last?.literal ?? ""))
    }
  }
}

extension Deriver {
  /// Chooses the ways to complete and reopen, the safest first.
  mutating func readCompletion(
    _ collection: TaskCollection,
    _ tasks: TaskSchemas,
    _ actions: [TaskAction]
  ) {
    let sets = actions.compactMap(set) + setsOnItem(tasks)
    let hasUpdate = tasks.update.map { stateKey(in: $0) != nil } ?? false
    let toggles = actions.compactMap(toggle) + togglesOnItem(collection)
    var ways = Array(sets.prefix(1))
    if hasUpdate && dialect.update.isPartial { ways.append(.update) }
    ways += toggles.prefix(1)
    dialect.completion = Array(ways.prefix(2))
    switch dialect.completion.first {
    case .set(let method, let path, let field):
      book.write(
        .chosen,
        .complete,
        "\(method.rawValue) \(LineWord.shown(path)) is described to take \(LineWord.shown(field))."
      )
    case .update: book.write(.chosen, .complete, "The update is described to take the state.")
    case .toggle(let method, let path, _):
      book.write(
        .chosen,
        .complete,
        "\(method.rawValue) \(LineWord.shown(path)) is described without a state."
      )
      if TaskAction.isReopenable(collection, in: document) {
        book.write(
          .doubtful,
          .complete,
          "\(method.rawValue) \(LineWord.shown(path)) is taken to turn the state round,"
            + " beside a route that reopens."
        )
      }
    case nil:
      dialect.completion = [.update]
      book.write(
        .doubtful,
        .complete,
        hasUpdate
          ? "Only writing the whole task is described to take the state."
          : "No way to complete a task is described: the update is assumed to take the state."
      )
    }
  }

  /// The property of a body that takes the state in the dialect's own form.
  private func stateKey(in schema: Schema) -> String? {
    let done = shapes.done(of: schema)
    switch dialect.doneForm {
    case .flag: return done.flag
    case .status(let open, let closed):
      guard let status = done.status else { return nil }
      return status.isGuess || (status.open, status.done) == (open, closed) ? status.key : nil
    }
  }

  private func set(_ action: TaskAction) -> Dialect.Completion? {
    guard let schema = action.body?.schema, let field = stateKey(in: schema),
      schema.required.isSubset(of: [field])
    else { return nil }
    return .set(method: action.method, path: template(action.operation.route), field: field)
  }

  private func toggle(_ action: TaskAction) -> Dialect.Completion? {
    guard action.mayToggle else { return nil }
    let path = template(action.operation.route)
    guard let body = action.body else {
      return .toggle(method: action.method, path: path, body: false)
    }
    if let schema = body.schema, !shapes.done(of: schema).isEmpty || !schema.required.isEmpty {
      return nil
    }
    return .toggle(method: action.method, path: path, body: body.isRequired)
  }

  /// The method on a task that is not the update, where it takes nothing but the state.
  private func setsOnItem(_ tasks: TaskSchemas) -> [Dialect.Completion] {
    [Dialect.Method.patch, .put].compactMap { method in
      guard method != dialect.update.method,
        let schema = tasks.bodies[method.rawValue.lowercased()]?.schema,
        shapes.title(of: schema) == nil, let field = stateKey(in: schema),
        schema.required.isSubset(of: [field])
      else { return nil }
      return .set(method: method, path: dialect.item, field: field)
    }
  }

  /// `PATCH` on a task without a body, beside a `PUT` that changes fields.
  private func togglesOnItem(_ collection: TaskCollection) -> [Dialect.Completion] {
    guard dialect.update.method == .put, let patch = collection.item["patch"],
      document.body(patch) == nil, collection.item["put"] != nil
    else { return [] }
    return [.toggle(method: .patch, path: template(patch.route), body: false)]
  }
}
