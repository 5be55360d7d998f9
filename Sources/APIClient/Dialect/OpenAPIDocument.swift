/// An OpenAPI 3.0 or 3.1 description, as far as a dialect can be read from it.
struct OpenAPIDocument {
  /// One method on one path.
  struct Operation {
    let method: String
    let route: Route
    let json: JSON
    /// Parameters and the rest that hold for every method of the path.
    let pathItem: JSON
  }

  struct Parameter {
    let name: String
    let place: String
    let isRequired: Bool
    let schema: Schema
  }

  struct Body {
    let isRequired: Bool
    let isForm: Bool
    /// nil where nothing is said about its fields.
    let schema: Schema?
  }

  struct Answer {
    let status: Int
    /// nil where nothing is said about it.
    let schema: Schema?
  }

  let schemas: SchemaReader
  /// In the order of their paths.
  let operations: [Operation]
  /// What a relative first server puts before every path.
  let prefix: String
  /// A first server with an origin of its own, which is not followed.
  let foreignServer: String?
  private let byShape: [[Route.Segment]: [Operation]]
  private let changedShapes: [String: [Route.Segment]]
  /// More parameters of one operation, or media types of one body, are not looked at.
  private static let most = 100

  /// A description, nil without `paths`.
  init?(_ root: JSON) {
    guard case .object(let paths)? = root["paths"] else { return nil }
    schemas = SchemaReader(root: root)
    let server = root["servers"]?.elements.first?["url"]?.string ?? ""
    let relative = String(PathTemplate.withoutSlash(server))
    prefix = Route(relative) != nil && !relative.contains("{") ? relative : ""
    foreignServer = server.contains("//") ? server : nil
    var operations: [Operation] = []
    for (path, item) in paths.sorted(by: { $0.key < $1.key }) {
      guard let route = Route(path), LineWord.isKey(prefix + path) else { continue }
      for method in ["get", "post", "put", "patch", "delete"] {
        guard let json = item[method], case .object = json else { continue }
        operations.append(Operation(method: method, route: route, json: json, pathItem: item))
      }
    }
    self.operations = operations
    byShape = Dictionary(grouping: operations) { $0.route.shape }
    var changedShapes: [String: [Route.Segment]] = [:]
    for operation in operations where ["put", "patch", "delete"].contains(operation.method) {
      let shape = operation.route.shape
      guard shape.last?.parameter != nil, let name = shape.dropLast().last?.literal,
        changedShapes[name] == nil, shape.count(where: { $0.parameter != nil }) == 1
      else { continue }
      changedShapes[name] = shape
    }
    self.changedShapes = changedShapes
  }

  /// The operation on a path of this shape, whatever its parameters are called.
  func operation(_ method: String, _ shape: [Route.Segment]) -> Operation? {
    byShape[shape]?.first { $0.method == method }
  }

  /// The shape of a path `…/tasks/{id}` that can be changed and has no other parameter.
  func changedShape(behind name: String) -> [Route.Segment]? {
    changedShapes[name]
  }

  func parameters(_ operation: Operation) -> [Parameter] {
    [operation.json, operation.pathItem]
      .flatMap { $0["parameters"]?.elements.prefix(Self.most) ?? [] }
      .map(schemas.resolved).compactMap { json in
        guard let name = json["name"]?.string, LineWord.isKey(name),
          let place = json["in"]?.string
        else { return nil }
        return Parameter(
          name: name,
          place: place,
          isRequired: json["required"]?.bool == true,
          schema: schemas.schema(json["schema"]) ?? Schema()
        )
      }
  }

  func body(_ operation: Operation) -> Body? {
    guard let json = operation.json["requestBody"].map(schemas.resolved),
      case .object(let content)? = json["content"],
      let (type, media) = preferred(content)
    else { return nil }
    let schema = schemas.schema(media["schema"])
    return Body(
      isRequired: json["required"]?.bool == true,
      isForm: type.contains("form"),
      schema: schema.flatMap { $0.properties.isEmpty && $0.required.isEmpty ? nil : $0 }
    )
  }

  /// The answer of success.
  func answer(_ operation: Operation) -> Answer? {
    guard let (status, json) = success(of: operation) else { return nil }
    let content = json["content"]?.fields ?? [:]
    return Answer(
      status: status,
      schema: preferred(content).flatMap { schemas.schema($1["schema"]) }
    )
  }

  /// The names of the headers that the answer of success has, in lower case.
  func answerHeaders(_ operation: Operation) -> Set<String> {
    guard let headers = success(of: operation)?.json["headers"]?.fields else { return [] }
    return Set(headers.keys.map { $0.lowercased() })
  }

  private func success(of operation: Operation) -> (status: Int, json: JSON)? {
    let answers = operation.json["responses"]?.fields ?? [:]
    let statuses = answers.keys.compactMap { Int($0) }.filter { (200...299).contains($0) }.sorted()
    // A route may declare 200 beside the 201 that it means.
    guard let status = statuses.first(where: { $0 == 201 }) ?? statuses.first,
      let json = answers[String(status)].map(schemas.resolved)
    else { return nil }
    return (status, json)
  }

  /// JSON where there is a choice.
  private func preferred(_ content: [String: JSON]) -> (String, JSON)? {
    if content.count > Self.most { return nil }
    let types = content.keys.sorted()
    guard let type = types.first(where: { $0.contains("json") }) ?? types.first else { return nil }
    return content[type].map { (type, $0) }
  }
}
