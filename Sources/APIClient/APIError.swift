/// Why a call of either API gave no result, sorted by what a caller can do about it.
public enum APIError: Error, Hashable, Sendable {
  /// No byte left this machine: wait for the network, then repeat.
  case notSent(TransportError)
  /// No complete answer came: look before repeating anything that changes data.
  case unknown(TransportError)
  /// The caller cancelled; the effect is not known.
  case cancelled(host: String)
  /// 401: this credential or password is not accepted; nothing was carried out.
  case unauthorized(Refusal)
  /// 403: known, and not allowed.
  case forbidden(Refusal)
  /// 404 or 410: there is no such thing.
  case notFound(Refusal)
  /// 409 or 412: the server has something else than assumed.
  case conflict(Refusal)
  /// 412 to a change of one version: nothing was carried out, because the task is another by now,
  /// which is told where it is known.
  case changed(Refusal, current: SeenTask?)
  /// 429: repeat after ``Refusal/retryAfter``.
  case rateLimited(Refusal)
  /// Another 4xx: the request has to change; also a 404, 409 or 412 that does not mean what it says.
  case rejected(Refusal)
  /// 5xx, or an error in an answer with another status: the effect is not known, the fault is the
  /// server's.
  case serverFault(Refusal)
  /// An answer that is none of this API: a portal's page, broken JSON, a redirect elsewhere.
  case badAnswer(BadAnswer)
  /// The server said yes and did not do it; `what` says what stays and what cannot be done.
  case ignored(host: String, what: String)

  /// What is known about the effect of the request.
  public enum Outcome: Hashable, Sendable {
    /// It had none: it may be repeated.
    case notSent
    /// It had none, and repeating it unchanged will not help now.
    case rejected
    /// It may have been carried out.
    case unknown
  }

  /// What is known about the effect of the request.
  public var outcome: Outcome {
    switch self {
    case .notSent: .notSent
    case .unknown, .cancelled, .serverFault, .badAnswer: .unknown
    case .unauthorized, .forbidden, .notFound, .conflict, .changed, .rateLimited, .rejected,
      .ignored:
      .rejected
    }
  }

  /// What the server said, when it said no.
  public var refusal: Refusal? {
    switch self {
    case .unauthorized(let refusal), .forbidden(let refusal), .notFound(let refusal),
      .conflict(let refusal), .changed(let refusal, _), .rateLimited(let refusal),
      .rejected(let refusal), .serverFault(let refusal):
      refusal
    case .notSent, .unknown, .cancelled, .badAnswer, .ignored: nil
    }
  }

  /// The `X-Request-Id` of the request, when an answer came.
  public var requestID: String? {
    if case .badAnswer(let answer) = self { return answer.requestID }
    return refusal?.requestID
  }
}

/// An answer that says no, in any of the shapes servers use for it.
public struct Refusal: Hashable, Sendable {
  /// Host and port, or socket.
  public var host: String
  /// The HTTP status, 400–599; 200 where only the body says that it is an error.
  public var status: Int
  /// The server's code, for example `INVALID_EMAIL_OR_PASSWORD` (contract/better-auth 2.9).
  public var code: String?
  /// The server's own words, at most 300 scalars, not made safe for a terminal.
  public var message: String?
  /// How long the server asks to wait, between 1 s and 5 min.
  public var retryAfter: Duration?
  /// Whether the answer had a `WWW-Authenticate` header, which a 401 should have and a 403 may lack.
  public var hasChallenge: Bool
  /// Whether it names fields of the body that are wrong, rather than the request as a whole.
  var namesFields = false
  /// Where the list of all tasks was asked for, when it is that which is not there.
  var listAddress: String?
  /// The `X-Request-Id` this client sent.
  public var requestID: String
}

/// An answer that cannot be read as one of this API.
public struct BadAnswer: Hashable, Sendable {
  /// What came instead.
  public enum Kind: Hashable, Sendable {
    /// A web page, as captive portals and proxies send.
    case webPage
    /// A Content-Encoding nobody asked for.
    case compressed
    /// No JSON, or JSON that ends early.
    case brokenJSON
    /// JSON nested deeper than 64.
    case tooDeep
    /// JSON without what the contract has; both in words without values.
    case otherShape(expected: String, found: String)
    /// A token with characters or a length outside the rule, or a JWT that cannot be scheduled.
    case badToken
    /// No endpoint for JWTs at the auth server: its `jwt()` plugin is missing.
    case noTokenEndpoint
    /// A status of no use here, for example 204 where data was asked for.
    case status
    /// A redirect to another origin, nil when it is unreadable.
    case redirect(target: String?)
    /// More than the limits of body or headers.
    case tooLarge(TransportError.Oversize)
  }

  /// Host and port, or socket.
  public var host: String
  /// The HTTP status; 0 when it was not kept.
  public var status: Int
  /// What came instead.
  public var kind: Kind
  /// The `X-Request-Id` this client sent, when it was kept.
  public var requestID: String?

  package init(host: String, status: Int, kind: Kind, requestID: String?) {
    self.host = host
    self.status = status
    self.kind = kind
    self.requestID = requestID
  }
}
