import Glibc

/// Puts a file in place of another in one step, so that nobody ever reads half of one.
///
/// - Parameters:
///   - path: an absolute path in a directory that is made when it is missing.
///   - text: all of the new file, which only its owner may read.
/// - Throws: ``Failure`` 73 when the directory cannot be made or the file cannot be written; the
///   old one stays then.
func replaceFile(_ path: String, with text: String) throws(Failure) {
  let slash = path.lastIndex(of: "/") ?? path.startIndex
  try makeDirectory(String(path[..<slash]))
  let draft = path + ".\(getpid()).new"
  let file = unsafe open(
    draft,
    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
    0o600
  )
  guard file >= 0 else { throw unwritten(path, errno) }
  let reason = writeAll(text, to: file)
  close(file)
  if reason == 0, unsafe rename(draft, path) == 0 { return }
  let number = reason == 0 ? errno : reason
  unsafe unlink(draft)
  throw unwritten(path, number)
}

/// Writes a text whole; 0, or the number of what stopped it.
func writeAll(_ text: String, to descriptor: Int32) -> Int32 {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    if count < 0 { return errno }
    rest = rest.dropFirst(count)
  }
  return 0
}

private func unwritten(_ path: String, _ number: Int32) -> Failure {
  Failure(.cannotWrite, "cannot_write", "\(path) cannot be written: \(systemMessage(number)).")
}
