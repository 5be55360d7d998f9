package import APIClient
import Logging
import TodoKit
package import TokenVault

/// Why no fresh JWT could be had; the request that wanted it never left.
package enum RenewalError: Error, Sendable {
  /// The server said for good that the session is over, or nobody is signed in.
  case signedOut(String)
  /// The auth server gave a token of another user than the session's.
  case foreignToken
  /// The auth server could not be asked, or said something else.
  case auth(APIError)
  /// An earlier refusal asks everybody to wait longer than this caller may.
  case notYet(String)
  case vault(VaultError)
  case cancelled

  /// The sign-in was a token alone, and its time is over or the server refuses it.
  package static let tokenEnded = RenewalError.signedOut(
    "The token of this sign-in has ended, and there is no session to get another: sign in again."
  )

  /// The profile's credential is another account's by now.
  package static func otherAccount(_ profile: String) -> RenewalError {
    .signedOut("Another account has signed in on the profile \(profile).")
  }

  var sentence: String {
    switch self {
    case .signedOut(let sentence), .notYet(let sentence): sentence
    case .foreignToken:
      "The server gave this session the token of another account, which was not used: sign in again."
    case .auth(let error): error.sentence
    case .vault(let error): error.sentence
    case .cancelled: "Cancelled."
    }
  }
}

/// Renews the JWT of one account, once for all callers of all processes of a profile.
///
/// Lock-free look first; then the vault's lock, a second look, at most one request, one commit. Only
/// a 401 that get-session confirms with `null` signs out; everything else keeps the credential.
struct SessionKeeper: Sendable {
  let vault: any Vault
  /// Whose tokens are wanted: another account may have signed in on the profile since.
  let user: String
  let auth: AuthAPI
  let address: ServerAddress
  /// The profile's name, for a sentence.
  let profile: String
  /// The longest a caller waits for the lock or for the end of a back-off.
  let patience: Duration
  let log: Logger

  /// The JWT the vault holds, good or stale.
  func kept() -> JWT? {
    guard let record = try? vault.read(), case .signedIn(let credential) = record.state,
      credential.user.id == user
    else { return nil }
    return credential.jwt?.live
  }

  /// Brings a JWT other than `stale`.
  ///
  /// - Parameter stale: the token that is due or was refused; nil for none.
  /// - Throws: ``RenewalError``.
  /// - Returns: a token with life left.
  func renew(after stale: JWT?) async throws(RenewalError) -> JWT {
    if let jwt = kept(), jwt != stale, !jwt.isDue(at: .now) { return jwt }
    let deadline = ContinuousClock.now + patience
    while true {
      switch try await attempt(stale, until: deadline) {
      case .token(let jwt): return jwt
      case .wait(let pause):
        do {
          try await Task.pause(for: pause)
        } catch {
          throw .cancelled
        }
      }
    }
  }

  private enum Step: Sendable {
    case token(JWT)
    case wait(Duration)
  }

  private func attempt(
    _ stale: JWT?,
    until deadline: ContinuousClock.Instant
  ) async throws(RenewalError) -> Step {
    do {
      return try await vault.update(within: patience) { transaction in
        guard case .signedIn(var credential) = transaction.record?.state,
          ServerAddress(credential.server) == address
        else {
          if let problem = transaction.problem { throw problem }
          throw RenewalError.signedOut("Nobody is signed in.")
        }
        guard credential.user.id == user else { throw RenewalError.otherAccount(profile) }
        if let jwt = credential.jwt?.live, jwt != stale, !jwt.isDue(at: .now) {
          return .token(jwt)
        }
        if let refusal = credential.refusal, let pause = refusal.pause {
          guard ContinuousClock.now + pause < deadline else {
            throw RenewalError.notYet(refusal.sentence)
          }
          return .wait(pause)
        }
        let session = credential.session
        let fetched: JWT?
        do throws(APIError) {
          fetched = try await fetch(&credential)
        } catch {
          log.warning("no new token", metadata: ["reason": "\(error.sentence)"])
          // Nothing left this machine: there is nobody to spare by waiting.
          if error.outcome != .notSent {
            credential.refusal = Backoff(after: credential.refusal, error)
            try transaction.commit(.signedIn(credential))
          }
          throw RenewalError.auth(error)
        }
        guard let jwt = fetched else {
          let end = ClockReading.now().wall
          try transaction.commit(.signedOut(server: credential.server, at: end))
          log.warning("the server ended the session")
          throw RenewalError.signedOut("The server ended this session: sign in again.")
        }
        if jwt.isOfAnother(than: user, email: credential.user.email) {
          log.warning("no new token", metadata: ["reason": "it is another account's"])
          // What renewed the session stays true.
          if credential.session != session { try transaction.commit(.signedIn(credential)) }
          throw RenewalError.foreignToken
        }
        credential.jwt = StoredJWT(jwt)
        credential.refusal = nil
        try transaction.commit(.signedIn(credential))
        log.debug("new token", metadata: ["expires": "\(jwt.expiresAt.iso8601)"])
        return .token(jwt)
      }
    } catch let error as RenewalError {
      throw error
    } catch let error as VaultError {
      throw .vault(error)
    } catch {
      throw .cancelled
    }
  }

