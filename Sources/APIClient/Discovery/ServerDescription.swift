/// A task server's own OpenAPI description, and where it was found.
public struct ServerDescription: Hashable, Sendable {
  /// The address before `/openapi.json`.
  public var prefix: String
  /// The JSON as it came, at most 4 MiB where ``find(_:base:kept:timeout:)`` brought it.
  public var body: [UInt8]
  /// Whether it shows a place of tasks, as the words of its paths tell.
  public var describesTasks: Bool

  /// Asks for a server's description, without any credential.
  ///
  /// FastAPI serves it at the root, or below `/api` and `/api/v1` where an application is mounted or
  /// says so. What describes tasks goes before what describes anything else.
  ///
  /// - Parameters:
  ///   - client: what asks.
  ///   - base: what the paths of the task API are appended to.
  ///   - kept: the ``prefix`` where it was found before, looked at first; nil for none. One of another
  ///     origin is not asked.
  ///   - timeout: the most time for one request.
  /// - Returns: the description; nil when the server answers and has none.
  /// - Throws: ``APIError`` when the server could not be asked, or is in trouble.
  public static func find(
    _ client: HTTPClient,
    base: Endpoint,
    kept: String?,
    timeout: Duration
  ) async throws(APIError) -> ServerDescription? {
    var places = [base] + ["/api", "/api/v1"].compactMap { try? base.appending($0) }
    if let kept, let place = try? Endpoint(url: kept, socket: base.socket),
      place.origin == base.origin
    {
      places.removeAll { $0 == place }
      places.insert(place, at: 0)
    }
    var other: ServerDescription?
    for place in places {
      guard let body = try await ask(client, place, timeout),
        let outline = DescriptionOutline(body)
      else { continue }
      let found = ServerDescription(
        prefix: place.url,
        body: body,
        describesTasks: outline.looksLikeTasks
      )
      if found.describesTasks { return found }
      other = other ?? found
    }
    return other
  }

  /// What stands below an address; nil for an answer that is no description.
  private static func ask(
    _ client: HTTPClient,
    _ place: Endpoint,
    _ timeout: Duration
  ) async throws(APIError) -> [UInt8]? {
    let caller = APICaller(client: client, base: place, timeout: timeout)
    do throws(APIError) {
      let reply = try await caller.send(.get, "/openapi.json")
      // More than that is not derived from, so it must not take the place of one that was.
      let isUsable = !reply.isWebPage && !reply.isCompressed && reply.body.count <= 4 << 20
      return isUsable ? reply.body : nil
    } catch {
      switch error {
      case .notFound, .forbidden, .unauthorized, .rejected, .conflict, .changed, .badAnswer:
        return nil
      case .notSent, .unknown, .cancelled, .rateLimited, .serverFault, .ignored: throw error
      }
    }
  }
}
