/// Where a profile's servers are.
package enum ServerAddress: Equatable, Sendable {
  /// The embedded server of this machine, started on demand.
  case local
  /// What a person gave, from which the servers are found when somebody signs in: one address, and
  /// what is known already of the other two.
  case typed(String, auth: String?, api: String?)
  /// Somebody's servers: the full Better Auth base (`https://x/api/auth`), and what the paths of the
  /// task API are appended to.
  case remote(auth: String, api: String)
  /// Nobody has said yet.
  case unknown

  /// What a person is shown.
  package var label: String {
    switch self {
    case .local: "this machine"
    case .unknown: ""
    case .typed(let address, _, _): ServerAddress.withoutScheme(address)
    case .remote(_, let api): ServerAddress.withoutScheme(api)
    }
  }

  /// Every address in it.
  var urls: [String] {
    switch self {
    case .local, .unknown: []
    case .typed(let address, let auth, let api): [address] + [auth, api].compactMap(\.self)
    case .remote(let auth, let api): [auth, api]
    }
  }

  /// Reads `--server`: one address, with or without scheme, from which both servers are found.
  ///
  /// - Parameter text: `https://todo.example.org`, `localhost:8080`, or `local`.
  /// - Returns: the address; whether it is a good one is found out when it is used.
  package static func server(_ text: String) -> ServerAddress {
    if text == "local" { return .local }
    // Pasted addresses bring white space along.
    var base = text
    while base.first?.isWhitespace ?? false { base.removeFirst() }
    while base.last?.isWhitespace ?? false { base.removeLast() }
    while base.hasSuffix("/") { base.removeLast() }
    // What a server that listens everywhere prints, and no address to connect to (RFC 1122, 3.2.1.3).
    for prefix in ["", "http://"] where base.hasPrefix(prefix + "0.0.0.0") {
      base = prefix + "127.0.0.1" + base.dropFirst(prefix.utf8.count + "0.0.0.0".utf8.count)
    }
    if !base.contains("://") {
      let host = base.prefix { $0 != ":" && $0 != "/" }
      let isLoopback = host == "localhost" || host.hasPrefix("127.") || base.hasPrefix("[::1]")
      base = (isLoopback ? "http://" : "https://") + base
    }
    return .typed(base, auth: nil, api: nil)
  }

  private static func withoutScheme(_ address: String) -> String {
    String(address.drop { $0 != "/" }.drop { $0 == "/" })
  }
}
