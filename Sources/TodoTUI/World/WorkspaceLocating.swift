import APIClient
import TodoKit
import TokenVault

extension Workspace {
  /// A workspace whose servers are known, and how they were found, in words.
  struct Located: Sendable {
    var workspace: Workspace
    var said: [String]
    /// The origin that would get the password although nobody typed it and no sign-in has used it; nil
    /// when there is no such surprise.
    var surprise: String?
  }

  /// Finds the servers behind what a person typed.
  ///
  /// An address that is known in full, or the embedded server, needs no look. What was found from one
  /// address before is looked for again, because a sign-in is when servers may have moved.
  ///
  /// - Parameter needsAuth: false when a token is at hand, so that only the tasks must be found.
  /// - Throws: ``Failure``; with the code ``Failure/noTaskAPI`` only the second address is missing.
  /// - Returns: this workspace with addresses to send requests to.
  func located(needsAuth: Bool = true) async throws(Failure) -> Located {
    let (text, auth, api): (String, String?, String?)
    switch address {
    case .typed(let typed, let itsAuth, let itsAPI): (text, auth, api) = (typed, itsAuth, itsAPI)
    case .remote where needsAuth && typed != nil: (text, auth, api) = (typed ?? "", nil, nil)
    // One address for both is a sign-in of the task server's own, which its description shows.
    case .remote(let itsAuth, let itsAPI) where needsAuth && itsAuth == itsAPI:
      (text, auth, api) = (itsAPI, nil, itsAPI)
    default: return Located(workspace: self, said: [])
    }
    let findings: Findings
    do throws(DiscoveryError) {
      findings = try await ServerDiscovery(
        client: client,
        timeout: min(.seconds(5), settings.timeout)
      )
      .find(text, auth: auth, api: api)
    } catch {
      if !needsAuth, case .noSignIn(let tasks, _) = error {
        var place = self
        place.address = .remote(auth: "", api: tasks)
        return Located(workspace: place, said: ["Tasks are at \(tasks)."])
      }
      throw Failure(error)
    }
    // Somebody has just named it, so nobody there means: look at it again.
    if let silent = findings.silentTasks, api != nil {
      throw Failure(.unreachable, Failure.noTaskAPI, silent.sentence)
    }
    guard let tasks = findings.tasks else {
      throw Failure(
        .badConfiguration,
        Failure.noTaskAPI,
        findings.sentences.joined(separator: " "),
        hint: "Say where the tasks are: --api-url ADDRESS"
      )
    }
    var place = self
    // With a part that somebody chose, the address alone would lead elsewhere the next time.
    place.typed = auth == nil && api == nil ? text : nil
    place.described = tasks.derivation.map { BackendNote($0, from: tasks.description?.prefix) }
    switch findings.auth {
    case .betterAuth(let base): place.address = .remote(auth: base, api: tasks.base)
    case .ownSignIn(let base, let route):
      place.address = .remote(auth: base, api: tasks.base)
      place.ownSignIn = route
    }
    let known = [text, auth, api, address.auth].compactMap { $0.flatMap(origin) }
    let surprise = origin(place.origins.auth).flatMap { known.contains($0) ? nil : $0 }
    return Located(workspace: place, said: findings.sentences, surprise: surprise)
  }

  private func origin(_ address: String) -> String? { try? Endpoint(url: address).origin }

  /// This workspace with the second address a person gave.
  ///
  /// - Parameter address: where the tasks are, with or without scheme.
  /// - Throws: ``Failure`` 64 when it is no address.
  /// - Returns: the same workspace, to be located again.
  func with(tasksAt address: String) throws(Failure) -> Workspace {
    guard case .typed(let api, _, _) = ServerAddress.server(address),
      (try? Endpoint(url: api)) != nil
    else { throw .usage("\(address) is no address of a task API: write it as https://host.") }
    var place = self
    switch self.address {
    case .typed(let typed, let auth, _): place.address = .typed(typed, auth: auth, api: api)
    case .remote: place.address = .typed(typed ?? "", auth: nil, api: api)
    case .local, .unknown: break
    }
    return place
  }
}

extension ServerAddress {
  fileprivate var auth: String? {
    if case .remote(let auth, _) = self { auth } else { nil }
  }
}

extension Findings {
  /// The request that a given task API did not answer; nil when it did, in whatever way.
  fileprivate var silentTasks: Probe? {
    let probes = probed.filter { $0.kind == .tasks }
    let answered = probes.contains { if case .failed = $0.outcome { false } else { true } }
    return tasks?.derivation == nil && !answered ? probes.first : nil
  }
}

extension Failure {
  /// Who signs people in was found, and the tasks were not.
  static let noTaskAPI = "no_task_api"
}
