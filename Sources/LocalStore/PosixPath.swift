internal import Glibc

/// What the system says about an error number, without a full stop.
func systemMessage(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: text)
}

/// The few file system calls that the store needs, each with the path in its error.
struct PosixPath {
  let path: String

  init(_ path: String) { self.path = path }

  /// The directory the path is in; `.` for a bare name, `/` for the root.
  var parent: PosixPath {
    guard let slash = path.lastIndex(of: "/") else { return PosixPath(".") }
    return PosixPath(slash == path.startIndex ? "/" : String(path[..<slash]))
  }

  /// The last part of the path.
  var name: String {
    String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
  }

  /// Whether anything, a dangling link too, has this name.
  var exists: Bool {
    var info = stat()
    return unsafe lstat(path, &info) == 0
  }

  /// How long the file is, in bytes; 0 when there is none.
  var size: Int {
    var info = stat()
    return unsafe lstat(path, &info) == 0 ? Int(info.st_size) : 0
  }

  /// What tells the file from another of the same name; nil when there is none.
  var identity: UInt64? {
    var info = stat()
    return unsafe lstat(path, &info) == 0 ? UInt64(info.st_ino) : nil
  }

  /// Why the file cannot be opened for reading and writing, as far as the system tells.
  var accessError: Int32 {
    if unsafe access(path, R_OK | W_OK) != 0 { return errno }
    return unsafe access(parent.path, W_OK | X_OK) != 0 ? errno : EIO
  }

  /// Makes the directory and the missing ones above it, each 0700.
  func makeDirectory() throws(StoreError) {
    if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, parent.path != path else { throw failure }
    try parent.makeDirectory()
    if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw failure }
  }

  /// Makes an empty file, 0600 whatever the umask; one that is there already stays as it is.
  func makeFile() throws(StoreError) {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0 {
      if errno == EEXIST { return }
      throw failure
    }
    let isModeSet = fchmod(descriptor, 0o600) == 0
    close(descriptor)
    if !isModeSet { throw failure }
  }

  /// Makes sure that a file which exists is a regular one, and 0600.
  ///
  /// It is never opened for that: closing any descriptor of an SQLite file drops this process's
  /// locks on it (sqlite.org/howtocorrupt, 2.2).
  func makePrivate() throws(StoreError) {
    var info = stat()
    guard unsafe lstat(path, &info) == 0 else {
      if errno == ENOENT { return }
      throw failure
    }
    switch info.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFLNK: throw .cannotOpen(path: path, errno: ELOOP)
    case S_IFDIR: throw .cannotOpen(path: path, errno: EISDIR)
    default: throw .cannotOpen(path: path, errno: EINVAL)
    }
    if info.st_mode & 0o777 != 0o600, unsafe chmod(path, 0o600) != 0 { throw failure }
  }

  /// Gives the file another name; one that is missing is no error.
  func rename(to new: String) throws(StoreError) {
    if Self.systemRename(path, new) != 0, errno != ENOENT { throw failure }
  }

  /// Removes the file, if it is there.
  func remove() { _ = unsafe unlink(path) }

  /// Removes the file; one that is missing is no error.
  func delete() throws(StoreError) {
    if unsafe unlink(path) != 0, errno != ENOENT { throw failure }
  }

  /// What is in the directory under names that begin with `start`.
  func names(startingWith start: String) throws(StoreError) -> [String] {
    guard let directory = unsafe opendir(path) else { throw failure }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(start) { names.append(name) }
    }
    return names
  }

  private static func systemRename(_ old: String, _ new: String) -> Int32 {
    unsafe Glibc.rename(old, new)
  }

  var failure: StoreError { .cannotOpen(path: path, errno: errno) }
}
