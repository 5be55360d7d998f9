internal import Glibc

/// Why a vault could not be read or written.
///
/// No case ever holds a secret.
public enum VaultError: Error, Sendable, Equatable {
  /// The profile's name cannot be a file name of ours.
  case invalidProfile(String)
  /// A file or directory is not the private one it must be; nothing was touched.
  case refused(path: String, Refusal)
  /// The file is not what was written; where it went, or nil while another process holds the lock.
  case damaged(path: String, quarantinedTo: String?)
  /// A newer version of the program wrote the file; it was not touched.
  case newerFormat(path: String)
  /// There is a vault, but not its key file.
  case keyMissing(vault: String, key: String)
  /// The key file is not the one this vault was written with.
  case keyMismatch(vault: String, key: String)
  /// The key file is not what was written.
  case keyDamaged(key: String)
  /// Somebody else held the lock for the whole time waited.
  case locked(path: String, waited: Duration)
  /// What was to be stored cannot be.
  case unstorable(Unstorable)
  /// No space, or no quota, is left.
  case diskFull(path: String)
  /// The system refused an operation; `code` is its errno.
  case io(Operation, path: String, code: Int32)

  /// What is wrong with a file or directory.
  public enum Refusal: Sendable, Equatable {
    /// It is a symbolic link.
    case symbolicLink
    /// It should be a directory.
    case notDirectory
    /// It should be a regular file.
    case notRegularFile
    /// It belongs to the user with this number.
    case foreignOwner(uid: UInt32)
    /// Group or others have rights on it; `private` is the mode it should have.
    case openToOthers(mode: UInt32, private: UInt32)
    /// It has this many names.
    case hardLinked(count: UInt64)
    /// It is larger than any vault, in bytes.
    case tooLarge(bytes: Int64)
  }

  /// What cannot be stored.
  public enum Unstorable: Sendable, Equatable {
    /// A session token outside the alphabet or length of tokens.
    case sessionToken
    /// A JWT outside the alphabet or length of tokens.
    case jwt
    /// A record of more than 64 KiB.
    case recordTooLarge
  }

  /// What the system was asked to do.
  public enum Operation: String, Sendable {
    /// Opening a file or directory.
    case open
    /// Looking at a file's owner, mode and kind.
    case inspect
    /// Reading.
    case read
    /// Creating a file or directory.
    case create
    /// Writing.
    case write
    /// Bringing what was written to the disk.
    case sync
    /// Closing after a write.
    case close
    /// Renaming.
    case rename
    /// Taking the lock.
    case lock
    /// Asking the kernel for random bytes.
    case random
  }
}

extension VaultError {
  /// What happened and what to do about it, for the user.
  public var sentence: String {
    switch self {
    case .invalidProfile(let name):
      "\"\(name)\" cannot be a profile name: use 1 to 64 letters, digits, dots, underscores and "
        + "hyphens, a letter, digit or underscore first, and no .vault or .lock at the end."
    case .refused(let path, let refusal):
      refusal.sentence(about: path)
    case .damaged(let path, .some(let quarantine)):
      "\(path) was damaged and has been set aside as \(quarantine); sign in again."
    case .damaged(let path, .none):
      "\(path) is damaged; sign in again, and it will be set aside."
    case .newerFormat(let path):
      "\(path) was written by a newer version of todotui and was left alone; update todotui, or "
        + "use another profile."
    case .keyMissing(let vault, let key):
      "\(vault) cannot be read because its key \(key) is missing; put the key back, or sign in again."
    case .keyMismatch(let vault, let key):
      "\(vault) was written with another key than \(key); put the right key back, or sign in again."
    case .keyDamaged(let key):
      "\(key) is damaged, so what it protects cannot be read; put a copy back, or sign in again."
    case .locked(let path, let waited):
      "\(path) was held by another todotui for more than \(waited.inWords); try again."
    case .unstorable(.sessionToken):
      "The server's session token is not one that can be kept: tell who runs it."
    case .unstorable(.jwt):
      "The server's JWT is not one that can be kept: tell who runs it."
    case .unstorable(.recordTooLarge):
      "The sign-in is larger than the vault's 64 KiB: tell who runs the server."
    case .diskFull(let path):
      "There is no space left for \(path); nothing was changed. Make room and try again."
    case .io(let operation, let path, let code):
      "\(path): \(operation.rawValue) failed (\(systemText(code))); check the disk, and who owns the file."
    }
  }
}

extension VaultError.Refusal {
  fileprivate func sentence(about path: String) -> String {
    switch self {
    case .symbolicLink:
      "\(path) is a symbolic link; put the real file or directory in its place."
    case .notDirectory:
      "\(path) is not a directory; move it away."
    case .notRegularFile:
      "\(path) is not a regular file; move it away."
    case .foreignOwner(let uid):
      "\(path) belongs to another user (\(uid)); move it away, or give it back: chown "
        + "\(geteuid()) \(quoted(path))"
    case .openToOthers(let mode, let wanted):
      "\(path) is open to other users (mode \(String(mode, radix: 8))); close it: chmod "
        + "\(String(wanted, radix: 8)) \(quoted(path))"
    case .hardLinked(let count):
      "\(path) has \(count) names (hard links), so somebody else may hold it; replace it by a copy."
    case .tooLarge(let bytes):
      "\(path) has \(bytes) bytes, more than any vault; move it away."
    }
  }

  private func quoted(_ path: String) -> String {
    let plain = path.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    if plain { return path }
    return "'"
      + path.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}

private func systemText(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: text)
}

extension Duration {
  fileprivate var inWords: String {
    let (seconds, attoseconds) = components
    return seconds > 0 ? "\(seconds) s" : "\(attoseconds / 1_000_000_000_000_000) ms"
  }
}
