import Glibc
import Logging
import TerminalKit
import TodoKit

/// The log: a file, never the screen; text from outside is made harmless here too.
///
/// It begins anew when it has grown past a megabyte, with the old one kept beside it.
struct FileLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level
  private let path: String

  private static let limit: off_t = 1 << 20

  /// - Parameters:
  ///   - path: the file; its directory is made when the first line is written.
  ///   - level: what is less important is not written.
  init(path: String, level: Logger.Level) {
    self.path = path
    logLevel = level
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var line = "\(Workspace.now().iso8601) \(event.level) [\(getpid())] \(event.message)"
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(value)" }
    write(TerminalText(line).text + "\n")
  }

  /// A log that cannot be written is no reason to stop.
  private func write(_ line: String) {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    guard (try? makeDirectory(String(path[..<slash]))) != nil else { return }
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return }
    defer { close(file) }
    var facts = stat()
    if unsafe fstat(file, &facts) == 0, facts.st_size > FileLog.limit {
      unsafe rename(path, path + ".1")
    }
    let bytes = Array(line.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
  }
}
