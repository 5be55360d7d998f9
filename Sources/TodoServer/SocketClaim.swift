internal import Foundation

/// The right to one Unix socket path: a lock held as long as the server runs.
///
/// Without it a second server would silently take the first one's socket away.
final class SocketClaim: Sendable {
  /// Which file a path stood for.
  struct Identity: Sendable, Equatable {
    let device: UInt64
    let inode: UInt64
  }

  let path: String
  private let lock: Int32

  /// Takes the lock and removes what a dead server left.
  ///
  /// - Parameter path: The socket; the lock is `<path>.lock`, which is never removed.
  /// - Throws: `socketTaken` or `socketUnusable`.
  init(path: String) throws(ServerError) {
    self.path = path
    let taken: Int32?
    do {
      // A lock without a socket belongs to a server that is just starting or ending: the outcome
      // is awaited for a little longer than an end may take.
      taken = try PrivateFile.lock(path + ".lock", patience: 300) { !PrivateFile.exists(path) }
    } catch {
      throw .socketUnusable(path: path, reason: error.reason)
    }
    guard let taken else { throw .socketTaken(path: path) }
    lock = taken
    guard let status = PrivateFile.status(of: path) else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw .socketUnusable(path: path, reason: "a file that is no socket has this name")
    }
    guard unsafe unlink(path) == 0 else {
      throw .socketUnusable(path: path, reason: PrivateFile.SystemError.current.reason)
    }
  }

  deinit {
    close(lock)
  }

  /// The socket's file now; nil when it is gone.
  var identity: Identity? { SocketClaim.identity(path) }

  private static func identity(_ path: String) -> Identity? {
    PrivateFile.status(of: path)
      .map { Identity(device: UInt64($0.st_dev), inode: UInt64($0.st_ino)) }
  }

  /// Says in `<path>.pid` who serves the socket.
  func writeProcessID() throws(ServerError) {
    unsafe unlink(path + ".pid")
    do {
      try PrivateFile.create(path + ".pid", contents: Array("\(getpid())\n".utf8))
    } catch {
      throw .socketUnusable(path: path, reason: error.reason)
    }
  }

  /// Removes socket and process id, unless the directory is another server's by now.
  func release() {
    var status = stat()
    guard unsafe fstat(lock, &status) == 0,
      SocketClaim.identity(path + ".lock")
        == Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    else { return }
    unsafe unlink(path)
    unsafe unlink(path + ".pid")
  }
}
