/// Why an address leads to no place to sign in.
public enum DiscoveryError: Error, Hashable, Sendable {
  /// What was typed is no address that can be used.
  case badAddress(Role, EndpointError)
  /// Nobody answers, at none of these; the reason is the typed address's.
  case nothingAnswers(at: [String], TransportError)
  /// Somebody answers, and it is something else; one answer of each server.
  case somethingElse([Probe])
  /// The task API is there, without a sign-in of its own, and Better Auth is not.
  case noSignIn(tasks: String, [Probe])
  /// Better Auth or what stands before it cannot answer now: status 429 or 5xx.
  case notNow(Probe)
  /// The server redirects to another one, which is not followed.
  case pointsElsewhere(Probe)
  /// The caller cancelled.
  case cancelled

  /// Which of the addresses.
  public enum Role: Hashable, Sendable {
    /// The one for both servers.
    case typed
    /// Better Auth's own.
    case auth
    /// The task API's own.
    case api
  }

  /// Which address, what was expected and what came, in sentences a person can act on.
  ///
  /// They may name an origin out of a redirect, so they are not made safe for a terminal.
  public var sentence: String {
    switch self {
    case .badAddress(.typed, let error): error.sentence
    case .badAddress(.auth, let error): "--auth-url: \(error.sentence)"
    case .badAddress(.api, let error): "--api-url: \(error.sentence)"
    case .nothingAnswers(let places, let reason):
      Probe(kind: .auth, origin: "", path: "", outcome: .failed(reason)).sentence
        + (places.count > 1 ? " Also tried: \(places.dropFirst().joined(separator: ", "))." : "")
    case .somethingElse(let probes):
      probes.map(\.sentence).joined(separator: " ") + " Check the address."
    case .noSignIn(let tasks, let probes):
      "Tasks are at \(tasks), but no sign-in was found. "
        + probes.map(\.sentence).joined(separator: " ")
        + " Say where Better Auth is with --auth-url."
    case .notNow(let probe), .pointsElsewhere(let probe): probe.sentence
    case .cancelled: "Looking for the servers was cancelled."
    }
  }
}
