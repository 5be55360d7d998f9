internal import FoundationEssentials

/// Turns calls into requests to one base address, and replies into values or ``APIError``.
struct APICaller: Sendable {
  let client: HTTPClient
  let base: Endpoint
  let timeout: Duration

  /// Sends and takes 2xx and 304; everything else throws.
  func send(
    _ method: HTTPRequest.Method,
    _ path: String,
    bearer: String? = nil,
    headers: HTTPHeaders = HTTPHeaders(),
    json: (any Encodable)? = nil
  ) async throws(APIError) -> HTTPReply {
    try accepted(
      try await exchange(method, path, bearer: bearer, headers: headers, json: json)
    )
  }

  /// Sends and returns whatever was answered; `body` is JSON that is written already.
  func exchange(
    _ method: HTTPRequest.Method,
    _ path: String,
    bearer: String? = nil,
    headers: HTTPHeaders = HTTPHeaders(),
    json: (any Encodable)? = nil,
    body: [UInt8]? = nil
  ) async throws(APIError) -> HTTPReply {
    var request = HTTPRequest(
      method: method,
      endpoint: base,
      path: path,
      headers: headers,
      timeout: timeout
    )
    request.headers["Accept"] = "application/json"
    if let bearer { request.headers["Authorization"] = "Bearer \(bearer)" }
    var password: String?
    if let json {
      request.headers["Content-Type"] = "application/json"
      guard let body = try? JSONEncoder().encode(json) else {
        throw .notSent(.notSent(host: base.label, .malformed))
      }
      request.body = [UInt8](body)
      password = (try? JSONReader.decode(JSON.self, from: [UInt8](body)))?["password"]?.string
    } else if let body {
      request.headers["Content-Type"] = "application/json"
      request.body = body
    }
    return try await deliver(request, password: password)
  }

  /// Posts fields as `application/x-www-form-urlencoded`; everything but 2xx throws.
  func post(_ path: String, form fields: [(String, String)]) async throws(APIError) -> HTTPReply {
    var request = HTTPRequest(method: .post, endpoint: base, path: path, timeout: timeout)
    request.headers["Accept"] = "application/json"
    request.headers["Content-Type"] = "application/x-www-form-urlencoded"
    // `%20` for a space is as good as `+`, and `~` as good as `%7E`: decoders take both.
    let pairs = fields.map { "\(percentEncoded($0.0))=\(percentEncoded($0.1))" }
    request.body = [UInt8](pairs.joined(separator: "&").utf8)
    let password = fields.first { $0.0 == "password" }?.1
    return try accepted(try await deliver(request, password: password))
  }

  /// The reply, which knows what its words may not show.
  private func deliver(
    _ request: HTTPRequest,
    password: String?
  ) async throws(APIError) -> HTTPReply {
    do throws(TransportError) {
      var reply = try await client.send(request)
      reply.mask = SecretMask(request.credentials + [password].compactMap(\.self))
      return reply
    } catch {
      throw APIError(error)
    }
  }

  /// The reply when it says yes.
  func accepted(_ reply: HTTPReply) throws(APIError) -> HTTPReply {
    if (200..<300).contains(reply.status) || reply.status == 304 { return reply }
    throw APIError(reply, host: base.label)
  }

  func decode<Value: Decodable>(
    _ type: Value.Type,
    from reply: HTTPReply
  ) throws(APIError) -> Value {
    if reply.isWebPage { throw badAnswer(.webPage, reply) }
    if reply.isCompressed { throw badAnswer(.compressed, reply) }
    do throws(JSONReader.Failure) {
      return try JSONReader.decode(type, from: reply.body)
    } catch {
      throw unreadable(error, reply)
    }
  }

  func unreadable(_ failure: JSONReader.Failure, _ reply: HTTPReply) -> APIError {
    switch failure {
    case .tooDeep: badAnswer(.tooDeep, reply)
    case .malformed: badAnswer(.brokenJSON, reply)
    case .otherShape(let mismatch):
      otherShape(expected: mismatch.expected, found: mismatch.found, reply)
    }
  }

  /// An answer of another shape, described unless it has been.
  func otherShape(expected: String, found: String? = nil, _ reply: HTTPReply) -> APIError {
    let found = found ?? JSONText(reply.body)?.shape ?? "nothing that can be read"
    // It names keys, which are the server's words.
    return badAnswer(.otherShape(expected: expected, found: reply.mask.masked(found)), reply)
  }

  func badAnswer(_ kind: BadAnswer.Kind, _ reply: HTTPReply) -> APIError {
    .badAnswer(
      BadAnswer(host: base.label, status: reply.status, kind: kind, requestID: reply.requestID)
    )
  }
}

/// One segment of a path, every byte but the unreserved ones percent-encoded (RFC 3986, 2.3).
///
/// A segment of dots alone is encoded too, so that it stays a name.
func pathSegment(_ text: String) -> String {
  let isDots = text.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
  let encoded = percentEncoded(text)
  return isDots ? encoded.replacing(".", with: "%2E") : encoded
}

/// Every byte but the unreserved ones percent-encoded.
func percentEncoded(_ text: String) -> String {
  text.utf8.reduce(into: "") { encoded, byte in
    if isUnreserved(byte) {
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      let digits = String(byte, radix: 16, uppercase: true)
      encoded += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
    }
  }
}

private func isUnreserved(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: "-._~".utf8.contains(byte)
  }
}
