internal import GRDB
internal import Glibc
internal import TodoKit

/// A damaged database is set aside, and what can be read of it goes into a new one.
///
/// The new one is whole before it gets the name, so that a kill at any moment leaves either the damaged
/// one with its mark, or the mark with the new one to be put in place.
extension StoreFile {
  private var new: PosixPath { PosixPath(path + ".new") }

  /// Sets the damaged database aside; under the lock of setting up.
  ///
  /// - Returns: what became of it, as a sentence; nil when there was none after all.
  /// - Throws: ``StoreError`` when there is no room; everything is as it was then.
  func rebuild() throws(StoreError) -> String? {
    markDamaged()
    if !PosixPath(path).exists {
      guard new.exists else {
        damageMark.remove()
        return nil
      }
      let name = asideName(isTaken: true)
      try putAside(as: name)
      return StoreFile.sentence(name, "")
    }
    let found: (taken: Int, left: [Salvage.Values], isWhole: Bool)
    do {
      for suffix in ["", "-wal", "-shm"] { PosixPath(new.path + suffix).remove() }
      try new.makeFile()
      try migrate(new.path) { _ in }
      let salvage = try DamagedDatabase(path).salvage(like: new)
      var left: [Salvage.Values] = []
      try migrate(new.path) { left = try salvage.insert(into: $0) }
      found = (salvage.entries.count - left.count, left, salvage.isWhole)
    } catch {
      throw openingFailure(error)
    }
    let export = try export(found.left)
    let name = asideName(isTaken: false)
    try putAside(as: name)
    return StoreFile.sentence(
      name,
      StoreFile.words(taken: found.taken, found.left.count, export, isWhole: found.isWhole)
    )
  }

  /// The newest name of a database set aside, or the one after it.
  private func asideName(isTaken: Bool) -> String {
    var number = 1
    while PosixPath("\(path).corrupt-\(number)").exists { number += 1 }
    return "\(path).corrupt-\(isTaken ? max(1, number - 1) : number)"
  }

  private func putAside(as name: String) throws(StoreError) {
    for suffix in ["", "-wal", "-shm"] { try PosixPath(path + suffix).rename(to: name + suffix) }
    try new.rename(to: path)
    damageMark.remove()
  }

  /// Writes changes that could not be taken over where a person can read them; gives the file's name.
  private func export(_ entries: [Salvage.Values]) throws(StoreError) -> String? {
    if entries.isEmpty { return nil }
    let now = Timestamp(milliseconds: Int64(time(nil)) * 1000).iso8601.prefix(19)
    var name = "\(path).unsent-\(now.filter { $0 != ":" && $0 != "-" })Z.jsonl"
    while PosixPath(name).exists { name = name.dropLast(6) + "+.jsonl" }
    try PosixPath(name).write(Array(UnsentLines.text(entries).utf8))
    return name
  }

  private static func sentence(_ name: String, _ words: String) -> String {
    "The local copy of the tasks was damaged. It was set aside as \(name), and a new one is filled "
      + "from the server.\(words)"
  }

  private static func words(
    taken: Int,
    _ left: Int,
    _ export: String?,
    isWhole: Bool
  ) -> String {
    var words = ""
    if taken > 0 {
      words += " \(taken == 1 ? "1 unsent change was" : "\(taken) unsent changes were") taken over."
    }
    if let export {
      words +=
        " \(left == 1 ? "1 unsent change" : "\(left) unsent changes") could not be taken over:"
      words += " see \(export)."
    }
    if !isWhole { words += " Other unsent changes may be lost." }
    return words
  }
}
