internal import CPosix
internal import Glibc

/// The permanent lock of a profile: one byte of a file that is never removed.
///
/// It belongs to the open file, so two callers of one process exclude each other like two
/// processes, and the kernel gives it back when the process dies (fcntl(2), open file description
/// locks). A second byte is the head of the queue: whoever waits for the lock holds it, so a caller
/// who comes back at once finds the queue taken and cannot overtake.
struct VaultLock: ~Copyable {
  private static let owner: Int64 = 0
  private static let head: Int64 = 1

  private let file: Descriptor

  /// Takes the lock, waiting at most `timeout`.
  static func acquire(
    _ name: String,
    in directory: borrowing PrivateDirectory,
    within timeout: Duration
  ) async throws -> VaultLock {
    let deadline = ContinuousClock.now + timeout
    let path = directory.path(of: name)
    while true {
      let file = try open(name, in: directory)
      let number = file.number
      let first = try await LockWait.poll(
        until: deadline,
        pauses: .milliseconds(1) ... .milliseconds(20)
      ) { try take(head, of: number, path) }
      guard first != nil else { throw VaultError.locked(path: path, waited: timeout) }
      let second = try await LockWait.poll(
        until: deadline,
        pauses: .milliseconds(1) ... .milliseconds(2)
      ) { try take(owner, of: number, path) }
      guard second != nil else { throw VaultError.locked(path: path, waited: timeout) }
      // A lock on a file somebody removed meanwhile excludes nobody.
      guard try directory.holds(file, as: name) else { continue }
      let code = cposix_unlock(number, head)
      guard code == 0 else { throw SystemError(.lock, code).at(path) }
      return VaultLock(file: file)
    }
  }

  /// Takes the lock if it is free now; nil when it is not.
  static func acquireAtOnce(
    _ name: String,
    in directory: borrowing PrivateDirectory
  ) throws(VaultError) -> VaultLock? {
    let file = try open(name, in: directory)
    guard try take(owner, of: file.number, directory.path(of: name)) != nil,
      try directory.holds(file, as: name)
    else { return nil }
    return VaultLock(file: file)
  }

  /// Gives the lock back.
  consuming func release() {}

  private static func open(
    _ name: String,
    in directory: borrowing PrivateDirectory
  ) throws(VaultError) -> Descriptor {
    guard let file = try directory.openPrivate(name, flags: O_RDWR | O_CREAT) else {
      throw .io(.create, path: directory.path(of: name), code: ENOENT)
    }
    return file
  }

  private static func take(
    _ byte: Int64,
    of number: Int32,
    _ path: String
  ) throws(VaultError) -> Bool? {
    switch cposix_lock(number, byte) {
    case 0: true
    case EAGAIN: nil
    case let code: throw SystemError(.lock, code).at(path)
    }
  }
}
