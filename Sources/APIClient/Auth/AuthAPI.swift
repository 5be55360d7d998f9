internal import TodoKit

/// The calls of Better Auth that this client makes (contract/better-auth 2.3).
///
/// Signing in and up carry neither cookie nor `Origin`. A session is shown in the one form of its
/// ``SessionCredential``, and to this base address alone.
public struct AuthAPI: Sendable {
  private let caller: APICaller

  /// Prepares calls; nothing is sent yet.
  ///
  /// - Parameters:
  ///   - client: what sends them.
  ///   - base: the full base of the auth endpoints, for example `https://host/api/auth`.
  ///   - timeout: the most time for one call.
  public init(client: HTTPClient, base: Endpoint, timeout: Duration = .seconds(30)) {
    caller = APICaller(client: client, base: base, timeout: timeout)
  }

  /// Creates an account.
  ///
  /// - Parameters:
  ///   - name: the display name; may be empty.
  ///   - email: the address to sign in with.
  ///   - password: 8 to 128 UTF-16 units by default.
  /// - Returns: a session, or that there is none yet.
  /// - Throws: ``APIError``; `.rejected` with `USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL`,
  ///   `PASSWORD_TOO_SHORT` and others of contract/better-auth 2.9.
  public func signUp(
    name: String,
    email: String,
    password: String
  ) async throws(APIError) -> SignUpAnswer {
    let reply = try await caller.send(
      .post,
      "/sign-up/email",
      json: SignUpBody(name: name, email: email, password: password)
    )
    let answer = try caller.decode(SignAnswer.self, from: reply)
    guard let account = answer.user?.account else {
      throw caller.otherShape(expected: "an account", reply)
    }
    let candidates = try candidates(answer, reply)
    if candidates.isEmpty { return .noSession(account) }
    return .signedIn(SignedIn(candidates: candidates, account: account))
  }

  /// Opens a session.
  ///
  /// - Parameters:
  ///   - email: the account's address.
  ///   - password: the account's password.
  /// - Returns: the session, or that the account wants a second factor.
  /// - Throws: ``APIError``; `.unauthorized` for a wrong address or password alike, `.forbidden` with
  ///   `EMAIL_NOT_VERIFIED`.
  public func signIn(email: String, password: String) async throws(APIError) -> SignInAnswer {
    let reply = try await caller.send(
      .post,
      "/sign-in/email",
      json: SignInBody(email: email, password: password)
    )
    let answer = try caller.decode(SignAnswer.self, from: reply)
    if answer.wantsSecondFactor { return .secondFactor }
    if answer.token == nil, answer.user == nil {
      throw caller.otherShape(expected: "a session token", reply)
    }
    let candidates = try candidates(answer, reply)
    guard let account = answer.user?.account, !candidates.isEmpty else {
      throw caller.otherShape(expected: "a session", reply)
    }
    return .signedIn(SignedIn(candidates: candidates, account: account))
  }

  /// Finds the form of a session that the server takes.
  ///
  /// - Parameter candidates: asked for in this order, each with one call, until one is a session.
  /// - Returns: the session with its credential; nil when none is accepted.
  /// - Throws: ``APIError`` when a call has another answer than yes or no.
  public func open(_ candidates: [SessionCredential]) async throws(APIError) -> OpenedSession? {
    for candidate in candidates {
      let info: SessionInfo?
      do throws(APIError) {
        info = try await session(candidate)
      } catch .unauthorized {
        // Better Auth says `null`; others, and proxies, say 401 to a form they do not know.
        info = nil
      }
      if let info {
        return OpenedSession(credential: info.renewedCredential ?? candidate, info: info)
      }
    }
    return nil
  }

  /// Ends a session; succeeds also when it had ended before.
  ///
  /// - Parameters:
  ///   - credential: the session's proof.
  ///   - issuer: the ``JWT/issuer`` of the newest JWT, which is how the server calls itself. Beside a
  ///     cookie its origin is sent first, and this base's own once when that is refused.
  /// - Throws: ``APIError`` when the server did not say it is done.
  public func signOut(
    _ credential: SessionCredential,
    issuer: String? = nil
  ) async throws(APIError) {
    let own = caller.base.origin
    guard credential.isCookie, let named = issuer.flatMap(origin(of:)), named != own else {
      return try await signOut(credential, origin: own)
    }
    do throws(APIError) {
      try await signOut(credential, origin: named)
    } catch {
      guard error.isAboutOrigin else { throw error }
      try await signOut(credential, origin: own)
    }
  }

  private func signOut(_ credential: SessionCredential, origin: String) async throws(APIError) {
    // No body and no Content-Type: some hosts answer 500 to an empty body with one
    // (contract/better-auth 2.0).
    let headers = credential.headers(origin: origin)
    let reply = try await caller.send(.post, "/sign-out", headers: headers)
    let answer = try caller.decode(SignOutAnswer.self, from: reply)
    guard answer.success else {
      throw caller.otherShape(expected: "the word that the session ended", reply)
    }
  }

