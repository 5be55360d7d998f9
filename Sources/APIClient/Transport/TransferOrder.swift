/// Everything the engine's thread needs to run one transfer.
struct TransferOrder: Sendable {
  let method: HTTPRequest.Method
  var url: String
  let socket: String?
  /// Server and host as errors name them.
  let host: String
  /// Header lines as libcurl takes them.
  let headerLines: [String]
  let body: [UInt8]?
  var timeout: Duration
  let requestID: String
  let proxy: String
  let proxyExceptions: String
  let caFile: String?
  /// Plain http over TCP: only a loopback peer may see the request.
  let needsLoopbackPeer: Bool

  init(_ request: HTTPRequest, _ configuration: HTTPConfiguration) throws(TransportError) {
    let endpoint = request.endpoint
    method = request.method
    url = endpoint.url + request.path
    socket = endpoint.socket
    host = endpoint.label
    body = request.body
    timeout = request.timeout
    requestID = TransferOrder.makeRequestID()
    caFile = configuration.caFile
    needsLoopbackPeer = !endpoint.isEncrypted && endpoint.socket == nil
    // Both are always set, so libcurl never asks the environment itself.
    let proxied = endpoint.isEncrypted && !endpoint.isLocal ? configuration.proxy.https : nil
    proxy = proxied ?? ""
    proxyExceptions = proxied == nil ? "*" : configuration.proxy.exceptions

    var fields = request.headers.fields
    fields.append(.init(name: "User-Agent", value: "todotui/\(configuration.version)"))
    fields.append(.init(name: "X-Request-Id", value: requestID))
    guard fields.allSatisfy(\.isSendable), request.path.hasPrefix("/"),
      request.path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
    else { throw .notSent(host: endpoint.label, .malformed) }
    // libcurl reads "Name;" as a field without value, and "Name:" as one of its own to leave out.
    var lines = fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    lines.append("Expect:")
    if request.headers["Content-Type"] == nil { lines.append("Content-Type:") }
    headerLines = lines
  }

  /// 128 random bits in hexadecimal.
  private static func makeRequestID() -> String {
    (0..<2).map { _ in
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }
}