  /// Asks `/token`; nil when its 401 is confirmed by a get-session that says `null`.
  ///
  /// A portal's 401 to both calls is an error like any other.
  private func fetch(_ credential: inout Credential) async throws(APIError) -> JWT? {
    guard let stored = credential.session else { return nil }
    let session = try stored.wire
    do throws(APIError) {
      return try await auth.jwt(session)
    } catch .unauthorized(let refusal) {
      guard let info = try await auth.session(session) else { return nil }
      credential.session = StoredSession(info.renewedCredential ?? session, until: info.expiresAt)
      if let jwt = info.jwt { return jwt }
      throw .serverFault(refusal)
    }
  }
}

extension StoredSession {
  /// A credential as the vault keeps it.
  init(_ credential: SessionCredential, until end: Timestamp) {
    let form: Form =
      switch credential.form {
      case .bearer: .bearer
      case .cookie(let name): .cookie(name: name)
      }
    self.init(form: form, value: Secret(credential.value), expiresAt: end.milliseconds)
  }

  /// The credential as it goes on the wire.
  var wire: SessionCredential {
    get throws(APIError) {
      do throws(TokenError) {
        return try value.withText { text throws(TokenError) in
          switch form {
          case .bearer: try SessionCredential(text)
          case .cookie(let name): try SessionCredential(text, form: .cookie(name: name))
          }
        }
      } catch {
        throw .notSent(.notSent(host: "the auth server", .malformed))
      }
    }
  }
}

extension StoredJWT {
  /// A token just received, as the vault keeps it.
  init(_ jwt: JWT) {
    let received = ClockReading.now()
    let expiresAt = jwt.expiresAt.milliseconds / 1000
    let left = ContinuousClock.now.duration(to: jwt.deadline)
    self.init(
      value: Secret(jwt.text),
      // A token that a person brought has been under way for some time.
      issuedAt: expiresAt - left.components.seconds,
      expiresAt: expiresAt,
      received: received
    )
  }

  /// The token with what is left of its life; nil when it cannot be read.
  var live: JWT? {
    value.withText { text in try? JWT(text, remaining: timeLeft(at: .now())) }
  }
}

extension Backoff {
  /// One second after the first failure, doubling to a minute; a server's own wish goes first.
  init(after earlier: Backoff?, _ error: APIError) {
    let failures = (earlier?.failures ?? 0) + 1
    let seconds = min(60, Int64(1) << min(failures - 1, 6))
    let pause = error.refusal?.retryAfter ?? .seconds(seconds)
    let milliseconds = pause.components.seconds * 1000
    self.init(
      notBefore: ClockReading.now().wall + milliseconds,
      failures: failures,
      sentence: error.sentence
    )
  }

  /// What is left of the wait; nil for nothing, also when the wall clock was set back.
  var pause: Duration? {
    let left = notBefore - ClockReading.now().wall
    return (1...300_000).contains(left) ? .milliseconds(left) : nil
  }
}
