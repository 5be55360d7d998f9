/// Finds Better Auth and the task API behind one typed address.
///
/// It asks that address and its usual neighbours, with GET requests that carry nothing of the
/// person: no credential, no cookie, no e-mail address.
public struct ServerDiscovery: Sendable {
  private let client: HTTPClient
  private let timeout: Duration
  private let ports: PortNeighbours

  /// Prepares looking; nothing is sent yet.
  ///
  /// - Parameters:
  ///   - client: what sends the requests.
  ///   - timeout: the most time for all of it, because everything is asked at once.
  public init(client: HTTPClient, timeout: Duration = .seconds(5)) {
    self.init(client: client, timeout: timeout, ports: .usual)
  }

  /// Looks by other rules about ports.
  package init(client: HTTPClient, timeout: Duration, ports: PortNeighbours) {
    self.client = client
    self.timeout = timeout
    self.ports = ports
  }

  /// Looks for both servers.
  ///
  /// - Parameters:
  ///   - typed: what the person typed, read as ``TypedAddress``; unused when both others are given.
  ///   - auth: Better Auth's address when the person gave it: it is looked at, and kept.
  ///   - api: the task API's address when the person gave it: it is looked at, and its server kept.
  /// - Returns: what was found; without tasks when nobody describes a task API.
  /// - Throws: ``DiscoveryError`` when there is nowhere to sign in.
  public func find(
    _ typed: String,
    auth: String? = nil,
    api: String? = nil
  ) async throws(DiscoveryError) -> Findings {
    let givenAuth = try read(auth, as: .auth)
    let givenAPI = try read(api, as: .api)
    let needsTyped = givenAuth == nil || givenAPI == nil
    let address = try read(needsTyped ? typed : nil, as: .typed)
    let authBases = givenAuth?.ownAuthCandidates ?? address?.authCandidates(beside: ports) ?? []
    let descriptions =
      givenAPI?.ownDescriptionCandidates ?? address?.descriptionCandidates(beside: ports) ?? []

    async let authRace = ProbeRace(authBases, look: lookForAuth)
    let tasksRace = await ProbeRace(descriptions, look: lookForTasks)
    let verdict = DiscoveryVerdict(
      auth: await authRace,
      tasks: tasksRace,
      givenAuth: givenAuth.flatMap { _ in authBases.first },
      givenAPI: givenAPI.map { $0.origin + $0.prefix },
      typedOrigin: address?.origin
    )
    if Task.isCancelled { throw .cancelled }
    return try verdict.findings()
  }

  private func read(
    _ text: String?,
    as role: DiscoveryError.Role
  ) throws(DiscoveryError) -> TypedAddress? {
    guard let text else { return nil }
    do throws(EndpointError) {
      return try TypedAddress(text)
    } catch {
      throw .badAddress(role, error)
    }
  }

  private func lookForAuth(_ base: String) async -> (Probe, String?) {
    var (probe, body) = await ask(base, "/ok", .auth)
    guard let body, saysOK(body) else { return (probe, nil) }
    probe.outcome = .found
    return (probe, base)
  }

  private func lookForTasks(_ prefix: String) async -> (Probe, Findings.Tasks?) {
    var (probe, body) = await ask(prefix, "/openapi.json", .tasks)
    guard let body, let outline = DescriptionOutline(body) else { return (probe, nil) }
    guard outline.looksLikeTasks else {
      probe.outcome = .otherDescription
      return (probe, nil)
    }
    probe.outcome = .found
    let path = String(prefix.dropFirst(probe.origin.count))
    return (
      probe,
      Findings.Tasks(
        base: outline.base(origin: probe.origin, prefix: path),
        description: ServerDescription(prefix: prefix, body: body, describesTasks: true),
        derivation: Derivation(openAPI: body)
      )
    )
  }

  /// One GET; with a body where that has to tell whether it is the right answer.
  private func ask(
    _ base: String,
    _ path: String,
    _ kind: Probe.Kind
  ) async -> (Probe, [UInt8]?) {
    guard let endpoint = try? Endpoint(url: base) else {
      let error = TransportError.notSent(host: base, .malformed)
      return (Probe(kind: kind, origin: base, path: path, outcome: .failed(error)), nil)
    }
    var probe = Probe(
      kind: kind,
      origin: endpoint.origin,
      path: endpoint.url.dropFirst(endpoint.origin.count) + path,
      outcome: .somethingElse
    )
    var request = HTTPRequest(endpoint: endpoint, path: path, timeout: timeout)
    request.headers["Accept"] = "application/json"
    do throws(TransportError) {
      let reply = try await client.send(request)
      if !(200..<300).contains(reply.status) {
        probe.outcome = .status(reply.status)
      } else if reply.isWebPage {
        probe.outcome = .webPage
      } else if reply.isCompressed {
        probe.came = "a compressed answer"
      } else {
        probe.came = words(for: reply.body)
        return (probe, reply.body)
      }
    } catch {
      probe.outcome = .init(error)
    }
    return (probe, nil)
  }
}

extension Probe.Outcome {
  fileprivate init(_ error: TransportError) {
    if case .redirected(_, _, let target) = error {
      self = .redirect(target: target)
    } else {
      self = .failed(error)
    }
  }
}
