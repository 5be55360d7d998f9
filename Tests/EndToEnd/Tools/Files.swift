import Foundation

/// Every file and folder below a folder, the folder itself left out.
func entries(below folder: URL) -> [URL] {
  let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
  return walk?.compactMap { $0 as? URL } ?? []
}

/// Every regular file below a folder.
func files(below folder: URL) -> [URL] { entries(below: folder).filter { kind($0) == S_IFREG } }

/// The kind of a file itself, not of what it links to.
func kind(_ url: URL) -> mode_t { facts(url).st_mode & S_IFMT }

/// The permission bits.
func permissions(_ url: URL) -> mode_t { facts(url).st_mode & 0o777 }

private func facts(_ url: URL) -> stat {
  var facts = stat()
  _ = unsafe lstat(url.path, &facts)
  return facts
}
