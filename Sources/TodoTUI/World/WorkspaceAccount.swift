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
    if credential.session == nil {
      return Session(token: credential.jwt?.live) { _ in throw RenewalError.tokenEnded }
    }
    let keeper = try keeper(of: credential.user.id)
    let ready = ready
    return Session(token: credential.jwt?.live) { stale in
      try await ready()
      return try await keeper.renew(after: stale)
    }
  }

  /// What renews the JWT of an account on this profile.
  func keeper(of user: String) throws(Failure) -> SessionKeeper {
    SessionKeeper(
      vault: vault,
      user: user,
      auth: try authAPI(),
      address: address,
      profile: settings.profile,
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
    let (store, unkept) = try mirror(of: account)
    let backend = BackendKeeper(
      store: store,
      client: client,
      base: try tasksBase(),
      written: settings.backend,
      timeout: settings.timeout,
      profile: settings.profile
    )
    let engine = SyncEngine(
      store: store,
      remote: RemoteTasks(
        backend: backend,
        user: account.id,
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
      backend: backend,
      workspace: self,
      unkept: unkept
    )
  }

  /// The account's mirror, in memory where a token of the environment is all there is to keep it for;
  /// then also why.
  private func mirror(of account: Account) throws(Failure) -> (TodoStore, unkept: Failure?) {
    let unkept = settings.token == nil ? nil : settings.paths.unwritable()
    do throws(StoreError) {
      if unkept != nil { return (try TodoStore(inMemoryFor: mirrorOwner), unkept) }
      let file = settings.paths.mirror(profile: settings.profile, user: account.id)
      return (try TodoStore(file: file, server: mirrorOwner), nil)
    } catch {
      throw Failure(error)
    }
  }

  /// `TODOTUI_TOKEN`: a JWT is used until it expires, anything else is a session credential, kept in
  /// memory alone.
  private func open(
    token: Secret,
    _ report: @escaping @Sendable (SyncEvent) -> Void
  ) async throws(Failure) -> OpenAccount {
    let found = try await located(needsAuth: false)
    let place = found.workspace
    switch try PastedToken(token, from: "TODOTUI_TOKEN") {
    case .jwt(let jwt):
      let session = Session(token: jwt) { _ in
        throw RenewalError.signedOut("The token of TODOTUI_TOKEN has expired or is refused.")
      }
      return try place.open(Account(id: jwt.userID, email: "", name: ""), session, report)
    case .session(let candidates):
      if let origin = found.surprise {
        throw Failure(
          .cancelled,
          Failure.unconfirmedOrigin,
          "The token would go to \(origin), which is not the address given.",
          hint: "If that is right, say so: --auth-url \(place.origins.auth)"
        )
      }
      guard let credential = try await place.credential(ofFirst: candidates) else {
        throw Failure(
          .notSignedIn,
          "signed_out",
          "The token of TODOTUI_TOKEN is not accepted by \(place.address.label)."
        )
      }
      try await place.store(.signedIn(credential))
      return try place.open(credential, report)
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
