internal import HTTPTypes
internal import Hummingbird

/// Better Auth's endpoints under `/api/auth` (contract/better-auth 2.3).
struct AuthRoutes: Sendable {
  /// An endpoint, found by the exact method and raw path.
  enum Endpoint: String {
    case ok = "GET /api/auth/ok"
    case error = "GET /api/auth/error"
    case signUp = "POST /api/auth/sign-up/email"
    case signIn = "POST /api/auth/sign-in/email"
    case signOut = "POST /api/auth/sign-out"
    case getSession = "GET /api/auth/get-session"
    case token = "GET /api/auth/token"
    case jwks = "GET /api/auth/jwks"
  }

  let configuration: ServerConfiguration
  let secret: ServerSecret
  let accounts: AccountStore
  let keys: SigningKeys
  let issuer: TokenIssuer
  let passwords: PasswordWorkers
  let limiter: RequestLimiter

  /// Limits, route, body, origin, fields, session: in this order (contract/better-auth 2.0).
  func respond(to request: ServerRequest) async throws -> Response {
    let endpoint = Endpoint(rawValue: "\(request.method.rawValue) \(request.path)")
    do {
      try countPeer(request)
      switch endpoint {
      case nil: return .empty(.notFound)
      case .ok: return .json(["ok": true])
      case .error: return .empty(.found, headers: [.location: "/?error=UNKNOWN"])
      case .jwks: return .json(try await keys.listed(now: .now()))
      case .getSession: return try await getSession(request)
      case .token: return try await token(request)
      case .signUp: return try await signUp(request, try await body(request, allowsForm: true))
      case .signIn: return try await signIn(request, try await body(request, allowsForm: true))
      case .signOut:
        _ = try await body(request, allowsForm: false)
        return try await signOut(request)
      }
    } catch let refusal as AuthRefusal {
      return refusal.response
    } catch let refusal as TooManyRequests {
      return refusal.response
    }
  }

  func cookies(_ request: ServerRequest) -> SessionCookies {
    SessionCookies(secret: secret, isSecure: request.base.isSecure)
  }

  func originRule(_ request: ServerRequest) -> OriginRule {
    OriginRule(
      trusted: TrustedOrigins(own: request.base.origin, others: configuration.trustedOrigins)
    )
  }

  /// Where a session is opened from; only a trusted proxy's word is recorded as the address, as
  /// Better Auth records none without `X-Forwarded-For`.
  func origin(_ request: ServerRequest) -> AccountStore.Origin {
    AccountStore.Origin(
      ipAddress: request.client.map { $0.isForwarded ? $0.text : "" } ?? "",
      userAgent: request.headers.value("user-agent") ?? ""
    )
  }

  /// Counts a sign-in or sign-up against the account it names, for this client alone: a stranger
  /// must not be able to use up the owner's attempts.
  func countAccount(_ email: String, _ request: ServerRequest) throws(TooManyRequests) {
    guard let client = request.client else { return }
    try limiter.count("account \(email) \(client.counted) \(request.path)", .sensitive)
  }

  private func body(_ request: ServerRequest, allowsForm: Bool) async throws -> AuthBody {
    let body = try await AuthBody(
      request,
      allowsForm: allowsForm,
      limit: configuration.limits.bodyBytes
    )
    try originRule(request).check(request.headers, body: body.value)
    return body
  }

  private func countPeer(_ request: ServerRequest) throws(TooManyRequests) {
    guard let client = request.client else { return }
    let isSensitive =
      request.path.hasPrefix("/api/auth/sign-in") || request.path.hasPrefix("/api/auth/sign-up")
    // Paths nobody serves share one counter, so that inventing them gains nothing.
    let isKnown = ["GET", "POST"].contains { Endpoint(rawValue: "\($0) \(request.path)") != nil }
    let key = "peer \(client.counted) \(isKnown ? request.path : isSensitive ? "sign" : "")"
    try limiter.count(key, isSensitive ? .sensitive : .general)
  }
}

/// The 429 of Better Auth, which has neither a code nor `Retry-After` (contract/better-auth 2.6).
struct TooManyRequests: Error, Equatable {
  let seconds: Int

  var response: Response {
    var headers: HTTPFields = [:]
    headers.add("x-retry-after", String(seconds))
    let body: JSON = ["message": "Too many requests. Please try again later."]
    return .bytes(
      body.encoded,
      status: .tooManyRequests,
      contentType: "text/plain;charset=UTF-8",
      headers: headers
    )
  }
}
