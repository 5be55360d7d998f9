internal import Glibc

/// The names of one profile's files, and the reading of them.
struct VaultFiles: Sendable {
  let dataDirectory: String
  let vault: String
  let lock: String
  let key: KeyFile
  let format: VaultFormat

  init(dataDirectory: String, stateDirectory: String, profile: String) throws(VaultError) {
    guard Self.isProfileName(profile) else { throw .invalidProfile(profile) }
    self.dataDirectory = Self.withoutTrailingSlashes(dataDirectory)
    vault = "\(profile).vault"
    lock = "\(profile).lock"
    key = KeyFile(
      directory: Self.withoutTrailingSlashes(stateDirectory),
      name: "\(profile).key"
    )
    format = VaultFormat(binding: VaultFormat.Binding(profile: profile, uid: geteuid()))
  }

  /// Reads and decrypts the vault, changing nothing; nil when there is none.
  func open(in directory: borrowing PrivateDirectory) throws(VaultError) -> VaultFormat.Opened? {
    guard let bytes = try directory.read(vault) else { return nil }
    let path = directory.path(of: vault)
    do throws(VaultFormat.Failure) {
      // What needs no key is told first: a newer format is newer whether or not the key is there.
      try format.inspect(bytes)
    } catch {
      throw told(error, path)
    }
    guard let key = try key.read() else { throw .keyMissing(vault: path, key: key.path) }
    do throws(VaultFormat.Failure) {
      return try format.open(bytes, with: key)
    } catch {
      throw told(error, path)
    }
  }

  private func told(_ failure: VaultFormat.Failure, _ path: String) -> VaultError {
    switch failure {
    case .damaged: .damaged(path: path, quarantinedTo: nil)
    case .newer: .newerFormat(path: path)
    case .otherKey: .keyMismatch(vault: path, key: key.path)
    }
  }

  // A name ending in .vault or .lock would make another profile's file a directory: the mirror of a
  // profile lies in a directory of its name.
  private static func isProfileName(_ name: String) -> Bool {
    guard (1...64).contains(name.utf8.count), let first = name.utf8.first,
      first != UInt8(ascii: "."), first != UInt8(ascii: "-"),
      !name.hasSuffix(".vault"), !name.hasSuffix(".lock")
    else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }

  // A slash at the end would make the system follow a link that stands in the directory's place.
  private static func withoutTrailingSlashes(_ path: String) -> String {
    var path = path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
