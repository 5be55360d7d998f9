/// What the answers to all requests mean together; pure.
struct DiscoveryVerdict: Sendable {
  /// The race for Better Auth, which finds its full base.
  let auth: ProbeRace<String>
  /// The race for a description of tasks.
  let tasks: ProbeRace<Findings.Tasks>
  /// Better Auth's base, when the person gave it.
  let givenAuth: String?
  /// The task API's address, when the person gave it.
  let givenAPI: String?
  /// The origin of the one address, when there is one.
  let typedOrigin: String?

  func findings() throws(DiscoveryError) -> Findings {
    let api = tasks.found ?? givenAPI.map { Findings.Tasks(base: $0) }
    let (signIn, sentences) = try signIn()
    return Findings(
      auth: signIn,
      tasks: api,
      sentences: sentences + tasksSentences,
      probed: auth.probes + tasks.probes
    )
  }

  private func signIn() throws(DiscoveryError) -> (Findings.Auth, [String]) {
    // What the typed server offers itself goes before what a neighbour says.
    let own = ownSignIn
    if let base = auth.found, own == nil || !isTyped(own?.base ?? "") || isTyped(base) {
      if !isTyped(base), givenAuth == nil, let probe = typedProbes.first(where: \.isPassing) {
        throw .notNow(probe)
      }
      return (.betterAuth(base: base), ["Better Auth answers at \(base)."])
    }
    if let own {
      // A server that may have Better Auth and cannot say so now is no reason to go elsewhere.
      if !isTyped(own.base), givenAPI == nil { try refuseSilentOrigin() }
      let said =
        "\(own.base) has a sign-in of its own (\(own.route.path)); Better Auth was not found."
      return (.ownSignIn(base: own.base, own.route), [said] + auth.probes.passing)
    }
    guard let givenAuth else { throw whyNot }
    return (
      .betterAuth(base: givenAuth),
      auth.probes.prefix(1).map(\.sentence) + ["\(givenAuth) is used all the same, as given."]
    )
  }

  private var ownSignIn: (base: String, route: SignInRoute)? {
    guard let api = tasks.found, let route = api.derivation?.signIn, mayHaveOwnSignIn else {
      return nil
    }
    return (api.base, route)
  }

  private var typedProbes: [Probe] { auth.probes.filter { $0.origin == typedOrigin } }

  private func isTyped(_ base: String) -> Bool {
    (try? Endpoint(url: base))?.origin == typedOrigin
  }

  /// Throws when the typed server gave no answer, or one that may be better later.
  private func refuseSilentOrigin() throws(DiscoveryError) {
    let there = typedProbes
    if let probe = there.first(where: \.isPassing) { throw .notNow(probe) }
    if let first = there.first?.failure, there.allSatisfy({ $0.failure != nil }) {
      throw .nothingAnswers(at: there.places, first)
    }
  }

  /// An address that was given for signing in is not replaced by another server's.
  private var mayHaveOwnSignIn: Bool {
    givenAuth == nil || auth.probes.contains { $0.origin == tasks.probes.last?.origin }
  }

  private var tasksSentences: [String] {
    if let api = tasks.found {
      let path = api.derivation.map { " (\($0.dialect.collection))" } ?? ""
      return ["Tasks are at \(api.base)\(path)."]
    }
    if let givenAPI {
      return tasks.probes.prefix(1).map(\.sentence)
        + ["\(givenAPI) is used all the same, as given."]
    }
    let places = tasks.probes.places.joined(by: "or")
    return tasks.probes.telling
      + ["No task API was found at \(places)."]
  }

  /// Why there is nowhere to sign in, the most useful reason first.
  private var whyNot: DiscoveryError {
    if let probe = auth.probes.first(where: \.isPassing) { return .notNow(probe) }
    if let probe = auth.probes.pointingElsewhere.first { return .pointsElsewhere(probe) }
    let all = auth.probes + tasks.probes
    if let api = tasks.found { return .noSignIn(tasks: api.base, auth.probes.onePerPlace) }
    if let first = all.first?.failure, all.allSatisfy({ $0.failure != nil }) {
      return .nothingAnswers(at: all.places, first)
    }
    return .somethingElse(auth.probes.onePerPlace)
  }
}

extension [Probe] {
  /// Origins in order, once each.
  var places: [String] {
    reduce(into: []) { if !$0.contains($1.origin) { $0.append($1.origin) } }
  }

  /// The most telling answer of every origin; where nobody is, only that of the first one, because
  /// the others were guesses.
  fileprivate var onePerPlace: [Probe] {
    places.compactMap { place in
      let here = filter { $0.origin == place }
      let answer = here.first(where: \.isSomethingElse) ?? here.first { $0.failure == nil }
      return answer ?? (place == first?.origin ? here.first : nil)
    }
  }

  /// What is worth saying although it was not found.
  fileprivate var telling: [String] {
    let others = filter { $0.outcome == .otherDescription || $0.isTooLarge }
    return passing + (others + pointingElsewhere.prefix(1)).map(\.sentence)
  }

  /// Those that name a server which was not asked anyway.
  fileprivate var pointingElsewhere: [Probe] {
    filter { $0.pointsTo.map { !places.contains($0) } ?? false }
  }

  fileprivate var passing: [String] {
    places.compactMap { place in first { $0.origin == place && $0.isPassing }?.sentence }
  }
}

extension [String] {
  /// `a, b or c`.
  fileprivate func joined(by word: String) -> String {
    guard let last else { return "" }
    return count == 1 ? last : dropLast().joined(separator: ", ") + " \(word) \(last)"
  }
}
