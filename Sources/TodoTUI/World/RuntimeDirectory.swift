import Glibc

/// The directory that holds the embedded server's socket: ours alone, checked before each use.
package struct RuntimeDirectory: Sendable {
  /// An absolute path.
  package let path: String

  /// The word for scripts when there is none.
  private static let code = "runtime_directory"

  /// `$XDG_RUNTIME_DIR/todotui` where that can be used, else `$TMPDIR/todotui-<uid>`.
  ///
  /// - Parameter paths: where files lie.
  /// - Throws: ``Failure`` 73 when the directory is not a 0700 directory of ours.
  package init(paths: Paths) throws(Failure) {
    if let parent = paths.runtimeParent, unsafe access(parent, W_OK | X_OK) == 0 {
      path = parent + "/todotui"
    } else {
      path = paths.temporary + "/todotui-\(geteuid())"
    }
    do throws(Failure) {
      try makeDirectory(path)
    } catch {
      var failure = error
      failure.code = RuntimeDirectory.code
      failure.hint =
        "Set XDG_RUNTIME_DIR or TMPDIR to a directory that is yours and can be written."
      throw failure
    }
    var facts = stat()
    guard unsafe lstat(path, &facts) == 0 else {
      throw refused("cannot be looked at: \(systemMessage(errno))")
    }
    guard facts.st_mode & S_IFMT == S_IFDIR else { throw refused("is not a directory") }
    guard facts.st_uid == geteuid() else { throw refused("belongs to another user") }
    guard facts.st_mode & 0o077 == 0 else { throw refused("is open to other users") }
  }

  /// The socket of the server that serves `database`.
  ///
  /// A Unix socket's path has at most 107 bytes; the database's path is hashed into the name, so
  /// that every data directory has a server of its own and the name stays short.
  ///
  /// - Parameter database: the absolute path of the server's database.
  /// - Returns: an absolute path of at most 100 bytes, in a shorter directory where it must be.
  /// - Throws: ``Failure`` 73 when no directory short enough is ours.
  package func socket(for database: String) throws(Failure) -> String {
    let name = "/" + RuntimeDirectory.hash(database) + ".sock"
    if (path + name).utf8.count <= 100 { return path + name }
    let short = "/tmp/todotui-\(geteuid())"
    guard path != short else { throw refused("has a path too long for a socket") }
    return try RuntimeDirectory(shortened: short).socket(for: database)
  }

  private init(shortened path: String) throws(Failure) {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    let parent = String(path[..<slash])
    try self.init(
      paths: Paths(
        data: "",
        state: "",
        configuration: "",
        runtimeParent: nil,
        temporary: parent
      )
    )
  }

  private func refused(_ why: String) -> Failure {
    Failure(
      .cannotWrite,
      RuntimeDirectory.code,
      "The directory \(path) \(why), so no socket is put into it.",
      hint: "Remove it, or set XDG_RUNTIME_DIR to a directory of yours with mode 0700."
    )
  }

  /// FNV-1a, 64 bits: a name, not a secret.
  private static func hash(_ text: String) -> String {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
