/// The public address of the server: issuer of its tokens and its own trusted origin.
struct BaseURL: Sendable, Equatable {
  /// Scheme, host and port, without a path or a trailing slash (contract/better-auth 2.5).
  let origin: String

  /// Https makes cookies `__Secure-` and `Secure` (contract/better-auth 2.1).
  var isSecure: Bool { origin.hasPrefix("https://") }

  /// Takes `BETTER_AUTH_URL` where it is set, else the address the connection came in on.
  init(configuration: ServerConfiguration, localPort: Int?) {
    if let url = configuration.baseURL, let origin = Origin.of(url) {
      self.origin = origin
      return
    }
    switch configuration.address {
    case .unixSocket: origin = "http://localhost"
    case .tcp(let host, let port):
      let name = host.contains(":") ? "[\(host)]" : host
      let text = "http://\(name):\(localPort ?? port)"
      origin = Origin.of(text) ?? text
    }
  }
}

/// The origin of an http or https URL (RFC 6454, section 4).
package enum Origin {
  /// Scheme, host and port with a default port left out; nil for anything but http and https.
  package static func of(_ url: String) -> String? {
    guard let colon = url.firstRange(of: "://") else { return nil }
    let scheme = url[..<colon.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let authority = url[colon.upperBound...].prefix { !"/?#\\".contains($0) }
    guard !authority.isEmpty, !authority.contains("@"), !authority.contains(where: \.isWhitespace)
    else { return nil }
    var host = authority.lowercased()
    let defaultPort = scheme == "https" ? ":443" : ":80"
    if host.hasSuffix(defaultPort) { host.removeLast(defaultPort.count) }
    return host.isEmpty ? nil : "\(scheme)://\(host)"
  }
}
