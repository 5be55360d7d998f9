import APIClient
import LocalStore
import TodoKit
import TodoUI
import TokenVault

/// Making the credential that a sign-in leaves in the vault.
extension Workspace {
  /// A Better Auth session of a person; nil when the e-mail address must be confirmed first.
  ///
  /// A sign-up that opens no session means either that, or that signing in is a step of its own; so
  /// it is tried.
  func openSession(_ person: Person) async throws(Failure) -> Credential? {
    let auth = try authAPI()
    let password = person.password.revealed
    if let name = person.newName {
      let answer = try await asked { () throws(APIError) in
        try await auth.signUp(name: name, email: person.email, password: password)
      }
      if case .signedIn(let opened) = answer { return try await credential(of: opened) }
    }
    do throws(Failure) {
      let answer = try await asked { () throws(APIError) in
        try await auth.signIn(email: person.email, password: password)
      }
      switch answer {
      case .signedIn(let opened): return try await credential(of: opened)
      case .secondFactor:
        throw Failure(
          .notSignedIn,
          "second_factor",
          "\(address.label) asks for a second factor, which this client cannot give.",
          hint:
            "Sign in with a browser and bring its session token: todotui auth login --with-token"
        )
      }
    } catch {
      if person.newName != nil, error.code == Failure.emailNotVerified { return nil }
      throw error
    }
  }

  /// A JWT of the task server's own sign-in; nil when a sign-up must be followed by something else.
  func openToken(_ person: Person, _ route: SignInRoute) async throws(Failure) -> Credential? {
    let signIn = TokenSignIn(
      client: client,
      base: try tasksBase(),
      route: route,
      timeout: settings.timeout
    )
    let password = person.password.revealed
    var grant: TokenGrant?
    if let name = person.newName {
      guard route.signUp != nil else {
        throw Failure(
          .failed,
          "no_sign_up",
          "\(address.label) describes no sign-up: make the account where its users make theirs."
        )
      }
      grant = try await asked { () throws(APIError) in
        try await signIn.signUp(name: name, email: person.email, password: password)
      }
    }
    if grant == nil {
      grant = try await asked { () throws(APIError) in
        try await signIn.signIn(email: person.email, password: password)
      }
    }
    return grant.map { credential(alone: $0.jwt, of: $0.account) }
  }

  private func credential(of opened: SignedIn) async throws(Failure) -> Credential {
    do throws(Failure) {
      if let credential = try await credential(ofFirst: opened.candidates) { return credential }
    } catch {
      // A session that is of no use here would live on there for a week.
      let isOfNoUse = error.code == "no_jwt_plugin" || error.code == Failure.foreignToken
      if isOfNoUse, let auth = try? authAPI() {
        for candidate in opened.candidates { try? await auth.signOut(candidate) }
      }
      throw error
    }
    throw Failure(
      .failed,
      "session_refused",
      "\(address.label) does not accept its own session, neither as a bearer token nor as a cookie.",
      hint: "Is something between here and it that drops cookies or the Authorization header?"
    )
  }

  /// Asks the auth server for a session in each form in turn; nil when it knows none.
  ///
  /// - Parameter candidates: the same session's proof in several forms.
  /// - Throws: ``Failure``.
  /// - Returns: the credential with a JWT.
  func credential(
    ofFirst candidates: [SessionCredential]
  ) async throws(Failure) -> Credential? {
    try await started()
    // Where a task server signs people in itself, no session of Better Auth is shown to it.
    if address != .local, origins.auth.isEmpty || ownSignIn != nil {
      throw Failure(
        .unreachable,
        "no_sign_in",
        "No Better Auth was found that could say whose session this token is.",
        hint: "Say where it is: --auth-url ADDRESS/api/auth"
      )
    }
    let auth = try authAPI()
    let opened = try await asked { () throws(APIError) in try await auth.open(candidates) }
    guard let opened else { return nil }
    let jwt: JWT
    do throws(APIError) {
      jwt =
        if let jwt = opened.info.jwt { jwt } else { try await auth.jwt(opened.credential) }
    } catch {
      throw Failure(error)
    }
    let account = opened.info.account
    if jwt.isOfAnother(than: account.id, email: account.email) {
      throw Failure(renewal: RenewalError.foreignToken, profile: settings.profile)
    }
    return Credential(
      server: origins,
      user: VaultUser(id: account.id, email: account.email, name: account.name),
      session: StoredSession(opened.credential, until: opened.info.expiresAt),
      jwt: StoredJWT(jwt)
    )
  }

  /// A sign-in that is a token alone.
  func credential(alone jwt: JWT, of account: Account) -> Credential {
    Credential(
      server: origins,
      user: VaultUser(id: account.id, email: account.email, name: account.name),
      session: nil,
      jwt: StoredJWT(jwt)
    )
  }

  /// Writes a credential, and what the server said about itself into the account's mirror.
  func keep(_ credential: Credential) async throws(Failure) {
    try await store(.signedIn(credential))
    guard let described else { return }
    let file = settings.paths.mirror(profile: settings.profile, user: credential.user.id)
    // A mirror that cannot be opened is said when it is used.
    guard let mirror = try? TodoStore(file: file, server: mirrorOwner) else { return }
    try? mirror.keep(described, under: settings.backend, readAt: Workspace.now().milliseconds)
  }

  /// What a call to the auth server gave, its refusals in the words of a sign-in.
  private func asked<Answer: Sendable>(
    _ call: () async throws(APIError) -> Answer
  ) async throws(Failure) -> Answer {
    do throws(APIError) {
      return try await call()
    } catch {
      throw Failure(signIn: error, at: origins.auth)
    }
  }
}
