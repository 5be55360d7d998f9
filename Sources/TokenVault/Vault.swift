/// Where one profile's sign-in is kept.
///
/// `FileVault` shares it between processes, `MemoryVault` keeps it for one; both pass one suite.
public protocol Vault: Sendable {
  /// What guards the stored bytes.
  var source: KeySource { get }

  /// Reads without waiting for the lock: the newest record committed, old or new, never a mixture.
  ///
  /// - Returns: nil when nobody has signed in yet.
  /// - Throws: `VaultError` when there is something, but it cannot be trusted or read.
  func read() throws(VaultError) -> VaultRecord?

  /// Runs `body` alone among all callers and processes, with the record re-read under the lock.
  ///
  /// The lock is held until `body` returns, across whatever it awaits; the kernel releases it when
  /// the process dies. Waiting suspends the task and honours its cancellation.
  ///
  /// - Parameters:
  ///   - timeout: how long to wait for the lock.
  ///   - body: what to do; nothing is written unless it commits, and what it committed stays
  ///     when it throws later.
  /// - Returns: what `body` returns.
  /// - Throws: `VaultError.locked` when the lock was not free in time, and then `body` did not run;
  ///   `CancellationError`; any other `VaultError`; and what `body` throws.
  func update<Result>(
    within timeout: Duration,
    _ body: (inout VaultTransaction) async throws -> Result
  ) async throws -> Result
}

/// The one holder of the lock: what is stored, and the right to replace it.
public struct VaultTransaction: ~Copyable {
  /// The record as stored: re-read under the lock, and what the last commit wrote.
  public private(set) var record: VaultRecord?

  /// Why what was stored could not be read, while `record` is nil.
  ///
  /// A damaged vault is in quarantine by now. A vault whose key is missing, damaged or another one
  /// is still in place: the first commit puts it into quarantine and starts anew, so that signing in
  /// again works. Whoever means to refresh throws this instead.
  public private(set) var problem: VaultError?

  private let write: (VaultRecord) throws(VaultError) -> Void

  package init(
    record: VaultRecord?,
    problem: VaultError? = nil,
    write: @escaping (VaultRecord) throws(VaultError) -> Void
  ) {
    self.record = record
    self.problem = problem
    self.write = write
  }

  /// Replaces the stored record by the next generation, durably, before it returns.
  ///
  /// - Parameter state: the new state.
  /// - Throws: `VaultError` when it could not be written; the old record stays.
  public mutating func commit(_ state: VaultRecord.State) throws(VaultError) {
    try state.checkTokens()
    let next = VaultRecord(generation: (record?.generation ?? 0) + 1, state: state)
    try write(next)
    record = next
    problem = nil
  }
}

/// What guards the stored bytes; named by `auth status` and never changed silently.
public enum KeySource: Sendable, Equatable {
  /// A random key in a file of its own.
  case keyFile(path: String)
  /// Nothing is stored.
  case memory

  /// What the source is worth, in a few words.
  public var label: String {
    switch self {
    case .keyFile: "key file (weak: it lies on the same machine)"
    case .memory: "memory (ends with the program)"
    }
  }
}
