internal import Glibc

/// The vault in the hands of the lock's holder: it may write, and put damage into quarantine.
final class LockedVault {
  private let files: VaultFiles
  private let directory: PrivateDirectory
  private var lock: VaultLock?
  private var vaultID: [UInt8]?
  private var isUnreadable = false

  init(_ files: VaultFiles, in directory: consuming PrivateDirectory, _ lock: consuming VaultLock) {
    self.files = files
    self.directory = directory
    self.lock = consume lock
  }

  /// Gives the lock back.
  func release() { lock = nil }

  /// Reads the record; a damaged file goes into quarantine, and the error says where.
  func read() throws(VaultError) -> VaultRecord? {
    do throws(VaultError) {
      let opened = try files.open(in: directory)
      vaultID = opened?.vaultID
      return opened?.record
    } catch {
      guard case .damaged(let path, _) = error else { throw error }
      throw .damaged(path: path, quarantinedTo: try directory.quarantine(files.vault))
    }
  }

  /// Reads the record for a transaction.
  ///
  /// What cannot be read, but signing in again can replace, becomes its problem.
  func transaction() throws(VaultError) -> VaultTransaction {
    do throws(VaultError) {
      return VaultTransaction(record: try read()) { record throws(VaultError) in
        try self.write(record)
      }
    } catch {
      switch error {
      case .damaged: break
      case .keyMissing, .keyMismatch, .keyDamaged: isUnreadable = true
      default: throw error
      }
      return VaultTransaction(record: nil, problem: error) { record throws(VaultError) in
        try self.write(record)
      }
    }
  }

  private func write(_ record: VaultRecord) throws(VaultError) {
    if isUnreadable {
      try directory.quarantine(files.vault)
      isUnreadable = false
    }
    let key = try files.key.readOrCreate()
    let randomness: VaultFormat.Randomness
    do throws(SystemError) {
      let fresh = try randomBytes(16)
      randomness = VaultFormat.Randomness(
        vaultID: vaultID ?? fresh,
        writeSalt: try randomBytes(32),
        nonce: try randomBytes(12)
      )
    } catch {
      throw error.at(directory.path(of: files.vault))
    }
    let bytes = try files.format.seal(record, with: key, randomness)
    try directory.replace(files.vault, with: bytes)
    vaultID = randomness.vaultID
  }
}
