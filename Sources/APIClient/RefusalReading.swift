extension APIError {
  package init(_ error: TransportError) {
    switch error {
    case .notSent: self = .notSent(error)
    case .unknown: self = .unknown(error)
    case .cancelled(let host): self = .cancelled(host: host)
    case .tooLarge(let host, let part):
      self = .badAnswer(BadAnswer(host: host, status: 0, kind: .tooLarge(part), requestID: nil))
    case .redirected(let host, let status, let target):
      self = .badAnswer(
        BadAnswer(host: host, status: status, kind: .redirect(target: target), requestID: nil)
      )
    }
  }

  /// Sorts a reply whose status is not 2xx.
  package init(_ reply: HTTPReply, host: String) {
    let refusal = Refusal(reply, host: host)
    switch reply.status {
    case 429: self = .rateLimited(refusal)
    case 500...: self = .serverFault(refusal)
    // A portal's page says nothing about the session or the task, whatever its status.
    case _ where reply.isWebPage:
      self = .badAnswer(
        BadAnswer(host: host, status: reply.status, kind: .webPage, requestID: reply.requestID)
      )
    case 401: self = .unauthorized(refusal)
    case 403: self = .forbidden(refusal)
    case 404, 410: self = .notFound(refusal)
    case 409, 412: self = .conflict(refusal)
    case 400...: self = .rejected(refusal)
    default:
      self = .badAnswer(
        BadAnswer(host: host, status: reply.status, kind: .status, requestID: reply.requestID)
      )
    }
  }

  /// The same error of a request for the list of all tasks: where that is not there, the address is
  /// wrong, not a task gone.
  ///
  /// - Parameter address: where the list was asked for.
  /// - Returns: the error, which names that address where the list is not there.
  package func ofList(at address: String) -> APIError {
    guard case .notFound(var refusal) = self else { return self }
    refusal.listAddress = address
    return .notFound(refusal)
  }

  /// Whether it is the list of all tasks that is not there.
  package var isAboutList: Bool { refusal?.listAddress != nil }
}

extension Refusal {
  /// Reads every error shape of contract/tasks-api and contract/better-auth 2.0; plain text counts as
  /// the message.
  init(_ reply: HTTPReply, host: String) {
    self.init(
      host: host,
      status: reply.status,
      retryAfter: reply.retryAfter,
      hasChallenge: reply.headers["WWW-Authenticate"] != nil,
      requestID: reply.requestID
    )
    if reply.isWebPage || reply.isCompressed { return }
    if let json = try? JSONReader.decode(JSON.self, from: reply.body) {
      read(json)
    } else if reply.isPlainText {
      say(String(decoding: reply.body.prefix(Refusal.byteLimit), as: UTF8.self))
    }
    code = code.map(reply.mask.masked)
    // Cut afterwards: half a secret would be harder to find.
    message = message.map {
      String(
        String.UnicodeScalarView(
          reply.mask.masked($0).unicodeScalars.prefix(Refusal.messageLimit)
        )
      )
    }
  }

  /// Enough for a message and the longest secret in it.
  private static let byteLimit = 20_000

  private static let messageLimit = 300

  /// The first words found are the message, so what says most comes first.
  private mutating func read(_ json: JSON) {
    if let text = json.string { say(text) }
    for key in ["detail", "error"] {
      switch json[key] {
      case .string(let text)?: key == "error" && json["message"] != nil ? name(text) : say(text)
      case .array(let issues)?: say(issues)
      case .object?: json[key].map { read($0) }
      default: break
      }
    }
    switch json["errors"] {
    case .array(let issues)?: say(issues)
    case .object(let fields)?:
      namesFields = true
      say(fields.keys.sorted().compactMap { key in fields[key]?.words.map { "\(key): \($0)" } })
    default: break
    }
    if let text = json["code"]?.string { name(text) }
    if let text = json["message"]?.string { say(text) }
  }

  private mutating func say(_ issues: [JSON]) {
    if issues.contains(where: { $0["loc"] != nil || $0["field"] != nil }) { namesFields = true }
    say(issues.compactMap(Refusal.issue))
  }

  private mutating func say(_ sentences: [String]) { say(sentences.joined(separator: "; ")) }

  /// `{"loc": ["body", "title"], "msg": "too long"}` as `title: too long`; a text as it is.
  private static func issue(_ json: JSON) -> String? {
    guard let text = json.string ?? json["msg"]?.string ?? json["message"]?.string else {
      return nil
    }
    guard let field = json["field"]?.string ?? json["loc"]?.last?.string, field != "body" else {
      return text
    }
    return "\(field): \(text)"
  }

  private mutating func name(_ text: String) {
    let isCode =
      (1...80).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    if isCode, code == nil { code = text }
  }

  private mutating func say(_ text: String) {
    if message != nil || text.isEmpty { return }
    message = text
  }
}

extension JSON {
  fileprivate var last: JSON? {
    if case .array(let elements) = self { elements.last } else { nil }
  }

  /// One text, or several as one.
  fileprivate var words: String? {
    guard case .array(let texts) = self else { return string }
    return texts.compactMap(\.string).joined(separator: ", ")
  }
}

extension HTTPReply {
  /// Words for people, by their type or, without one, by not being half a JSON value.
  var isPlainText: Bool {
    guard let type = headers["Content-Type"] else {
      return body.first.map { !"{[\"".utf8.contains($0) } ?? false
    }
    return type.lowercased().hasPrefix("text/plain")
  }

  var isWebPage: Bool {
    if headers["Content-Type"]?.lowercased().hasPrefix("text/html") ?? false { return true }
    return body.first { $0 > 0x20 } == UInt8(ascii: "<")
  }

  var isCompressed: Bool {
    headers["Content-Encoding"].map { $0.lowercased() != "identity" } ?? false
  }

  /// Better Auth says `x-retry-after` (contract/better-auth 2.6), others `Retry-After`; both may be
  /// absurd, so they are held between 1 s and 5 min.
  var retryAfter: Duration? {
    guard let text = headers["X-Retry-After"] ?? headers["Retry-After"],
      !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return .seconds(min(max(Int(text) ?? 300, 1), 300))
  }
}
