/// The checked base address of a server: where requests go, and over what.
///
/// `http` is for Unix sockets and loopback only. An address literal is checked here, a name when
/// the connection stands, before a header leaves.
public struct Endpoint: Hashable, Sendable {
  /// Scheme, host, port and path; lower-case up to the path, no default port, no trailing slash.
  public let url: String
  /// Scheme, host and port of ``url``, as browsers write an origin.
  public let origin: String
  /// Path of the Unix socket to connect to, nil for TCP.
  public let socket: String?
  /// The host as ``url`` has it: a name or an address literal, no port.
  public let host: String

  package let isEncrypted: Bool

  /// Checks an address a person or a file gave.
  ///
  /// - Parameters:
  ///   - url: an absolute `https` or `http` address without user, query and fragment.
  ///   - socket: an absolute path of a Unix socket that replaces host and port, nil for TCP.
  /// - Throws: ``EndpointError``, which never repeats a password.
  public init(url: String, socket: String? = nil) throws(EndpointError) {
    let parts = try URLParts(address: url)
    if let socket {
      guard socket.hasPrefix("/"), socket.utf8.count <= Endpoint.socketPathLimit,
        !socket.utf8.contains(0)
      else { throw .badSocketPath }
    } else if !parts.isEncrypted, parts.isAddressLiteral, !isLoopback(host: parts.host) {
      throw .plainHTTP(host: parts.host)
    }
    self.url = parts.origin + parts.path
    self.origin = parts.origin
    self.socket = socket
    self.host = parts.host
    self.isEncrypted = parts.isEncrypted
  }

  /// This address with more path behind it.
  ///
  /// - Parameter path: starts with `/` and is percent-encoded, for example `/api/auth`.
  /// - Returns: the longer address, over the same socket.
  /// - Throws: ``EndpointError`` when `path` is not a path.
  public func appending(_ path: String) throws(EndpointError) -> Endpoint {
    guard path.hasPrefix("/") else { throw .notAnAddress }
    return try Endpoint(url: url + path, socket: socket)
  }

  /// How sentences call this server: host and port; of one on a socket the host alone, because no
  /// person knows it by the path.
  package var label: String {
    socket == nil ? String(origin.drop { $0 != "/" }.dropFirst(2)) : host
  }

  /// Requests to it stay on this machine, so no proxy may see them.
  package var isLocal: Bool { socket != nil || isLoopback(host: host) }

  // sun_path of Linux is 108 bytes with its NUL.
  private static let socketPathLimit = 107
}

/// Why text is not a usable server address.
public enum EndpointError: Error, Hashable, Sendable {
  /// No absolute `https://` or `http://` address, or one with impossible parts.
  case notAnAddress
  /// A user or password stands in it.
  case hasCredentials
  /// A query or fragment stands in it.
  case hasQueryOrFragment
  /// `http` to a machine that is not this one.
  case plainHTTP(host: String)
  /// The socket's path is relative, empty or longer than the system allows.
  case badSocketPath
  /// It takes libcurl to read it, which is missing.
  case uncheckable

  /// One sentence a person can act on.
  public var sentence: String {
    switch self {
    case .notAnAddress:
      "This is not a server address: write it as https://host or https://host:port/path."
    case .hasCredentials:
      "A server address must not contain a user or password: remove what stands before the @."
    case .hasQueryOrFragment:
      "A server address must not contain ? or #: give only scheme, host, port and path."
    case .plainHTTP(let host):
      "Unencrypted http is only allowed to this machine, not to \(host): use https."
    case .badSocketPath:
      "The socket's path must be absolute and at most 107 bytes long."
    case .uncheckable:
      "This address cannot be checked, because libcurl.so.4 is missing or too old: install libcurl4."
    }
  }
}
