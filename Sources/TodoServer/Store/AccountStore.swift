internal import Foundation
internal import GRDB

/// Users, their password and their sessions.
struct AccountStore: Sendable {
  /// Sign-up with an e-mail address that is taken.
  struct EmailTaken: Error {}

  /// How a session's credential stands.
  enum SessionState: Sendable {
    /// Unknown, revoked or expired.
    case dead
    case live(SessionRow, UserRow, isExtended: Bool)
  }

  /// Where a session was opened from.
  struct Origin: Sendable {
    let ipAddress: String
    let userAgent: String
  }

  let pool: DatabasePool
  let sessionLifetime: Duration

  /// A session that is not remembered lives a day (contract/better-auth 2.4).
  private static let unrememberedLifetime: Duration = .seconds(86_400)

  /// Sessions slide once a day, shorter-lived ones after a seventh of their life.
  private var extensionAge: Duration { min(.seconds(86_400), sessionLifetime / 7) }

  func isTaken(email: String) async throws -> Bool {
    try await pool.read { try UserRow.find(email: email, in: $0) } != nil
  }

  /// Creates user, password and first session in one transaction.
  func signUp(
    _ user: UserRow,
    passwordHash: String,
    isRemembered: Bool,
    from origin: Origin,
    now: Timestamp
  ) async throws -> SessionRow {
    let session = newSession(userID: user.id, isRemembered: isRemembered, from: origin, now: now)
    try await pool.write { database in
      guard try UserRow.find(email: user.email, in: database) == nil else { throw EmailTaken() }
      try user.insert(in: database)
      try CredentialAccount.insert(
        userID: user.id,
        passwordHash: passwordHash,
        createdAt: now,
        in: database
      )
      try session.insert(in: database)
    }
    return session
  }

  /// The user of an address with the stored hash; nil where there is no such user.
  func credential(email: String) async throws -> (user: UserRow, passwordHash: String?)? {
    try await pool.read { database in
      guard let user = try UserRow.find(email: email, in: database) else { return nil }
      return (user, try CredentialAccount.passwordHash(userID: user.id, in: database))
    }
  }

  func openSession(
    userID: String,
    isRemembered: Bool,
    from origin: Origin,
    now: Timestamp
  ) async throws -> SessionRow {
    let session = newSession(userID: userID, isRemembered: isRemembered, from: origin, now: now)
    try await pool.write { database in
      try SessionRow.deleteExpired(userID: userID, at: now, in: database)
      try session.insert(in: database)
    }
    return session
  }

  /// Looks a session up, ends it when its time is over, and extends it when that is due.
  func session(token: String, mayExtend: Bool, now: Timestamp) async throws -> SessionState {
    let found = try await pool.read { database -> (SessionRow, UserRow)? in
      guard let session = try SessionRow.find(token: token, in: database),
        let user = try UserRow.find(id: session.userID, in: database)
      else { return nil }
      return (session, user)
    }
    guard let (found, user) = found else { return .dead }
    var session = found
    guard session.expiresAt > now else {
      try await endSession(token: token)
      return .dead
    }
    let dueAt =
      session.expiresAt.milliseconds - sessionLifetime.wholeMilliseconds
      + extensionAge.wholeMilliseconds
    guard mayExtend, dueAt <= now.milliseconds else {
      return .live(session, user, isExtended: false)
    }
    session.expiresAt = now.advanced(by: sessionLifetime)
    session.updatedAt = now.text
    let extended = session
    let isThere = try await pool.write { try extended.extend(in: $0) }
    return isThere ? .live(extended, user, isExtended: true) : .dead
  }

  func endSession(token: String) async throws {
    try await pool.write { try SessionRow.delete(token: token, in: $0) }
  }

  private func newSession(
    userID: String,
    isRemembered: Bool,
    from origin: Origin,
    now: Timestamp
  ) -> SessionRow {
    let lifetime =
      isRemembered ? sessionLifetime : min(sessionLifetime, AccountStore.unrememberedLifetime)
    return SessionRow(
      id: UUID().uuidString.lowercased(),
      token: SessionToken.make(),
      userID: userID,
      createdAt: now,
      expiresAt: now.advanced(by: lifetime),
      ipAddress: origin.ipAddress,
      userAgent: origin.userAgent
    )
  }
}

/// Raw session tokens: 32 letters and digits (contract/better-auth 2.1).
enum SessionToken {
  static func make() -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    var token: [UInt8] = []
    while token.count < 32 {
      // 248 is the largest multiple of 62 in a byte: every letter is equally likely.
      token += Sodium.random(64).filter { $0 < 248 }.map { letters[Int($0) % letters.count] }
    }
    return String(decoding: token.prefix(32), as: UTF8.self)
  }
}
