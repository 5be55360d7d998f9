internal import HTTPTypes
internal import Hummingbird

extension AuthRoutes {
  /// `GET /get-session`: 200 with the session and a fresh token, or 200 `null`, never 401.
  func getSession(_ request: ServerRequest) async throws -> Response {
    let cookies = cookies(request)
    guard let token = cookies.sessionToken(request.headers) else { return .json(.null) }
    let isFixed = request.query.contains {
      $0?.name.hasSameBytes(as: "disableRefresh") == true
        && $0?.value.hasSameBytes(as: "true") == true
    }
    let now = Timestamp.now()
    var headers: HTTPFields = [:]
    let state = try await accounts.session(
      token: token,
      mayExtend: !isFixed && !cookies.isNotRemembered(request.headers),
      now: now
    )
    guard case .live(let session, let user, let isExtended) = state else {
      cookies.delete(in: &headers)
      return .json(.null, headers: headers)
    }
    let jwt = try await issuer.token(for: user, base: request.base, now: now)
    headers.add(
      "access-control-expose-headers",
      isExtended ? "set-auth-jwt, set-auth-token" : "set-auth-jwt"
    )
    headers.add("set-auth-jwt", jwt)
    if isExtended {
      let rest = session.expiresAt.milliseconds - Timestamp.now().milliseconds
      cookies.set(session.token, maxAge: rest / 1000, in: &headers)
    }
    return .json(["session": session.json, "user": user.json], headers: headers)
  }

  /// `GET /token`: a JWT, or 401 with an empty body; it extends the session but sets no cookie.
  func token(_ request: ServerRequest) async throws -> Response {
    let cookies = cookies(request)
    let now = Timestamp.now()
    guard let token = cookies.sessionToken(request.headers),
      case .live(_, let user, _) = try await accounts.session(
        token: token,
        mayExtend: !cookies.isNotRemembered(request.headers),
        now: now
      )
    else { return .bytes([], status: .unauthorized, contentType: "application/json") }
    return .json(
      ["token": .string(try await issuer.token(for: user, base: request.base, now: now))]
    )
  }

  /// `POST /sign-out`: ends the session it is called with; always a success.
  func signOut(_ request: ServerRequest) async throws -> Response {
    let cookies = cookies(request)
    if let token = cookies.sessionToken(request.headers) {
      try await accounts.endSession(token: token)
    }
    var headers: HTTPFields = [:]
    cookies.delete(in: &headers)
    return .json(["success": true], headers: headers)
  }
}
