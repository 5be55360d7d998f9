internal import Glibc

/// A 0700 directory of ours, held open: every name is looked up relative to it, so nobody can
/// exchange the directory between a check and a use.
struct PrivateDirectory: ~Copyable {
  /// No vault and no key is larger, in bytes.
  static let sizeLimit = 65_536

  let path: String
  let descriptor: Descriptor

  /// Opens and checks the directory; nil when there is none.
  static func open(_ path: String) throws(VaultError) -> PrivateDirectory? {
    let descriptor: Descriptor
    do throws(SystemError) {
      descriptor = try Descriptor.open(path, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    } catch {
      switch error.code {
      case ENOENT: return nil
      // A link opened as a directory is ENOTDIR too.
      case ENOTDIR, ELOOP: throw .refused(path: path, isLink(path) ? .symbolicLink : .notDirectory)
      default: throw error.at(path)
      }
    }
    let facts: Descriptor.Facts
    do { facts = try descriptor.facts() } catch { throw error.at(path) }
    if facts.owner != geteuid() {
      throw .refused(path: path, .foreignOwner(uid: facts.owner))
    }
    if facts.permissions & 0o077 != 0 {
      throw .refused(path: path, .openToOthers(mode: facts.permissions, private: 0o700))
    }
    return PrivateDirectory(path: path, descriptor: descriptor)
  }

  /// Opens and checks the directory; creates it and its missing parents with mode 0700 before.
  static func create(_ path: String) throws(VaultError) -> PrivateDirectory {
    if let present = try open(path) { return present }
    try makeWithParents(path)
    guard let created = try open(path) else { throw .io(.create, path: path, code: ENOENT) }
    return created
  }

  /// The path of a name in this directory.
  func path(of name: String) -> String { "\(path)/\(name)" }

  /// Reads a private file of at most 64 KiB; nil when there is none.
  func read(_ name: String) throws(VaultError) -> [UInt8]? {
    guard let file = try openPrivate(name, flags: O_RDONLY) else { return nil }
    let size: Int64
    let bytes: [UInt8]
    do throws(SystemError) {
      size = try file.facts().size
      bytes = try file.readAll(upTo: Self.sizeLimit + 1)
    } catch {
      throw error.at(path(of: name))
    }
    guard bytes.count <= Self.sizeLimit else {
      throw .refused(path: path(of: name), .tooLarge(bytes: max(size, Int64(bytes.count))))
    }
    return bytes
  }

  /// Opens a file and checks that it is regular, ours, closed to others and of one name; nil when
  /// there is none and the flags create none.
  func openPrivate(_ name: String, flags: Int32) throws(VaultError) -> Descriptor? {
    let file: Descriptor
    do throws(SystemError) {
      file = try descriptor.open(name, flags: flags)
    } catch {
      if error.code == ENOENT { return nil }
      // A link, a socket, a directory or a file without rights does not open: say what it is.
      if let facts = try? descriptor.facts(of: name), let refusal = Self.refusal(of: facts) {
        throw .refused(path: path(of: name), refusal)
      }
      throw error.at(path(of: name))
    }
    let facts: Descriptor.Facts
    do { facts = try file.facts() } catch { throw error.at(path(of: name)) }
    if let refusal = Self.refusal(of: facts) { throw .refused(path: path(of: name), refusal) }
    return file
  }

  /// Whether this open file still is what the name stands for.
  func holds(_ file: borrowing Descriptor, as name: String) throws(VaultError) -> Bool {
    do throws(SystemError) {
      return try descriptor.facts(of: name)?.inode == file.facts().inode
    } catch {
      throw error.at(path(of: name))
    }
  }

  private static func refusal(of facts: Descriptor.Facts) -> VaultError.Refusal? {
    if facts.isLink { return .symbolicLink }
    guard facts.isRegular else { return .notRegularFile }
    if facts.owner != geteuid() { return .foreignOwner(uid: facts.owner) }
    if facts.permissions & 0o077 != 0 {
      return .openToOthers(mode: facts.permissions, private: 0o600)
    }
    return facts.links == 1 ? nil : .hardLinked(count: facts.links)
  }

  private static func isLink(_ path: String) -> Bool {
    var info = stat()
    return unsafe lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
  }

  // Each directory made is brought to the disk by its parent, or a power cut takes the vault along.
  private static func makeWithParents(_ path: String) throws(VaultError) {
    let parent = parent(of: path)
    if unsafe access(parent, F_OK) != 0, parent != path { try makeWithParents(parent) }
    do throws(SystemError) {
      if unsafe mkdir(path, 0o700) != 0 {
        if errno == EEXIST { return }
        throw SystemError(.create, errno)
      }
      try Descriptor.open(path, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW).setPermissions(0o700)
      // A parent we may pass but not read cannot be brought to the disk by us.
      if let above = try? Descriptor.open(parent, flags: O_RDONLY | O_DIRECTORY) {
        try above.synchronize()
      }
    } catch {
      throw error.at(path)
    }
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
