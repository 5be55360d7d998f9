import APIClient
import LocalStore
import TodoKit
import TokenVault

extension Workspace {
  /// The signed-in account with its mirror; nil when nobody is signed in.
  ///
  /// With a stored credential nothing goes over the network; a session token from the environment
  /// has to be asked whose it is.
  ///
  /// - Parameter report: hears what the engine does.
  /// - Throws: ``Failure`` when vault or mirror cannot be used.
  /// - Returns: the account, ready to read and write.
  func open(
    report: @escaping @Sendable (SyncEvent) -> Void
  ) async throws(Failure) -> OpenAccount? {
    if let token = settings.token { return try await open(token: token, report) }
    guard let credential = try credential() else { return nil }
    return try open(credential, report)
  }

  private func open(
    _ credential: Credential,
    _ report: @escaping @Sendable (SyncEvent) -> Void
  ) throws(Failure) -> OpenAccount {
    let user = credential.user
    return try open(
      Account(id: user.id, email: user.email, name: user.name),
      try session(credential),
      report
    )
  }

  /// A session that begins with the token at hand and takes the next ones from the vault.
  private func session(_ credential: Credential) throws(Failure) -> Session {
    let keeper = try keeper()
    let ready = ready
    return Session(token: credential.jwt?.live) { stale in
      try await ready()
      return try await keeper.renew(after: stale)
    }
  }

  /// What renews the JWT of this profile.
  func keeper() throws(Failure) -> SessionKeeper {
    SessionKeeper(
      vault: vault,
      auth: try authAPI(),
      address: address,
      patience: settings.timeout,
      log: log
    )
  }

  /// Makes sure the embedded server runs, where the address is this machine.
  var ready: @Sendable () async throws -> Void {
    guard let local else { return {} }
    return { try await local.ready() }
  }

  private func open(
    _ account: Account,
    _ session: Session,
    _ report: @escaping @Sendable (SyncEvent) -> Void
  ) throws(Failure) -> OpenAccount {
    let store: TodoStore
    do throws(StoreError) {
      store = try TodoStore(
        file: settings.paths.mirror(profile: settings.profile, user: account.id),
        server: mirrorOwner
      )
    } catch {
      throw Failure(error)
    }
    let engine = SyncEngine(
      store: store,
      remote: RemoteTasks(
        tasks: try tasksAPI(user: account.id),
        session: session,
        log: log,
        ready: ready
      ),
      now: Workspace.now,
      report: report
    )
    return OpenAccount(
      account: account,
      store: store,
      engine: engine,
      session: session,
      workspace: self
    )
  }

  /// `TODOTUI_TOKEN`: three dot-parts make it a JWT that is used until it expires, anything else is a
  /// session credential, kept in memory alone.
  private func open(
    token: Secret,
    _ report: @escaping @Sendable (SyncEvent) -> Void
  ) async throws(Failure) -> OpenAccount {
    let text = token.withText { $0 }
    if text.split(separator: ".", omittingEmptySubsequences: false).count == 3,
      let jwt = try? JWT(text)
    {
      let session = Session(token: jwt) { _ in
        throw RenewalError.signedOut("The token of TODOTUI_TOKEN has expired or is refused.")
      }
      return try open(Account(id: jwt.subject, email: "", name: ""), session, report)
    }
    guard let value = try? SessionCredential(text) else {
      throw Failure(.badData, "bad_token", "TODOTUI_TOKEN holds no token.")
    }
    guard let credential = try await describe(value) else {
      throw Failure(
        .notSignedIn,
        "signed_out",
        "The token of TODOTUI_TOKEN is not accepted by \(address.label)."
      )
    }
    try await store(.signedIn(credential))
    return try open(credential, report)
  }

  /// Asks the auth server whose session this is; nil when it does not know it.
  func describe(_ session: SessionCredential) async throws(Failure) -> Credential? {
    try await started()
    let auth = try authAPI()
    do throws(APIError) {
      guard let info = try await auth.session(session) else { return nil }
      let jwt =
        if let jwt = info.jwt { jwt } else { try await auth.jwt(session) }
      let kept = info.renewedCredential ?? session
      return Credential(
        server: origins,
        user: VaultUser(id: info.account.id, email: info.account.email, name: info.account.name),
        session: StoredSession(
          form: .bearer,
          value: Secret(kept.value),
          expiresAt: info.expiresAt.milliseconds
        ),
        jwt: StoredJWT(jwt)
      )
    } catch .notFound {
      throw Failure(
        .failed,
        "no_jwt_plugin",
        "\(address.label) gives no JWT: its Better Auth needs the jwt() plugin."
      )
    } catch {
      throw Failure(error)
    }
  }

  /// Starts the embedded server where the address is this machine.
  func started() async throws(Failure) {
    if let local { try await local.ready() }
  }

  /// Writes a state under the vault's lock.
  func store(_ state: VaultRecord.State) async throws(Failure) {
    do {
      try await vault.update(within: settings.timeout) { transaction in
        try transaction.commit(state)
      }
    } catch let error as VaultError {
      throw Failure(error)
    } catch {
      throw Failure(.cancelled, "cancelled", "Cancelled.")
    }
  }
}
