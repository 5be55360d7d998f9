internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What Hummingbird tells of a connection.
struct ConnectionContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The peer's IP address; nil on a Unix socket.
  let peer: String?
  /// The port this connection came in on; nil on a Unix socket.
  let localPort: Int?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress
    localPort = source.channel.localAddress?.port
  }
}

/// One request, with its target exactly as it came: nothing is normalised before routing.
struct ServerRequest: Sendable {
  let method: HTTPRequest.Method
  /// The path as sent, without the query.
  let path: String
  /// Nil stands for a pair that is wrongly encoded.
  let query: [FormCoding.Pair?]
  let headers: HTTPFields
  let body: RequestBody
  /// Who is counted by the limits; nil on a Unix socket.
  let client: ClientAddress?
  let base: BaseURL

  init(_ request: Request, context: ConnectionContext, configuration: ServerConfiguration) {
    let target = request.head.path ?? ""
    let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    method = request.method
    path = String(target[..<mark])
    query = FormCoding.pairs(target.utf8[mark...].dropFirst())
    headers = request.headers
    body = request.body
    client = ClientAddress(
      peer: context.peer,
      forwardedFor: request.headers.values("x-forwarded-for"),
      trustedProxies: configuration.trustedProxies
    )
    base = BaseURL(configuration: configuration, localPort: context.localPort)
  }

  /// The whole body.
  ///
  /// - Parameter limit: How many bytes are taken.
  /// - Returns: The bytes, or nil when there are more than `limit`.
  /// - Throws: `RequestCut` when the connection ends first.
  func bytes(upTo limit: Int) async throws -> [UInt8]? {
    if let announced = headers.value("content-length").flatMap(Int.init), announced > limit {
      return nil
    }
    var bytes: [UInt8] = []
    do {
      for try await chunk in body {
        guard bytes.count + chunk.readableBytes <= limit else { return nil }
        bytes.append(contentsOf: chunk.readableBytesView)
      }
    } catch {
      throw RequestCut()
    }
    return bytes
  }
}

/// The client went away, or broke HTTP, before its request was whole.
struct RequestCut: Error {}

extension HTTPFields {
  /// Every value of a field, in order.
  func values(_ name: String) -> [String] {
    HTTPField.Name(name).map { self[values: $0] } ?? []
  }

  /// The first value of a field.
  func value(_ name: String) -> String? {
    values(name).first
  }

  /// The members of a comma-separated field, trimmed (RFC 9110, section 5.6.1).
  func listed(_ name: String) -> [Substring.UTF8View] {
    values(name).flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }.map(\.trimmed)
  }

  /// Adds a field beside those of the same name.
  mutating func add(_ name: String, _ value: String) {
    guard let name = HTTPField.Name(name) else { return }
    append(HTTPField(name: name, value: value))
  }
}