  /// Asks whether a session lives.
  ///
  /// - Parameter credential: the session's proof.
  /// - Returns: what the server knows; nil when it answers `null`: not signed in.
  /// - Throws: ``APIError`` when there is no such answer.
  public func session(_ credential: SessionCredential) async throws(APIError) -> SessionInfo? {
    let headers = credential.headers(origin: nil)
    let reply = try await caller.send(.get, "/get-session", headers: headers)
    guard let answer = try caller.decode(SessionAnswer?.self, from: reply) else { return nil }
    guard let expiry = Timestamp(iso8601: answer.session.expiresAt) else {
      throw caller.otherShape(expected: "a session with a date as expiresAt", reply)
    }
    return SessionInfo(
      account: answer.user.account,
      expiresAt: expiry,
      jwt: reply.headers["set-auth-jwt"].flatMap { try? JWT($0) },
      renewedCredential: try renewed(credential, reply)
    )
  }

  /// Gets a fresh JWT for the task API.
  ///
  /// - Parameter credential: the session's proof.
  /// - Returns: the token, its life counted from now.
  /// - Throws: ``APIError``; `.unauthorized` when the session is gone, which ``session(_:)`` should
  ///   confirm before anything is forgotten; `.badAnswer` with
  ///   ``BadAnswer/Kind-swift.enum/noTokenEndpoint`` when the server has no `jwt()` plugin.
  public func jwt(_ credential: SessionCredential) async throws(APIError) -> JWT {
    let headers = credential.headers(origin: nil)
    let reply = try await caller.exchange(.get, "/token", headers: headers)
    // Better Auth's own 404 has no body; a page of the address's owner stays a page.
    if reply.status == 404, !reply.isWebPage { throw caller.badAnswer(.noTokenEndpoint, reply) }
    let answer = try caller.decode(TokenAnswer.self, from: try caller.accepted(reply))
    do throws(TokenError) {
      return try JWT(answer.token)
    } catch {
      throw caller.badAnswer(.badToken, reply)
    }
  }

  /// Asks the server to mail a link for a new password (contract/better-auth 2.3).
  ///
  /// - Parameter email: the account's address.
  /// - Returns: that it was asked for, which a server says of unknown addresses too; or that this
  ///   server sends no such mail.
  /// - Throws: ``APIError``; `.rejected` for what is no address.
  public func requestPasswordReset(email: String) async throws(APIError) -> PasswordResetAnswer {
    let reply = try await caller.exchange(
      .post,
      "/request-password-reset",
      json: PasswordResetBody(email: email)
    )
    // Servers before 1.4 and those that are no Better Auth know no such path; a page of the address's
    // owner stays a page.
    if reply.status == 404, !reply.isWebPage { return .notOffered }
    do throws(APIError) {
      _ = try caller.decode(PasswordResetReply.self, from: try caller.accepted(reply))
      return .requested
    } catch {
      if noResetCodes.contains(error.refusal?.code ?? "") { return .notOffered }
      throw error
    }
  }

  /// What may prove the session that an answer opened.
  ///
  /// The signed form of the bearer comes first: a server may require the signature
  /// (contract/better-auth 4.3). A server has one session cookie; of many, a few are asked about.
  private func candidates(
    _ answer: SignAnswer,
    _ reply: HTTPReply
  ) throws(APIError) -> [SessionCredential] {
    let text = reply.headers["set-auth-token"] ?? answer.token
    let bearer = text.flatMap { try? SessionCredential($0) }
    let found = [bearer].compactMap(\.self) + SessionCredential.cookies(of: reply.headers).prefix(3)
    if text != nil, found.isEmpty { throw caller.badAnswer(.badToken, reply) }
    return found
  }

  private func renewed(
    _ credential: SessionCredential,
    _ reply: HTTPReply
  ) throws(APIError) -> SessionCredential? {
    if credential.isCookie {
      return SessionCredential.cookies(of: reply.headers).first { $0.form == credential.form }
    }
    guard let text = reply.headers["set-auth-token"] else { return nil }
    do throws(TokenError) {
      return try SessionCredential(text)
    } catch {
      throw caller.badAnswer(.badToken, reply)
    }
  }
}

extension APIError {
  /// Whether a server refused nothing but the `Origin` (contract/better-auth 2.2).
  fileprivate var isAboutOrigin: Bool {
    guard case .forbidden(let refusal) = self else { return false }
    return refusal.code == "INVALID_ORIGIN" || refusal.code == "MISSING_OR_NULL_ORIGIN"
  }
}

/// The origin of an issuer that is an `http` or `https` address, nil for any other.
private func origin(of issuer: String) -> String? { try? URLParts(address: issuer).origin }

/// What servers say that send no mail for a new password: Better Auth 1.4, later ones, and its port
/// to Python.
private let noResetCodes = [
  "RESET_PASSWORD_ISNT_ENABLED", "RESET_PASSWORD_DISABLED", "RESET_PASSWORD_NOT_ENABLED",
]
