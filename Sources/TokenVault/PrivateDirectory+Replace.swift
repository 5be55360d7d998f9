internal import CPosix
internal import Glibc

extension PrivateDirectory {
  /// What a rename does when the new name is taken.
  enum Rename {
    case overwriting
    case refusingToOverwrite
  }

  /// Writes a file so that a reader, a crash or a power cut finds all of the old or all of the new.
  ///
  /// Only the holder of the lock may overwrite, for that removes what killed writers left.
  ///
  /// After an error the old file stays, with one exception: when bringing the directory to the disk
  /// fails, the new one is in place and a power cut may undo it.
  func replace(
    _ name: String,
    with bytes: [UInt8],
    by mode: Rename = .overwriting
  ) throws(VaultError) {
    do throws(SystemError) {
      if mode == .overwriting { try collectTemporaries(of: name) }
      let temporary = try Self.temporaryPrefix(of: name) + hexadecimal(randomBytes(8))
      do throws(SystemError) {
        try writeNew(temporary, bytes)
        try rename(temporary, to: name, by: mode)
      } catch {
        remove(temporary)
        throw error
      }
    } catch {
      throw error.at(path(of: name))
    }
    do throws(SystemError) {
      try descriptor.synchronize()
    } catch {
      // Not "no space left": that sentence says that nothing was changed.
      throw .io(.sync, path: path, code: error.code)
    }
  }

  /// Moves a file out of the way under a name of its own, and answers the new path.
  ///
  /// The newest three such files are kept. Only for the holder of the lock.
  @discardableResult
  func quarantine(_ name: String) throws(VaultError) -> String {
    let prefix = "\(name).corrupt-"
    var moment = ClockReading.now().wall
    do throws(SystemError) {
      while try descriptor.facts(of: "\(prefix)\(moment)") != nil { moment += 1 }
      try rename(name, to: "\(prefix)\(moment)", by: .refusingToOverwrite)
      try descriptor.synchronize()
      let kept = try names { entry in
        entry.hasPrefix(prefix) && entry.utf8.dropFirst(prefix.utf8.count).allSatisfy(isDigit)
      }
      let newestFirst = kept.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
      for old in newestFirst.dropFirst(3) { remove(old) }
    } catch {
      throw error.at(path(of: name))
    }
    return path(of: "\(prefix)\(moment)")
  }

  private func writeNew(_ name: String, _ bytes: [UInt8]) throws(SystemError) {
    let file = try descriptor.open(name, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    try file.setPermissions(0o600)
    try file.writeAll(bytes)
    try file.synchronize()
    try file.close()
  }

  private func rename(_ old: String, to new: String, by mode: Rename) throws(SystemError) {
    let directory = descriptor.number
    let code =
      switch mode {
      case .overwriting: unsafe renameat(directory, old, directory, new) == 0 ? 0 : errno
      case .refusingToOverwrite: unsafe cposix_rename_to_free_name(directory, old, new)
      }
    guard code == 0 else { throw SystemError(.rename, code) }
  }

  private func remove(_ name: String) {
    _ = unsafe unlinkat(descriptor.number, name, 0)
  }

  private static func temporaryPrefix(of name: String) -> String { ".\(name).tmp-" }

  // The rest must be exactly our 16 digits: `.a.vault.tmp-` also begins the temporaries of a
  // profile that is itself called `a.vault.tmp-x`.
  private func collectTemporaries(of name: String) throws(SystemError) {
    let prefix = Self.temporaryPrefix(of: name)
    let stale = try names { entry in
      entry.hasPrefix(prefix) && entry.utf8.count == prefix.utf8.count + 16
        && entry.utf8.dropFirst(prefix.utf8.count).allSatisfy(isHexadecimalDigit)
    }
    for name in stale { remove(name) }
  }

  private func names(where wanted: (String) -> Bool) throws(SystemError) -> [String] {
    // An open of its own, for the position in the directory belongs to the open.
    let number = unsafe openat(descriptor.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw SystemError(.read, errno) }
    guard let stream = unsafe fdopendir(number) else {
      let code = errno
      close(number)
      throw SystemError(.read, code)
    }
    defer { unsafe closedir(stream) }
    var found: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { text in
          unsafe String(cString: text)
        }
      }
      if wanted(name) { found.append(name) }
    }
    return found
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

private func isHexadecimalDigit(_ byte: UInt8) -> Bool {
  isDigit(byte) || (0x61...0x66).contains(byte)
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { byte in
    String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
  }.joined()
}

/// Bytes from the kernel's random source.
func randomBytes(_ count: Int) throws(SystemError) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: count)
  let code = unsafe bytes.withUnsafeMutableBytes { buffer in
    unsafe cposix_random(buffer.baseAddress, buffer.count)
  }
  guard code == 0 else { throw SystemError(.random, code) }
  return bytes
}
