internal import Glibc

extension TodoStore {
  /// Deletes a mirror with everything beside it that holds its tasks: what was set aside as damaged,
  /// and changes that were exported.
  ///
  /// The files of the locks stay, empty: a lock on a file that was removed keeps nobody out.
  ///
  /// - Parameter file: the database; one that is not there is no error.
  /// - Throws: `.busy` when another process goes on syncing it; any other ``StoreError`` when
  ///   something cannot be removed.
  package static func wipe(file: String) async throws(StoreError) {
    let path = PosixPath(file)
    guard path.parent.exists else { return }
    guard let sync = try await FileLock.waiting(file + ".sync-lock", for: .seconds(5)) else {
      throw .busy(path: file)
    }
    let setup = try FileLock.blocking(file + ".setup-lock")
    let names = try path.parent.names(startingWith: path.name)
    for name in names where !name.hasSuffix("-lock") {
      try PosixPath(path.parent.path + "/" + name).delete()
    }
    setup.release()
    sync.release()
  }
}
