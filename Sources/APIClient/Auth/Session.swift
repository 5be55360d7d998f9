/// Hands out a JWT that is good to use; however many callers there are, one renewal runs at a time.
public actor Session {
  /// Brings a token that replaces the stale one, nil for the first.
  ///
  /// It is what coordinates processes: take the lock, read the vault again, use what another process
  /// brought, else ask the auth server, store, release.
  public typealias Renewal = @Sendable (_ stale: JWT?) async throws -> JWT

  private var token: JWT?
  private var renewal: Task<JWT, any Error>?
  /// Whether a call of ``perform(_:)`` has had an answer.
  private var isProven = false
  private let renew: Renewal

  /// A session, possibly with a token that was kept.
  ///
  /// - Parameters:
  ///   - token: a token read from the vault, nil for none.
  ///   - renew: brings the next one.
  public init(token: JWT? = nil, renew: @escaping Renewal) {
    self.token = token
    self.renew = renew
  }

  /// A token with some life left, renewed first when it is due.
  ///
  /// - Returns: a token to use now.
  /// - Throws: what the renewal throws, to every caller that waited for it.
  public func current() async throws -> JWT {
    if let token, !token.isDue(at: .now) { return token }
    return try await renewed(after: token)
  }

  /// A token to use after a server refused one with 401.
  ///
  /// - Parameter stale: the refused token, nil when there was none.
  /// - Returns: a newer one: the one someone else brought meanwhile, or a renewed one.
  /// - Throws: what the renewal throws, to every caller that waited for it.
  public func renewed(after stale: JWT?) async throws -> JWT {
    if let token, token != stale { return token }
    if let renewal { return try await renewal.value }
    let started = Task { try await self.runRenewal(of: stale) }
    renewal = started
    return try await started.value
  }

  /// Ends inside the actor, so that no caller sees the new token before this session has it.
  private func runRenewal(of stale: JWT?) async throws -> JWT {
    defer { renewal = nil }
    let fresh = try await bring(stale)
    token = fresh
    return fresh
  }

  /// Off the actor: a renewal may wait for a file lock.
  @concurrent private nonisolated func bring(_ stale: JWT?) async throws -> JWT {
    try await renew(stale)
  }

  /// Runs a call with a token; after a 401 it renews once and runs it once more.
  ///
  /// That holds for every method: a request answered with 401 was not carried out. Before any call
  /// has had an answer it holds for a 403 without a challenge too, because some backends say that
  /// to a token they do not know (contract/tasks-api, "Traps"); afterwards a 403 is a 403.
  ///
  /// - Parameter call: the call, given the token to use.
  /// - Returns: what the call returns.
  /// - Throws: what the call throws the second time, or the renewal; a 403 stays what it was when the
  ///   renewal fails, because it need not have been about the token.
  public nonisolated func perform<Answer: Sendable>(
    _ call: (JWT) async throws -> Answer
  ) async throws -> Answer {
    let isFirst = await !isProven
    let first = try await current()
    let fresh: JWT
    do {
      let answer = try await call(first)
      await prove()
      return answer
    } catch let error as APIError {
      if error.refusal != nil { await prove() }
      guard error.mayBeAboutToken(isFirst: isFirst) else { throw error }
      do {
        fresh = try await renewed(after: first)
      } catch let failure {
        if case .forbidden = error { throw error }
        throw failure
      }
    }
    return try await call(fresh)
  }

  private func prove() { isProven = true }
}

extension APIError {
  fileprivate func mayBeAboutToken(isFirst: Bool) -> Bool {
    switch self {
    case .unauthorized: true
    case .forbidden(let refusal): isFirst && !refusal.hasChallenge
    default: false
    }
  }
}
