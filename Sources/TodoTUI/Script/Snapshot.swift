import Glibc

/// A picture of the screen in a file.
struct Snapshot {
  /// How a screen and its picture differ.
  struct Difference: Error {
    var sentence: String
    /// The rows, both versions of each.
    var rows: [String] = []
  }

  let path: String

  /// Compares a screen with the file, or writes the file when there is none.
  ///
  /// - Parameter screen: the rows.
  /// - Throws: ``Difference`` when they are not the same, or the file cannot be read or written.
  func check(_ screen: String) throws(Difference) {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file < 0 else {
      defer { close(file) }
      return try compare(screen, file)
    }
    guard errno == ENOENT else {
      throw Difference(sentence: "\(path) cannot be read: \(systemMessage(errno)).")
    }
    let new = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard new >= 0 else {
      throw Difference(sentence: "\(path) cannot be written: \(systemMessage(errno)).")
    }
    defer { close(new) }
    let bytes = Array((screen + "\n").utf8)
    let count = unsafe bytes.withUnsafeBytes { unsafe write(new, $0.baseAddress, $0.count) }
    if count != bytes.count { throw Difference(sentence: "\(path) could not be written whole.") }
  }

  private func compare(_ screen: String, _ file: Int32) throws(Difference) {
    var picture: String
    do throws(Failure) {
      picture = try readText(of: file, limit: 1 << 22, path)
    } catch {
      throw Difference(sentence: error.message)
    }
    if picture == screen + "\n" { return }
    if picture.hasSuffix("\n") { picture.removeLast() }
    throw Difference(
      sentence: "the screen is not the picture in \(path).",
      rows: ScreenDifference.rows(of: picture, against: screen)
    )
  }
}
