/// Why the mirror could not be read or written.
package enum StoreError: Error, Hashable, Sendable {
  /// No space left for the database; nothing of the change was saved.
  case diskFull(path: String)
  /// The file or its directory cannot be opened or made; `errno` as the system gave it.
  case cannotOpen(path: String, errno: Int32)
  /// Written by a newer version of this program; left untouched.
  case newer(path: String, version: Int)
  /// The database belongs to another server than the one it was to be opened for.
  case otherServer(path: String, server: String)
  /// Another process has set the database aside, because it was damaged, or wiped it since.
  case replaced(path: String)
  /// Another process has kept the database locked for longer than the busy timeout.
  case busy(path: String)
  /// The row is not there, or waits to be deleted.
  case noSuchTask(key: String)
  /// No such change waits in the outbox: it was sent meanwhile, or dropped.
  case noSuchChange(key: String)
  /// The change is on the wire, so it can be neither dropped nor sent once more.
  case beingSent(key: String)
  /// Reading or writing failed; `detail` is SQLite's own message.
  case io(path: String, detail: String)

  /// One sentence a person can act on.
  package var sentence: String {
    switch self {
    case .diskFull(let path):
      "The disk is full: \(path) could not be written, and the change was not saved."
    case .cannotOpen(let path, let errno):
      "\(path) cannot be opened: \(systemMessage(errno))."
    case .newer(let path, let version):
      "\(path) was written by a newer version of todotui (format \(version)): update todotui."
    case .otherServer(let path, let server):
      "The tasks and unsent changes kept in \(path) belong to \(server): "
        + "sign in there, or use another profile."
    case .replaced(let path):
      "\(path) was set aside or wiped by another todotui: start this one again."
    case .busy(let path):
      "\(path) is locked by another program: try again when that has ended."
    case .noSuchTask:
      "The task is no longer there: it was deleted meanwhile."
    case .noSuchChange:
      "No such change waits: it was sent or dropped meanwhile."
    case .beingSent:
      "The change is on its way to the server just now: try again in a moment."
    case .io(let path, let detail):
      "\(path) cannot be read or written: \(detail)."
    }
  }
}
