import Foundation
import TokenVault

/// A directory of its own, gone when the body ends.
func withDirectory<Result>(
  _ body: (String) async throws -> Result
) async throws -> Result {
  let path = FileManager.default.temporaryDirectory.path + "/vault-" + UUID().uuidString
  try FileManager.default.createDirectory(
    atPath: path,
    withIntermediateDirectories: true,
    attributes: [.posixPermissions: 0o700]
  )
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}

/// A vault of the profile `work` with its files under `root`.
func fileVault(in root: String, profile: String = "work") throws(VaultError) -> FileVault {
  try FileVault(dataDirectory: root + "/data", stateDirectory: root + "/state", profile: profile)
}

let vaultPath = "/data/work.vault"
let keyPath = "/state/work.key"

extension Credential {
  static let sessionText = "session-canary-0123456789.ABCDEF=="
  static let jwtText = "jwtcanary.payload0123456789.signature"

  /// A credential that uses every field; `mark` tells one from another.
  static func sample(_ mark: Int = 0) -> Credential {
    Credential(
      server: ServerOrigins(
        auth: "https://one.example/api/auth",
        api: "https://two.example",
        socket: "/run/user/1/todotui/local.sock"
      ),
      user: VaultUser(id: "user-\(mark)", email: "ann@one.example", name: "Ann \u{1F600}"),
      session: StoredSession(
        form: .bearer,
        value: Secret(sessionText),
        expiresAt: 1_800_000_000_000
      ),
      jwt: StoredJWT(
        value: Secret(jwtText),
        issuedAt: 1_700_000_000,
        expiresAt: 1_700_000_900,
        received: ClockReading(wall: 1_700_000_000_500, sinceBoot: 12_345, bootID: "boot")
      ),
      refusal: Backoff(notBefore: 1_700_000_001_000, failures: 2, sentence: "The server is away.")
    )
  }
}

extension VaultRecord {
  /// The number a test has put into the record.
  var mark: Int? {
    guard case .signedIn(let credential) = state else { return nil }
    return Int(credential.user.id.dropFirst("user-".count))
  }
}

extension Vault {
  /// Adds one to the number in the record, under the lock.
  func increment(within timeout: Duration = .seconds(30)) async throws {
    try await update(within: timeout) { transaction in
      let mark = transaction.record?.mark ?? 0
      try transaction.commit(.signedIn(.sample(mark + 1)))
    }
  }
}
