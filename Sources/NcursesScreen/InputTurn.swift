/// Takes what waits at the terminal, but only so much that a flood lets frames and other work have
/// their turn; the rest keeps the descriptor readable.
package enum InputTurn {
  /// The most that is taken at once, in bytes.
  package static let limit = 64 << 10
  private static let chunk = 4 << 10

  /// Reads until nothing is left or the limit is reached.
  ///
  /// - Parameters:
  ///   - milliseconds: how long to wait for the first byte.
  ///   - read: gives at most `capacity` bytes, none when there were none within `wait` milliseconds.
  /// - Returns: the bytes read.
  package static func bytes(
    waiting milliseconds: Int32,
    from read: (_ capacity: Int, _ wait: Int32) -> [UInt8]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var wait = milliseconds
    while bytes.count < limit {
      let more = read(min(chunk, limit - bytes.count), wait)
      if more.isEmpty { break }
      bytes += more
      wait = 0
    }
    return bytes
  }
}
