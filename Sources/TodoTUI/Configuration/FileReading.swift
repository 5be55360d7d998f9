import Glibc

/// Reads a whole file or pipe as text; half of one is never taken for all of it.
///
/// - Parameters:
///   - descriptor: an open file, pipe or terminal; stays open.
///   - limit: the most bytes it may have.
///   - what: names it in a sentence, capitalized: `The script`.
/// - Throws: ``Failure`` 65 when it is longer or no UTF-8, 74 when it cannot be read.
/// - Returns: its text.
func readText(of descriptor: Int32, limit: Int, _ what: String) throws(Failure) -> String {
  if descriptor == 0, CommandRunner.isRunning {
    throw .usage("\(what) cannot be read: stdin is the screen's keyboard.")
  }
  var all: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 16_384)
  while true {
    let count = unsafe chunk.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress, $0.count)
    }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else {
      throw Failure(.inputOutput, "input", "\(what) cannot be read: \(systemMessage(errno)).")
    }
    if count == 0 { break }
    all += chunk[..<count]
    if all.count > limit { throw .invalid("\(what) is longer than \(limit) bytes.") }
  }
  guard let text = String(validating: all, as: UTF8.self) else {
    throw .invalid("\(what) is not UTF-8 text.")
  }
  return text
}
