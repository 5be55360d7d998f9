internal import Glibc

/// Contents of files other than databases in use: closing any descriptor of such a one drops this
/// process's locks on it (sqlite.org/howtocorrupt, 2.2).
extension PosixPath {
  /// The first bytes of the file, at most `count`.
  func bytes(_ count: Int) throws(StoreError) -> [UInt8] {
    let source = try descriptor(O_RDONLY)
    defer { close(source) }
    return try read(source, count)
  }

  /// Copies the file; one that is missing is an empty one.
  ///
  /// - Parameters:
  ///   - target: the copy, made anew, 0600.
  ///   - head: what the copy begins with in place of as many bytes of the file. Its length in pages is
  ///     struck out of the header (sqlite.org/fileformat2, 1.3), so that the file's own length counts.
  /// - Throws: ``StoreError`` when it cannot be read or written.
  func copy(to target: PosixPath, head: [UInt8]) throws(StoreError) {
    guard exists else { return }
    let source = try descriptor(O_RDONLY)
    defer { close(source) }
    let sink = try target.descriptor(O_WRONLY | O_CREAT | O_EXCL)
    defer { close(sink) }
    var part = try read(source, 65_536)
    if head.count >= 100 {
      part.replaceSubrange(..<min(head.count, part.count), with: head)
      part.replaceSubrange(28..<32, with: [0, 0, 0, 0])
    }
    while !part.isEmpty {
      try target.write(part, to: sink)
      part = try read(source, 65_536)
    }
  }

  /// Makes the file with these bytes, 0600, and has the disk keep it.
  func write(_ bytes: [UInt8]) throws(StoreError) {
    let sink = try descriptor(O_WRONLY | O_CREAT | O_EXCL)
    defer { close(sink) }
    try write(bytes, to: sink)
    if fsync(sink) != 0 { throw failure }
  }

  private func descriptor(_ flags: Int32) throws(StoreError) -> Int32 {
    let descriptor = unsafe open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if descriptor < 0 { throw failure }
    return descriptor
  }

  private func read(_ source: Int32, _ count: Int) throws(StoreError) -> [UInt8] {
    var part = [UInt8](repeating: 0, count: count)
    var length = 0
    while length < count {
      let read = unsafe part.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(source, buffer.baseAddress?.advanced(by: length), count - length)
      }
      if read < 0, errno == EINTR { continue }
      if read < 0 { throw failure }
      if read == 0 { break }
      length += read
    }
    return Array(part.prefix(length))
  }

  private func write(_ bytes: [UInt8], to sink: Int32) throws(StoreError) {
    var done = 0
    while done < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(sink, buffer.baseAddress?.advanced(by: done), bytes.count - done)
      }
      if written < 0, errno == EINTR { continue }
      if written < 0 { throw errno == ENOSPC ? .diskFull(path: path) : failure }
      done += written
    }
  }
}
