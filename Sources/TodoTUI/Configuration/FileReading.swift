import Glibc

/// Reads a descriptor until its end or `limit` bytes.
///
/// - Parameters:
///   - descriptor: an open file, pipe or terminal; stays open.
///   - limit: bytes after which reading stops.
/// - Returns: what was read.
func readToEnd(of descriptor: Int32, limit: Int) -> [UInt8] {
  var all: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 16_384)
  while all.count < limit {
    let count = unsafe chunk.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress, min($0.count, limit - all.count))
    }
    if count < 0, errno == EINTR { continue }
    if count <= 0 { break }
    all += chunk[..<count]
  }
  return all
}
