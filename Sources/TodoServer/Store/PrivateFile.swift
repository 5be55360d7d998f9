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
