import Glibc

extension Settings {
  /// The profiles that have a vault, those of the file, and the one in use, in order.
  var knownProfiles: [String] {
    var names = Set(file.profiles.keys)
    names.formUnion(["local", profile])
    for entry in directoryEntries(paths.data) where entry.hasSuffix(".vault") {
      names.insert(String(entry.dropLast(".vault".count)))
    }
    return names.filter(Settings.isProfileName).sorted()
  }
}

/// The names in a directory; none where it cannot be read.
func directoryEntries(_ path: String) -> [String] {
  guard let directory = unsafe opendir(path) else { return [] }
  defer { unsafe closedir(directory) }
  var names: [String] = []
  while let entry = unsafe readdir(directory) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
      unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    names.append(name)
  }
  return names
}
