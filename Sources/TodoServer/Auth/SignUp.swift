internal import Foundation
internal import HTTPTypes
internal import Hummingbird

extension AuthRoutes {
  private static let signUpFields = [
    AuthBody.Field(name: "name", rule: .string),
    AuthBody.Field(name: "email", rule: .email),
    AuthBody.Field(name: "password", rule: .nonEmpty),
    AuthBody.Field(name: "image", rule: .optionalString),
    AuthBody.Field(name: "callbackURL", rule: .optionalString),
    AuthBody.Field(name: "rememberMe", rule: .optionalBool),
  ]

  /// Room for a user in a token, which may have 8192 bytes in all.
  private static let longestUser = 5000

  /// `POST /sign-up/email`: creates the user and signs in.
  func signUp(_ request: ServerRequest, _ body: AuthBody) async throws -> Response {
    let issues = signUpIssues(body)
    guard issues.isEmpty, let name = body.string("name"), let address = body.string("email"),
      let password = body.string("password")
    else { throw AuthRefusal.validation(issues) }
    try originRule(request).checkBrowser(request.headers)
    let email = address.lowercased()
    try countAccount(email, request)
    if let flaw = PasswordFlaw(of: password) { throw AuthRefusal(.badRequest, flaw.rawValue) }
    let taken = AuthRefusal(
      .unprocessableContent,
      "User already exists. Use another email."
    )
    if try await accounts.isTaken(email: email) { throw taken }
    let hash = try await passwords.hash(password)
    let now = Timestamp.now()
    let user = UserRow(
      id: UUID().uuidString.lowercased(),
      name: name,
      email: email,
      image: body.string("image"),
      createdAt: now
    )
    let session: SessionRow
    do {
      session = try await accounts.signUp(
        user,
        passwordHash: hash,
        isRemembered: body.isRemembered,
        from: origin(request),
        now: now
      )
    } catch is AccountStore.EmailTaken {
      throw taken
    }
    return .json(
      ["token": .string(session.token), "user": user.json],
      headers: signedIn(session, request, isRemembered: body.isRemembered)
    )
  }

  /// The headers that hand a new session to the client.
  func signedIn(
    _ session: SessionRow,
    _ request: ServerRequest,
    isRemembered: Bool
  ) -> HTTPFields {
    var headers: HTTPFields = [:]
    headers.add("access-control-expose-headers", "set-auth-token")
    cookies(request).set(
      session.token,
      maxAge: isRemembered ? configuration.sessionLifetime.wholeSeconds : nil,
      in: &headers
    )
    return headers
  }

  private func signUpIssues(_ body: AuthBody) -> [String] {
    let issues = body.issues(AuthRoutes.signUpFields)
    guard case .object(let members) = body.value else {
      // The schema is an intersection of two objects, and both complain.
      let kind = body.value?.kind ?? "undefined"
      return issues + ["[body] Invalid input: expected record, received \(kind)"]
    }
    let shown = members.filter { ["name", "email", "image"].contains($0.name) }
    guard JSON.object(shown).encoded.count > AuthRoutes.longestUser else { return issues }
    return issues + ["[body] Too big: name, email and image do not fit into a token"]
  }
}
