/// Where a profile's servers are.
package enum ServerAddress: Equatable, Sendable {
  /// The embedded server of this machine, started on demand.
  case local
  /// Somebody's servers: the full Better Auth base (`https://x/api/auth`) and the prefix before
  /// `/api/{user_id}`.
  case remote(auth: String, api: String)
  /// Nobody has said yet.
  case unknown

  /// What a person is shown.
  package var label: String {
    switch self {
    case .local: "this machine"
    case .unknown: ""
    case .remote(_, let api): String(api.drop { $0 != "/" }.drop { $0 == "/" })
    }
  }

  /// Reads `--server`: one address, with or without scheme, for both servers.
  ///
  /// - Parameter text: `https://todo.example.org`, `localhost:8080`, or `local`.
  /// - Returns: the address; whether it is a good one is found out when it is used.
  package static func server(_ text: String) -> ServerAddress {
    if text == "local" { return .local }
    var base = text
    while base.hasSuffix("/") { base.removeLast() }
    if !base.contains("://") {
      let host = base.prefix { $0 != ":" && $0 != "/" }
      let isLoopback = host == "localhost" || host.hasPrefix("127.") || base.hasPrefix("[::1]")
      base = (isLoopback ? "http://" : "https://") + base
    }
    return .remote(auth: base + "/api/auth", api: base)
  }
}
