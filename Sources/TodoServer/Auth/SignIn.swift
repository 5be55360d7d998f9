internal import HTTPTypes
internal import Hummingbird

extension AuthRoutes {
  private static let signInFields = [
    AuthBody.Field(name: "email", rule: .string),
    AuthBody.Field(name: "password", rule: .string),
    AuthBody.Field(name: "callbackURL", rule: .optionalString),
    AuthBody.Field(name: "rememberMe", rule: .optionalBool),
  ]

  /// `POST /sign-in/email`: opens one more session; an unknown address, a wrong password and an
  /// account without one take the same time and get the same answer.
  func signIn(_ request: ServerRequest, _ body: AuthBody) async throws -> Response {
    let issues = body.issues(AuthRoutes.signInFields)
    guard issues.isEmpty, let address = body.string("email"),
      let password = body.string("password")
    else { throw AuthRefusal.validation(issues) }
    try originRule(request).checkBrowser(request.headers)
    guard EmailSyntax.isValid(address) else { throw AuthRefusal(.badRequest, "Invalid email") }
    let email = address.lowercased()
    let isLocal = request.client == nil
    try countAccount(email, request)
    try limiter.countFailure(email, isLocal: isLocal)
    let credential = try await accounts.credential(email: email)
    let isRight = try await passwords.verify(password, stored: credential?.passwordHash)
    guard isRight, let user = credential?.user else {
      throw AuthRefusal(.unauthorized, "Invalid email or password")
    }
    limiter.forgive(email, isLocal: isLocal)
    let session = try await accounts.openSession(
      userID: user.id,
      isRemembered: body.isRemembered,
      from: origin(request),
      now: .now()
    )
    var headers = signedIn(session, request, isRemembered: body.isRemembered)
    guard let callback = body.string("callbackURL"), !callback.isEmpty else {
      return .json(
        ["redirect": false, "token": .string(session.token), "user": user.json],
        headers: headers
      )
    }
    headers[.location] = callback
    return .json(
      [
        "redirect": true, "token": .string(session.token), "url": .string(callback),
        "user": user.json,
      ],
      headers: headers
    )
  }
}
