internal import Foundation

/// Files only their owner may read.
enum PrivateFile {
  /// A failed system call.
  struct SystemError: Error {
    let number: Int32

    static let addressInUse = EADDRINUSE

    static var current: SystemError { SystemError(number: errno) }

    var reason: String {
      unsafe String(cString: strerror(number)).lowercased()
    }
  }

  static func directory(of path: String) -> String {
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    guard !parent.isEmpty else { return "." }
    return parent.joined(separator: "/").isEmpty ? "/" : parent.joined(separator: "/")
  }

  /// Makes what was written to a file or directory durable.
  static func synchronize(_ path: String) throws(SystemError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .current }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .current }
  }

  /// Whether a path names a file at all, links not followed.
  static func exists(_ path: String) -> Bool { status(of: path) != nil }

  /// What a path names, links not followed; nil where there is nothing.
  static func status(of path: String) -> stat? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status : nil
  }

  /// Opens and locks a file until the descriptor is closed.
  ///
  /// - Parameters:
  ///   - path: The lock file, made when missing and never removed.
  ///   - patience: Attempts, 20 ms apart.
  ///   - mayWait: Asked before each wait.
  /// - Returns: The descriptor; nil when another process kept the lock.
  /// - Throws: When the file cannot be had.
  static func lock(
    _ path: String,
    patience: Int,
    mayWait: () -> Bool = { true }
  ) throws(SystemError) -> Int32? {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .current }
    for _ in 0..<patience {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
      let error = SystemError.current
      guard error.number == EWOULDBLOCK || error.number == EINTR else {
        close(descriptor)
        throw error
      }
      guard mayWait() else { break }
      usleep(20_000)
    }
    close(descriptor)
    return nil
  }

  /// Writes a file that must not exist yet, durably and in one step.
  ///
  /// A process that is killed leaves it whole or not at all. A lock must keep others from making it at the same time.
  static func createWhole(_ path: String, contents: [UInt8]) throws(SystemError) {
    guard !exists(path) else { throw SystemError(number: EEXIST) }
    let partial = path + ".partial-\(UUID().uuidString.lowercased())"
    defer { unsafe unlink(partial) }
    try create(partial, contents: contents)
    // No `link`: between it and the `unlink` the file would have two names.
    guard unsafe rename(partial, path) == 0 else { throw .current }
    try synchronize(directory(of: path))
  }

  /// Writes a file that must not exist yet, durably.
  static func create(_ path: String, contents: [UInt8]) throws(SystemError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .current }
    defer { close(descriptor) }
    guard fchmod(descriptor, 0o600) == 0 else { throw .current }
    var rest = contents[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { bytes in
        unsafe write(descriptor, bytes.baseAddress, bytes.count)
      }
      guard written > 0 else {
        if errno == EINTR { continue }
        throw .current
      }
      rest = rest.dropFirst(written)
    }
    guard fsync(descriptor) == 0 else { throw .current }
  }
}
