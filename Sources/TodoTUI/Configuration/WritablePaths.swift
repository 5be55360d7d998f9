import Glibc

extension Paths {
  /// Whether data and state can be kept, looked at without touching anything.
  ///
  /// - Returns: ``Failure`` 73 that names the directory and the variable that says where it is; nil when
  ///   both can be written, or made.
  package func unwritable() -> Failure? {
    if let absence { return absence }
    for (path, variable) in [(data, "XDG_DATA_HOME"), (state, "XDG_STATE_HOME")] {
      guard let obstacle = Paths.obstacle(to: path) else { continue }
      let what = obstacle.path == path ? "" : ", because of \(obstacle.path)"
      return Failure(
        .cannotWrite,
        "cannot_write",
        "Nothing can be kept in \(path)\(what): \(systemMessage(obstacle.reason)).",
        hint: "Make it writable, or set \(variable) or HOME to a directory that is yours."
      )
    }
    return nil
  }

  /// The part of a path that keeps the rest from being made or written, and why.
  private static func obstacle(to path: String) -> (path: String, reason: Int32)? {
    var part = path
    while true {
      var facts = stat()
      if unsafe stat(part, &facts) == 0 {
        if facts.st_mode & S_IFMT != S_IFDIR { return (part, ENOTDIR) }
        return unsafe access(part, W_OK | X_OK) == 0 ? nil : (part, errno)
      }
      // A link to nothing is there, and a directory is not made in its place.
      if unsafe lstat(part, &facts) == 0 { return (part, ENOENT) }
      if errno != ENOENT, errno != ENOTDIR { return (part, errno) }
      guard let slash = part.lastIndex(of: "/"), slash != part.startIndex else {
        return unsafe access("/", W_OK | X_OK) == 0 ? nil : ("/", errno)
      }
      part = String(part[..<slash])
    }
  }
}

extension Failure {
  /// Whether a directory that cannot be written may be what is behind it.
  var isAboutFiles: Bool {
    [.cannotWrite, .inputOutput, .forbidden].contains(status)
      && ["cannot_write", "vault_io", "vault_refused", "mirror_io", "local_server"].contains(code)
  }
}
