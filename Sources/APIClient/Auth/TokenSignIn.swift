public import TodoKit

/// The sign-in of a task backend that has one of its own and answers with a JWT.
///
/// The token is used until it expires; there is no session behind it and nothing to renew it with.
public struct TokenSignIn: Sendable {
  private let caller: APICaller
  private let route: SignInRoute

  /// Prepares calls; nothing is sent yet.
  ///
  /// - Parameters:
  ///   - client: what sends them.
  ///   - base: the task API's base address, before the paths of its description.
  ///   - route: where to sign in, and how, as the description shows it.
  ///   - timeout: the most time for one call.
  public init(
    client: HTTPClient,
    base: Endpoint,
    route: SignInRoute,
    timeout: Duration = .seconds(30)
  ) {
    caller = APICaller(client: client, base: base, timeout: timeout)
    self.route = route
  }

  /// Signs in.
  ///
  /// - Parameters:
  ///   - email: the account's address.
  ///   - password: the account's password.
  /// - Returns: the token and whose it is.
  /// - Throws: ``APIError``; `.unauthorized` for a wrong address or password, which backends say with
  ///   401, and with 400 or 403 when no field is named.
  public func signIn(email: String, password: String) async throws(APIError) -> TokenGrant {
    let reply: HTTPReply
    do throws(APIError) {
      switch route.form {
      case .json:
        let fields = [route.identity: email, "password": password]
        reply = try await caller.send(.post, route.path, json: fields)
      case .form:
        let fields = [
          ("grant_type", "password"), (route.identity, email), ("password", password),
        ]
        reply = try await caller.post(route.path, form: fields)
      }
    } catch {
      throw error.asWrongPassword
    }
    let answer = try caller.decode(GrantAnswer.self, from: reply)
    guard answer.token != nil else {
      throw caller.otherShape(expected: "an object with a token", reply)
    }
    guard let grant = answer.grant(typed: email) else { throw caller.badAnswer(.badToken, reply) }
    return grant
  }

  /// Creates an account.
  ///
  /// - Parameters:
  ///   - name: the display name; sent where the route takes one.
  ///   - email: the address to sign in with.
  ///   - password: the password to sign in with.
  /// - Returns: the token and whose it is; nil when the account was made and a sign-in has to follow.
  /// - Throws: ``APIError``; `.notSent` when the route has no sign-up.
  public func signUp(
    name: String,
    email: String,
    password: String
  ) async throws(APIError) -> TokenGrant? {
    guard let signUp = route.signUp else {
      let reason = "its description shows no sign-up"
      throw .notSent(.notSent(host: caller.base.label, .system(reason)))
    }
    var fields = [signUp.identity: email, "password": password]
    if let key = signUp.name { fields[key] = name }
    let reply = try await caller.send(.post, signUp.path, json: fields)
    if reply.body.isEmpty { return nil }
    return try caller.decode(GrantAnswer.self, from: reply).grant(typed: email)
  }
}

/// What a backend's own sign-in gave.
public struct TokenGrant: Hashable, Sendable {
  /// The token for the task API, its life counted from now.
  public var jwt: JWT
  /// Whose it is: as the answer says, else as the token does.
  public var account: Account
}

/// The shapes backends use: a token under one of four names, at the top or in `data`, with or
/// without the user beside it.
private struct GrantAnswer: Decodable {
  let token: String?
  let user: GrantUser?

  private enum CodingKeys: String, CodingKey {
    case token, accessToken, jwt, user, data
    case snakeAccessToken = "access_token"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let inner = try? fields.decode(GrantAnswer.self, forKey: .data)
    let keys: [CodingKeys] = [.snakeAccessToken, .accessToken, .token, .jwt]
    token =
      keys.lazy.compactMap { try? fields.decode(String.self, forKey: $0) }.first ?? inner?.token
    user = (try? fields.decode(GrantUser.self, forKey: .user)) ?? inner?.user
  }

  /// Nil when there is no token, or none that is a JWT.
  func grant(typed email: String) -> TokenGrant? {
    guard let jwt = token.flatMap({ try? JWT($0) }) else { return nil }
    let account = Account(
      id: user?.id ?? jwt.userID,
      email: user?.email ?? email,
      name: user?.name ?? ""
    )
    return TokenGrant(jwt: jwt, account: account)
  }
}

private struct GrantUser: Decodable {
  let id: String?
  let email: String?
  let name: String?

  private enum CodingKeys: String, CodingKey {
    case id, email, name, username
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = (try? fields.decode(WireID.self, forKey: .id))?.text
    email = try? fields.decode(String.self, forKey: .email)
    name =
      (try? fields.decode(String.self, forKey: .name))
      ?? (try? fields.decode(String.self, forKey: .username))
  }
}

extension APIError {
  /// On a sign-in route a refusal of the whole body is one of address or password, unless it tells
  /// what to do instead.
  fileprivate var asWrongPassword: APIError {
    guard let refusal, refusal.status == 400 || refusal.status == 403, !refusal.namesFields,
      refusal.nextStep == nil
    else { return self }
    return .unauthorized(refusal)
  }
}
