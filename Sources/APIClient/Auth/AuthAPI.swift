internal import TodoKit

/// The calls of Better Auth that this client makes, by bearer and without any cookie
/// (contract/better-auth 2.3).
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
  /// - Returns: a session, or that the address has to be verified first.
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
    guard answer.token != nil || reply.headers["set-auth-token"] != nil else {
      return .verifyEmail(answer.user.account)
    }
    return .signedIn(try signedIn(answer, reply))
  }

  /// Opens a session.
  ///
  /// - Parameters:
  ///   - email: the account's address.
  ///   - password: the account's password.
  /// - Returns: the session.
  /// - Throws: ``APIError``; `.unauthorized` for a wrong address or password alike.
  public func signIn(email: String, password: String) async throws(APIError) -> SignedIn {
    let reply = try await caller.send(
      .post,
      "/sign-in/email",
      json: SignInBody(email: email, password: password)
    )
    return try signedIn(try caller.decode(SignAnswer.self, from: reply), reply)
  }

  /// Ends a session; succeeds also when it had ended before.
  ///
  /// - Parameter credential: the session's proof.
  /// - Throws: ``APIError`` when the server did not say it is done.
  public func signOut(_ credential: SessionCredential) async throws(APIError) {
    // No body and no Content-Type: some hosts answer 500 to an empty body with one
    // (contract/better-auth 2.0).
    let reply = try await caller.send(.post, "/sign-out", bearer: credential.value)
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
    let reply = try await caller.send(.get, "/get-session", bearer: credential.value)
    guard let answer = try caller.decode(SessionAnswer?.self, from: reply) else { return nil }
    guard let expiry = Timestamp(iso8601: answer.session.expiresAt) else {
      throw caller.otherShape(expected: "a session with a date as expiresAt", reply)
    }
    return SessionInfo(
      account: answer.user.account,
      expiresAt: expiry,
      jwt: reply.headers["set-auth-jwt"].flatMap { try? JWT($0) },
      renewedCredential: try reply.headers["set-auth-token"].map { text throws(APIError) in
        try checkedCredential(text, reply)
      }
    )
  }

  /// Gets a fresh JWT for the task API.
  ///
  /// - Parameter credential: the session's proof.
  /// - Returns: the token, its life counted from now.
  /// - Throws: ``APIError``; `.unauthorized` when the session is gone, which ``session(_:)`` should
  ///   confirm before anything is forgotten.
  public func jwt(_ credential: SessionCredential) async throws(APIError) -> JWT {
    let reply = try await caller.send(.get, "/token", bearer: credential.value)
    let answer = try caller.decode(TokenAnswer.self, from: reply)
    do throws(TokenError) {
      return try JWT(answer.token)
    } catch {
      throw caller.badAnswer(.badToken, reply)
    }
  }

  /// The signed form comes first: a server may require the signature (contract/better-auth 4.3).
  private func signedIn(_ answer: SignAnswer, _ reply: HTTPReply) throws(APIError) -> SignedIn {
    guard let text = reply.headers["set-auth-token"] ?? answer.token else {
      throw caller.otherShape(expected: "a session token", reply)
    }
    return SignedIn(credential: try checkedCredential(text, reply), account: answer.user.account)
  }

  private func checkedCredential(
    _ text: String,
    _ reply: HTTPReply
  ) throws(APIError) -> SessionCredential {
    do throws(TokenError) {
      return try SessionCredential(text)
    } catch {
      throw caller.badAnswer(.badToken, reply)
    }
  }
}
