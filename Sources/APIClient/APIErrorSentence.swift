extension APIError {
  /// One sentence a person can act on.
  ///
  /// It may quote the server, so it is not made safe for a terminal.
  public var sentence: String {
    if let next = refusal?.nextStep { return next }
    return switch self {
    case .notSent(let error), .unknown(let error): error.sentence
    case .cancelled(let host): TransportError.cancelled(host: host).sentence
    case .unauthorized(let refusal):
      refusal.quote.map { "\($0) Sign in again." }
        ?? "\(refusal.host) does not accept this sign-in: sign in again."
    case .forbidden(let refusal):
      refusal.quote ?? "\(refusal.host) does not allow this for your account: ask who runs it."
    case .notFound(let refusal):
      refusal.sentenceOfMissingList ?? refusal.quote
        ?? "\(refusal.host) does not have this: it may be deleted, or the address wrong."
    case .changed(let refusal, _):
      "\(refusal.host) has another version of this task by now: look at it and decide again."
    case .conflict(let refusal):
      refusal.quote ?? "\(refusal.host) has something else by now: look at it and decide again."
    case .rateLimited(let refusal):
      "\(refusal.host) asks to wait \(refusal.waitInSeconds): too many requests."
    case .rejected(let refusal):
      refusal.sentenceOfMissingList ?? refusal.quote
        ?? "\(refusal.host) refused the request with status \(refusal.status) and does not say why:"
        + " todotui doctor shows how it was understood."
    case .serverFault(let refusal):
      refusal.status == 503
        ? "\(refusal.host) cannot answer now (\(refusal.said)): try again \(refusal.later)."
        : "\(refusal.host) has a fault of its own (\(refusal.said)): try again later."
    case .badAnswer(let answer): answer.sentence
    case .ignored(let host, let what): "\(host) said yes but kept \(what)."
    }
  }
}

extension Refusal {
  /// A sentence of its own for what a person can do something about, nil for anything else.
  var nextStep: String? {
    guard (400..<500).contains(status) else { return nil }
    switch status {
    case 402: return "\(host) wants a payment first (status 402): see to it there, then try again."
    case 405, 415:
      return "\(host) does not take such a request (\(said)):"
        + " todotui doctor shows how it was understood."
    case 413: return "\(host) finds this too long (\(said)): shorten the title or the description."
    default: break
    }
    switch code {
    case "EMAIL_NOT_VERIFIED":
      return "\(host) wants your e-mail address confirmed:"
        + " open the link it has mailed you, then sign in."
    case "INVALID_ORIGIN", "MISSING_OR_NULL_ORIGIN":
      return "\(host) does not trust the address it was asked by:"
        + " use the address that people open in a browser."
    case let code? where code.contains("SIGN_UP"):
      guard code.contains("NOT_ENABLED") || code.contains("DISABLED") else { return nil }
      return "\(host) takes no new accounts: sign in to one you have, or ask who runs it."
    default: return nil
    }
  }

  /// Nobody signs in anew for this: the token came fresh from the auth server.
  package var sentenceOfFreshToken: String {
    "\(host) does not accept a token just issued (\(said)): sign in again, and if that does not"
      + " help, ask who runs it whether it trusts your sign-in server."
  }

  fileprivate var sentenceOfMissingList: String? {
    listAddress.map {
      "There is no list of tasks at \($0) (\(said)): check --api-url, and the path that todotui"
        + " doctor shows."
    }
  }

  /// The status, and the server's words where it has any.
  fileprivate var said: String {
    "status \(status)" + (message.map { ": \($0)" } ?? "")
  }

  fileprivate var quote: String? {
    guard let message else { return nil }
    let end = message.last.map { ".!?".contains($0) } ?? true ? "" : "."
    return "\(host) refused: \(message)\(end)"
  }

  fileprivate var later: String {
    retryAfter.map { "in \($0.components.seconds) s" } ?? "later"
  }

  fileprivate var waitInSeconds: String {
    retryAfter.map { "\($0.components.seconds) s" } ?? "a moment"
  }
}

extension BadAnswer {
  fileprivate var sentence: String {
    switch kind {
    case .webPage:
      "\(host) answered with a web page: check the address, and whether the network wants a login."
    case .compressed:
      "\(host) sent a compressed answer, which was not asked for:"
        + " check what stands between here and it."
    case .brokenJSON: "\(host) sent half an answer or none that can be read: try again."
    case .tooDeep: "\(host) sent an answer nested too deep to be real: check the address."
    case .otherShape(let expected, let found):
      "\(host) sent \(found) instead of \(expected): check the address."
    case .badToken: "\(host) sent a token that cannot be used: tell who runs it."
    case .noTokenEndpoint:
      "\(host) gives no tokens for tasks: its Better Auth needs the jwt() plugin."
    case .status:
      "\(host) answered with status \(status) where something else was expected: check the address."
    case .redirect(let target):
      TransportError.redirected(host: host, status: status, target: target).sentence
    case .tooLarge(let part): TransportError.tooLarge(host: host, part).sentence
    }
  }
}
