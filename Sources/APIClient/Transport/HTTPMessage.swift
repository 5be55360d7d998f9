/// One request to one server.
public struct HTTPRequest: Sendable {
  /// The methods the two APIs use.
  public enum Method: String, Hashable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  /// What to do.
  public var method: Method
  /// The server and the prefix of ``path``.
  public var endpoint: Endpoint
  /// Path and query behind the endpoint's own path; percent-encoded, starts with `/`.
  public var path: String
  /// Fields beside those the client sets itself: Host, User-Agent, X-Request-Id, Content-Length.
  public var headers: HTTPHeaders
  /// The body; nil sends neither a body nor a Content-Type.
  public var body: [UInt8]?
  /// The most time for everything: connecting, sending, waiting, receiving, redirects.
  public var timeout: Duration

  /// A request; a GET without further headers and body, 30 s long, unless said otherwise.
  public init(
    method: Method = .get,
    endpoint: Endpoint,
    path: String,
    headers: HTTPHeaders = HTTPHeaders(),
    body: [UInt8]? = nil,
    timeout: Duration = .seconds(30)
  ) {
    self.method = method
    self.endpoint = endpoint
    self.path = path
    self.headers = headers
    self.body = body
    self.timeout = timeout
  }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Method, origin and path; neither header values nor the body.
  public var description: String { "\(method.rawValue) \(endpoint.url)\(path)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Nothing to look into: headers and body carry credentials.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A complete answer, whatever its status.
public struct HTTPReply: Sendable {
  /// The HTTP status, 200–599 without 3xx other than 304.
  public var status: Int
  /// The header fields of the final answer.
  public var headers: HTTPHeaders
  /// The bytes as sent, not decompressed; at most 16 MiB.
  public var body: [UInt8]
  /// The `X-Request-Id` this client sent, by which a server's log finds the request.
  public var requestID: String
  /// The path, without query, that answered in the end after a redirect; nil without one.
  public var redirectedPath: String?
  /// What to take out of its words before anybody sees them: the secrets of its request.
  var mask = SecretMask()

  /// An answer with every field given; not redirected unless said otherwise.
  public init(
    status: Int,
    headers: HTTPHeaders,
    body: [UInt8],
    requestID: String,
    redirectedPath: String? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.requestID = requestID
    self.redirectedPath = redirectedPath
  }
}

extension HTTPReply: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Status and size; neither header values nor the body.
  public var description: String { "HTTPReply(\(status), \(body.count) bytes, \(requestID))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Nothing to look into: headers and body carry credentials.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
