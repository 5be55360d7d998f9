/// A vault in one encrypted file, shared by all processes of the user (docs/vault-format.md).
///
/// Files: `<profile>.vault` and the permanent `<profile>.lock` in the data directory,
/// `<profile>.key` in the state directory; all 0600, the directories 0700, created by the first
/// update. What is owned, linked or readable by others is refused, not repaired.
public struct FileVault: Vault {
  private let files: VaultFiles

  /// The vault of a profile; touches no file.
  ///
  /// - Parameters:
  ///   - dataDirectory: where the vault and its lock lie.
  ///   - stateDirectory: where the key lies: another directory, so that a copy of the data alone
  ///     opens nothing.
  ///   - profile: 1 to 64 of `A–Z a–z 0–9 . _ -`, not starting with `.` or `-`, not ending in
  ///     `.vault` or `.lock`.
  /// - Throws: `VaultError.invalidProfile`.
  public init(
    dataDirectory: String,
    stateDirectory: String,
    profile: String
  ) throws(VaultError) {
    files = try VaultFiles(
      dataDirectory: dataDirectory,
      stateDirectory: stateDirectory,
      profile: profile
    )
  }

  /// The key file.
  public var source: KeySource { .keyFile(path: files.key.path) }

  /// Reads without the lock, as the protocol says.
  ///
  /// The one thing it may change: damage it sees is looked at again under the lock, if that is free
  /// at once, and put into quarantine, so that the next sign-in meets no remains.
  ///
  /// - Returns: nil when there is no vault.
  /// - Throws: `VaultError`.
  public func read() throws(VaultError) -> VaultRecord? {
    guard let directory = try PrivateDirectory.open(files.dataDirectory) else { return nil }
    do throws(VaultError) {
      return try files.open(in: directory)?.record
    } catch {
      guard case .damaged = error,
        let lock = try? VaultLock.acquireAtOnce(files.lock, in: directory)
      else { throw error }
      let locked = LockedVault(files, in: directory, lock)
      defer { locked.release() }
      return try locked.read()
    }
  }

  /// Runs `body` under the lock, as the protocol says.
  public func update<Result>(
    within timeout: Duration,
    _ body: (inout VaultTransaction) async throws -> Result
  ) async throws -> Result {
    let directory = try PrivateDirectory.create(files.dataDirectory)
    let lock = try await VaultLock.acquire(files.lock, in: directory, within: timeout)
    let locked = LockedVault(files, in: directory, lock)
    defer { locked.release() }
    var transaction = try locked.transaction()
    return try await body(&transaction)
  }
}
