/// What a person typed or pasted as a server's address, read kindly.
///
/// White space around it, a query, a fragment and trailing slashes are dropped. Without a scheme,
/// this machine is asked by http and every other one by https.
public struct TypedAddress: Hashable, Sendable {
  /// Scheme, host and port.
  public let origin: String
  /// The path as typed, without trailing slash; empty for none.
  public let path: String
  /// The host: a name or an address literal in lower case.
  package let host: String

  /// Reads an address.
  ///
  /// - Parameter text: such as `example.org`, `localhost:3000/login` or `https://x.org/api/auth/`.
  /// - Throws: ``EndpointError``, which never repeats a password.
  public init(_ text: String) throws(EndpointError) {
    var address = text.drop(while: \.isWhitespace).prefix { $0 != "?" && $0 != "#" }
    while let last = address.last, last.isWhitespace { address.removeLast() }
    let endpoint = try Endpoint(url: TypedAddress.withScheme(address))
    origin = endpoint.origin
    host = endpoint.host
    path = String(endpoint.url.dropFirst(endpoint.origin.count))
  }

  private static func withScheme(_ address: Substring) -> String {
    if address.contains("://") { return String(address) }
    let authority = address.prefix { $0 != "/" }
    let bracket = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : nil
    let host = bracket.map { authority[...$0] } ?? authority.prefix { $0 != ":" }
    return (isLoopback(host: host.lowercased()) ? "http://" : "https://") + address
  }

  /// The port as typed, or the scheme's own.
  package var port: Int {
    Int(origin.dropFirst(scheme.count + host.count + 1)) ?? (scheme == "https://" ? 443 : 80)
  }

  /// The same server on another port.
  package func origin(port: Int) -> String {
    "\(scheme)\(host):\(port)"
  }

  /// The same scheme and port on another host.
  package func origin(host other: String) -> String {
    scheme + other + origin.dropFirst(scheme.count + host.count)
  }

  /// Where a server may start: the typed path without the pages that people copy addresses from.
  package var prefix: String {
    let segments = path.split(separator: "/")
    if let auth = segments.indices.first(where: { segments[$0...].starts(with: ["api", "auth"]) }) {
      return joined(segments[..<auth])
    }
    if let last = segments.last, TypedAddress.pages.contains(last.lowercased()) {
      return joined(segments.dropLast())
    }
    return joined(segments[...])
  }

  private var scheme: String { origin.hasPrefix("https:") ? "https://" : "http://" }

  private func joined(_ segments: ArraySlice<Substring>) -> String {
    segments.map { "/" + $0 }.joined()
  }

  /// Pages of FastAPI's documentation, of a web client, and of the two APIs themselves.
  private static let pages: Set<String> = [
    "docs", "redoc", "openapi.json", "login", "signin", "sign-in", "register", "signup", "sign-up",
    "dashboard", "tasks", "todos", "auth", "health",
  ]
}
