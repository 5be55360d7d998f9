internal import Synchronization

/// A vault that ends with the program: for a credential given by the environment, and for tests.
public final class MemoryVault: Vault {
  private struct Contents {
    var record: VaultRecord?
    var isHeld = false
  }

  private let contents: Mutex<Contents>

  /// A vault holding `state` as its first generation, or nothing.
  public init(_ state: VaultRecord.State? = nil) {
    contents = Mutex(Contents(record: state.map { VaultRecord(generation: 1, state: $0) }))
  }

  /// Memory, always.
  public var source: KeySource { .memory }

  /// The newest record; never throws.
  public func read() throws(VaultError) -> VaultRecord? { contents.withLock { $0.record } }

  /// Runs `body` alone, as the protocol says.
  public func update<Result>(
    within timeout: Duration,
    _ body: (inout VaultTransaction) async throws -> Result
  ) async throws -> Result {
    let deadline = ContinuousClock.now + timeout
    let taken = try await LockWait.poll(
      until: deadline,
      pauses: .milliseconds(1) ... .milliseconds(20)
    ) {
      contents.withLock { contents -> Bool? in
        if contents.isHeld { return nil }
        contents.isHeld = true
        return true
      }
    }
    guard taken != nil else {
      throw VaultError.locked(path: "The vault in memory", waited: timeout)
    }
    defer { contents.withLock { $0.isHeld = false } }
    var transaction = VaultTransaction(record: contents.withLock { $0.record }) { record in
      self.contents.withLock { $0.record = record }
    }
    return try await body(&transaction)
  }
}
