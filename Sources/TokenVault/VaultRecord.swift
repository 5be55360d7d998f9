/// One generation of a profile's sign-in.
public struct VaultRecord: Sendable, Equatable {
  /// Signed in, or a tombstone where a credential was.
  public enum State: Sendable, Equatable {
    /// The profile holds this credential.
    case signedIn(Credential)
    /// The credential was wiped: the server it was for, and when, in milliseconds since 1970.
    case signedOut(server: ServerOrigins?, at: Int64)
  }

  /// Counts the commits of this vault, from 1.
  public var generation: UInt64
  /// What holds since that commit.
  public var state: State

  /// A record from its parts.
  public init(generation: UInt64, state: State) {
    self.generation = generation
    self.state = state
  }
}

extension VaultRecord.State {
  /// Refuses what no server issues, before it is stored.
  func checkTokens() throws(VaultError) {
    guard case .signedIn(let credential) = self else { return }
    if let session = credential.session, !session.value.isWellFormedToken {
      throw .unstorable(.sessionToken)
    }
    if let jwt = credential.jwt, !jwt.value.isWellFormedToken {
      throw .unstorable(.jwt)
    }
  }
}
