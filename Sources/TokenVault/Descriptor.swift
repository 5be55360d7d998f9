internal import Glibc

/// An open file or directory of the system; closed when it goes away.
struct Descriptor: ~Copyable {
  let number: Int32

  /// What the system says about an open file or a name.
  struct Facts {
    let mode: UInt32
    let owner: UInt32
    let links: UInt64
    let size: Int64
    let inode: UInt64

    init(_ info: stat) {
      mode = info.st_mode
      owner = info.st_uid
      links = UInt64(info.st_nlink)
      size = Int64(info.st_size)
      inode = UInt64(info.st_ino)
    }

    var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
    var isRegular: Bool { mode & S_IFMT == S_IFREG }
    var isLink: Bool { mode & S_IFMT == S_IFLNK }
    var permissions: UInt32 { mode & 0o7777 }
  }

  private init(number: Int32) { self.number = number }

  deinit { _ = Glibc.close(number) }

  /// Opens a path, never across an exec.
  static func open(_ path: String, flags: Int32) throws(SystemError) -> Descriptor {
    let number = retrying { unsafe Glibc.open(path, flags | O_CLOEXEC) }
    guard number >= 0 else { throw SystemError(.open, errno) }
    return Descriptor(number: number)
  }

  /// Opens a name in this directory; a last part that is a link is an error, a fifo does not wait.
  func open(_ name: String, flags: Int32, mode: mode_t = 0o600) throws(SystemError) -> Descriptor {
    let all = flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let opened = retrying { unsafe openat(number, name, all, mode) }
    guard opened >= 0 else {
      throw SystemError(flags & O_CREAT == 0 ? .open : .create, errno)
    }
    return Descriptor(number: opened)
  }

  /// The facts of what is open.
  func facts() throws(SystemError) -> Facts {
    var info = stat()
    guard unsafe fstat(number, &info) == 0 else { throw SystemError(.inspect, errno) }
    return Facts(info)
  }

  /// The facts of a name in this directory, links not followed; nil when there is none.
  func facts(of name: String) throws(SystemError) -> Facts? {
    var info = stat()
    if unsafe fstatat(number, name, &info, AT_SYMLINK_NOFOLLOW) == 0 { return Facts(info) }
    if errno == ENOENT { return nil }
    throw SystemError(.inspect, errno)
  }

  /// Reads from the present position to the end, or `limit` bytes.
  func readAll(upTo limit: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let filled = count
      let some = unsafe bytes.withUnsafeMutableBytes { buffer in
        retrying {
          unsafe read(number, buffer.baseAddress?.advanced(by: filled), limit - filled)
        }
      }
      guard some >= 0 else { throw SystemError(.read, errno) }
      if some == 0 { break }
      count += some
    }
    bytes.removeLast(limit - count)
    return bytes
  }

  /// Writes all bytes, however small the pieces the system takes.
  func writeAll(_ bytes: [UInt8]) throws(SystemError) {
    var count = 0
    while count < bytes.count {
      let done = count
      let some = unsafe bytes.withUnsafeBytes { buffer in
        retrying {
          unsafe write(number, buffer.baseAddress?.advanced(by: done), buffer.count - done)
        }
      }
      guard some > 0 else { throw SystemError(.write, some < 0 ? errno : EIO) }
      count += some
    }
  }

  /// Gives what is open this mode, whatever the umask was.
  func setPermissions(_ mode: mode_t) throws(SystemError) {
    guard fchmod(number, mode) == 0 else { throw SystemError(.create, errno) }
  }

  /// Brings what was written, or a directory's names, to the disk.
  func synchronize() throws(SystemError) {
    guard retrying({ fsync(number) }) == 0 else { throw SystemError(.sync, errno) }
  }

  /// Closes, and tells whether the system had something to complain about.
  consuming func close() throws(SystemError) {
    let closed = Glibc.close(number)
    let code = errno
    discard self
    // The descriptor is gone after EINTR too (close(2), Linux).
    guard closed == 0 || code == EINTR else { throw SystemError(.close, code) }
  }
}

/// A system call that failed; the caller adds the path.
struct SystemError: Error {
  let operation: VaultError.Operation
  let code: Int32

  init(_ operation: VaultError.Operation, _ code: Int32) {
    self.operation = operation
    self.code = code
  }

  /// The same, as the user is told.
  func at(_ path: String) -> VaultError {
    if code == ENOSPC || code == EDQUOT { return .diskFull(path: path) }
    return .io(operation, path: path, code: code)
  }
}

/// Calls again while a signal interrupts.
private func retrying<Count: SignedInteger>(_ call: () -> Count) -> Count {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
