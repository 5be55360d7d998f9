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
    let descriptor = unsafe open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .socketUnusable(path: path, reason: PrivateFile.SystemError.current.reason)
    }
    lock = descriptor
    try SocketClaim.take(descriptor, path: path)
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw .socketUnusable(path: path, reason: "a file that is no socket has this name")
    }
    guard unsafe unlink(path) == 0 else {
      throw .socketUnusable(path: path, reason: PrivateFile.SystemError.current.reason)
    }
  }

  /// A lock without a socket belongs to a server that is just starting or ending: the outcome is
  /// awaited for a little longer than an end may take.
  private static func take(_ descriptor: Int32, path: String) throws(ServerError) {
    for _ in 0..<300 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
      guard errno == EWOULDBLOCK else {
        throw .socketUnusable(path: path, reason: PrivateFile.SystemError.current.reason)
      }
      guard identity(path) == nil else { break }
      usleep(20_000)
    }
    throw .socketTaken(path: path)
  }

  deinit {
    close(lock)
  }

  /// The socket's file now; nil when it is gone.
  var identity: Identity? { SocketClaim.identity(path) }

  private static func identity(_ path: String) -> Identity? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
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
