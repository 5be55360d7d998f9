/// Where a backend's dialect says things are; remembers where a redirect led.
struct TaskRoutes: Sendable {
  let caller: APICaller
  let user: String
  let backend: LiveDialect

  /// What a request is for.
  enum Route {
    case collection(query: String)
    case item(String)
    /// A way to complete, with its path template.
    case completion(String, id: String)
  }

  /// Sends and takes 2xx and 304; everything else throws.
  func send(
    _ method: HTTPRequest.Method,
    _ route: Route,
    _ jwt: JWT,
    headers: HTTPHeaders = HTTPHeaders(),
    body: RequestBody? = nil
  ) async throws(APIError) -> HTTPReply {
    let reply = try await exchange(method, route, jwt, headers: headers, body: body)
    guard case .collection = route else { return try caller.accepted(reply) }
    return try acceptedList(reply)
  }

  /// The reply to a request for the list when it says yes.
  func acceptedList(_ reply: HTTPReply) throws(APIError) -> HTTPReply {
    do throws(APIError) {
      return try caller.accepted(reply)
    } catch {
      throw error.ofList(at: caller.base.url + backend.current.collection)
    }
  }

  /// Sends and returns whatever was answered.
  func exchange(
    _ method: HTTPRequest.Method,
    _ route: Route,
    _ jwt: JWT,
    headers: HTTPHeaders = HTTPHeaders(),
    body: RequestBody? = nil
  ) async throws(APIError) -> HTTPReply {
    let template = template(route)
    var path = template.replacing("{user}", with: pathSegment(user))
    var query = ""
    switch route {
    case .collection(let parameters): query = parameters
    case .item(let id), .completion(_, let id):
      // An empty id would name the whole list.
      if id.isEmpty { throw notSendable }
      path = path.replacing("{id}", with: pathSegment(id))
    }
    let reply = try await caller.exchange(
      method,
      path + query,
      bearer: jwt.text,
      headers: headers,
      body: try body.map { body throws(APIError) in try text(body) }
    )
    if let final = reply.redirectedPath, (200..<300).contains(reply.status) {
      let asked = caller.base.url.dropFirst(caller.base.origin.count) + path
      if final == asked + "/" {
        backend.replace(path: template, with: template + "/")
      } else if asked == final + "/", template.hasSuffix("/") {
        backend.replace(path: template, with: String(template.dropLast()))
      }
    }
    return reply
  }

  private func template(_ route: Route) -> String {
    switch route {
    case .collection: backend.current.collection
    case .item: backend.current.item
    case .completion(let template, _): template
    }
  }

  private func text(_ body: RequestBody) throws(APIError) -> [UInt8] {
    guard let bytes = body.bytes else { throw notSendable }
    return bytes
  }

  private var notSendable: APIError { .notSent(.notSent(host: caller.base.label, .malformed)) }
}
