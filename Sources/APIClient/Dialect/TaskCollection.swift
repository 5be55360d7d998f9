/// A path that may be the list of a person's tasks, and what belongs to it.
struct TaskCollection {
  let list: OpenAPIDocument.Operation
  let create: OpenAPIDocument.Operation?
  /// The shape of one task's path.
  let itemShape: [Route.Segment]
  /// The operations on one task, by method.
  let item: [String: OpenAPIDocument.Operation]
  let score: Int
  /// What a task in the list is said to be.
  let found: TaskShapes.Found?

  var route: Route { list.route }

  /// More lists are not looked into: no backend has as many.
  private static let most = 200

  /// The likeliest first; equal ones in the order of their length and their paths.
  static func candidates(in document: OpenAPIDocument) -> [TaskCollection] {
    var seen: Set<[Route.Segment]> = []
    var lists = document.operations.compactMap {
      operation -> (isNamed: Bool, OpenAPIDocument.Operation)? in
      guard operation.method == "get", let name = operation.route.segments.last?.literal,
        seen.insert(operation.route.shape).inserted
      else { return nil }
      return (TaskVocabulary.lists[TaskVocabulary.plain(name)] != nil, operation)
    }
    if lists.count > most {
      let rank = { (isNamed: Bool, list: OpenAPIDocument.Operation) in
        (isNamed ? 0 : 1, list.route.segments.count, list.route.text)
      }
      lists.sort { rank($0.isNamed, $0.1) < rank($1.isNamed, $1.1) }
    }
    return lists.prefix(most)
      .compactMap { TaskCollection(document, $0.1) }
      .sorted {
        ($1.score, $0.route.segments.count, $0.route.text)
          < ($0.score, $1.route.segments.count, $1.route.text)
      }
  }

  private init?(_ document: OpenAPIDocument, _ list: OpenAPIDocument.Operation) {
    let shapes = TaskShapes(schemas: document.schemas)
    let shape = list.route.shape
    guard let name = list.route.segments.last?.literal else { return nil }
    let nameScore = TaskVocabulary.lists[TaskVocabulary.plain(name)]
    let answer = document.answer(list)?.schema
    let found = answer.flatMap(shapes.list)
    let create = document.operation("post", shape)
    let body = create.flatMap(document.body)?.schema
    let methods = ["get", "put", "patch", "delete"]
    let ownShape = shape + [.parameter("")]
    let isOwn = methods.contains { document.operation($0, ownShape) != nil }
    // Some name the user in the list's path alone: `/api/{user_id}/tasks`, `/api/tasks/{id}`.
    let itemShape =
      isOwn || create == nil ? ownShape : document.changedShape(behind: name) ?? ownShape
    item = Dictionary(
      methods.compactMap { method in
        document.operation(method, itemShape).map { (method, $0) }
      },
      uniquingKeysWith: { first, _ in first }
    )
    let element = found?.schema
    let isTitled = element.map { shapes.title(of: $0) != nil } ?? false
    let hasDone = element.map { !shapes.done(of: $0).isEmpty } ?? false
    // Neither called so nor shaped so; or shaped otherwise.
    if nameScore == nil && !(isTitled && hasDone) { return nil }
    if let element, !element.properties.isEmpty, !isTitled { return nil }
    if let element, !element.properties.isEmpty, !hasDone, (nameScore ?? 0) < 30 { return nil }
    if create == nil && item.isEmpty { return nil }

    var score = (nameScore ?? 0) + (isTitled ? 10 : 0) + (hasDone ? 20 : 0)
    score += create == nil ? -30 : 30
    score += item.isEmpty ? -20 : 20
    if let body { score += shapes.title(of: body) == nil ? -20 : 20 }
    if let answer, found == nil, !answer.properties.isEmpty { score -= 30 }
    score += UserPlace(list.route).score
    self.list = list
    self.itemShape = itemShape
    self.create = create
    self.found = found
    self.score = score
  }
}

/// What the parameters before a list stand for.
struct UserPlace {
  /// The segment of the user's id.
  private(set) var user: Int?
  /// Whether only its place speaks for that.
  private(set) var isGuess = false
  /// Segments of ids that the client cannot know: of teams, lists, projects.
  private(set) var others: [Int] = []
  /// How much speaks for the person's own tasks.
  private(set) var score = 0

  init(_ route: Route) {
    for (at, segment) in route.segments.enumerated() {
      switch segment {
      case .literal(let word):
        if TaskVocabulary.setAside.contains(TaskVocabulary.plain(word)) { score -= 30 }
      case .parameter(let name):
        let holder = at > 0 ? route.segments[at - 1].literal.map(TaskVocabulary.plain) : nil
        let isHeld = holder.map { TaskVocabulary.userHolders.contains($0) } ?? false
        let isNamed = TaskVocabulary.users.contains(TaskVocabulary.plain(name))
        let isScope =
          TaskVocabulary.isScope(name) || (holder.map(TaskVocabulary.isScope) ?? false)
        if user == nil, isNamed || isHeld {
          user = at
          score += 10
        } else if user == nil, !isScope, at == route.segments.count - 2, isRoot(holder) {
          user = at
          isGuess = true
          score += 5
        } else {
          others.append(at)
          score -= 25
        }
      }
    }
  }

  /// Whether a parameter after this stands where `/api/{user_id}/tasks` has its user.
  private func isRoot(_ holder: String?) -> Bool {
    guard let holder else { return true }
    return holder == "api" || (holder.first == "v" && holder.dropFirst().allSatisfy(\.isNumber))
  }
}
