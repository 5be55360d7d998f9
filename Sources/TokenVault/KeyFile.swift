internal import Glibc

/// The file of a profile's key, in another directory than the vault.
struct KeyFile: Sendable {
  let directory: String
  let name: String

  var path: String { "\(directory)/\(name)" }

  /// Reads the key; nil when there is no file.
  func read() throws(VaultError) -> VaultKey? {
    guard let opened = try PrivateDirectory.open(directory), var bytes = try opened.read(name)
    else {
      return nil
    }
    defer { wipe(&bytes) }
    guard let key = VaultKey(fileBytes: bytes) else { throw .keyDamaged(key: path) }
    return key
  }

  /// Reads the key, or makes one when there is none.
  ///
  /// A damaged file goes into quarantine first. Only for the holder of the vault's lock; should two
  /// vaults share a key, one creation wins and both read the same.
  func readOrCreate() throws(VaultError) -> VaultKey {
    let opened = try PrivateDirectory.create(directory)
    do {
      if let key = try read() { return key }
    } catch .keyDamaged {
      try opened.quarantine(name)
    }
    var bytes = try makeKey().fileBytes
    defer { wipe(&bytes) }
    do {
      try opened.replace(name, with: bytes, by: .refusingToOverwrite)
    } catch .io(.rename, _, EEXIST) {}
    guard let key = try read() else { throw .io(.create, path: path, code: ENOENT) }
    return key
  }

  private func makeKey() throws(VaultError) -> VaultKey {
    do {
      var secret = try randomBytes(32)
      defer { wipe(&secret) }
      return VaultKey(id: try randomBytes(16), secret: Secret(bytes: secret))
    } catch {
      throw error.at(path)
    }
  }
}
