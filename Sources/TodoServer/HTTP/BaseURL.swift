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
  /// A host name has 253 characters, a port six more with its colon.
  private static let longest = 259

  /// Scheme, host and port with a default port left out; nil for anything but http and https.
  package static func of(_ url: String) -> String? {
    let bytes = Array(url.utf8)
    guard
      let scheme = ["http", "https"].first(where: {
        bytes.prefix($0.utf8.count + 3).lowercasedASCII == Array("\($0)://".utf8)
      })
    else { return nil }
    let authority = bytes.dropFirst(scheme.utf8.count + 3).prefix { !"/?#\\".utf8.contains($0) }
    // A name of another script comes as punycode (RFC 5891).
    guard (1...longest).contains(authority.count),
      authority.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "@") })
    else { return nil }
    var host = String(decoding: authority.lowercasedASCII, as: UTF8.self)
    let defaultPort = scheme == "https" ? ":443" : ":80"
    if host.hasSuffix(defaultPort) { host.removeLast(defaultPort.count) }
    return host.isEmpty ? nil : "\(scheme)://\(host)"
  }
}
