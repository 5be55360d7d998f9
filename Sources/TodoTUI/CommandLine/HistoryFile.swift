import Glibc

/// What was typed on the command line, a line each, newest last.
package struct HistoryFile: Sendable {
  /// The most lines that are kept.
  package static let limit = 500
  private let path: String

  /// - Parameter path: where it lies.
  package init(_ path: String) { self.path = path }

  /// That of the profile in use: titles of one account are nothing for another's screen.
  init(of settings: Settings) { path = settings.paths.history(profile: settings.profile) }

  /// The last lines; none where there is no file that can be read.
  package func lines() -> [String] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return [] }
    defer { close(file) }
    guard let text = try? readText(of: file, limit: 1 << 20, path) else { return [] }
    let all = text.split(separator: "\n").map(String.init)
    guard all.count > HistoryFile.limit else { return all }
    let kept = Array(all.suffix(HistoryFile.limit))
    // A line that another program appends right now is lost with this; it is only history.
    try? replaceFile(path, with: kept.joined(separator: "\n") + "\n")
    return kept
  }

  /// Adds a line behind those of every program that shares the file.
  ///
  /// - Parameter line: as typed; line breaks become blanks.
  package func append(_ line: String) {
    let flat = line.split(whereSeparator: \.isNewline).joined(separator: " ")
    guard !flat.allSatisfy(\.isWhitespace), flat.utf8.count <= 4096 else { return }
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    guard (try? makeDirectory(String(path[..<slash]))) != nil else { return }
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let file = unsafe open(path, flags, 0o600)
    guard file >= 0 else { return }
    defer { close(file) }
    // One write, so that lines of two programs do not mix (POSIX, O_APPEND).
    _ = writeAll(flat + "\n", to: file)
  }
}
