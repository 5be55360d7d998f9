/// What every request of one client has in common.
public struct HTTPConfiguration: Hashable, Sendable {
  /// The program's version, sent as `User-Agent: todotui/<version>`.
  public var version: String
  /// A PEM file of certificate authorities to trust, beside the system's directory of them.
  public var caFile: String?
  /// The proxy for https.
  public var proxy: ProxySettings

  /// A configuration; no own authorities and no proxy unless given.
  public init(version: String, caFile: String? = nil, proxy: ProxySettings = ProxySettings()) {
    self.version = version
    self.caFile = caFile
    self.proxy = proxy
  }
}

/// The proxy the environment names for https, and the hosts it does not count for.
///
/// Plain http, loopback and Unix sockets never go through a proxy: libcurl by itself would have sent
/// the Authorization of a loopback request there.
public struct ProxySettings: Hashable, Sendable {
  /// Address of the proxy, possibly with its own credentials; nil for none.
  public var https: String?
  /// Comma-separated hosts that are reached directly, `*` for all.
  public var exceptions: String

  /// No proxy unless given.
  public init(https: String? = nil, exceptions: String = "") {
    self.https = https
    self.exceptions = exceptions
  }

  /// Reads `https_proxy`, else `all_proxy`, and `no_proxy`; lower case wins, as in curl(1).
  public init(environment: [String: String]) {
    func value(_ name: String) -> String? {
      environment[name] ?? environment[name.uppercased()]
    }
    let address = value("https_proxy") ?? value("all_proxy")
    self.init(
      https: address.flatMap { $0.isEmpty ? nil : $0 },
      exceptions: value("no_proxy") ?? ""
    )
  }
}

extension ProxySettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Whether there is one; its address may contain a password.
  public var description: String { "ProxySettings(\(https == nil ? "none" : "set"))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
