/// Why the server could not start or finish a command.
package enum ServerError: Error, Equatable {
  case socketTaken(path: String)
  case socketUnusable(path: String, reason: String)
  case addressInUse(host: String, port: Int)
  case addressUnusable(host: String, port: Int, reason: String)
  case databaseCannotBeCreated(path: String, reason: String)
  case databaseUnreadable(path: String, reason: String)
  case secretFileUnsafe(path: String, reason: String)
  case secretMissing(path: String)
  case backupFailed(path: String, reason: String)
  case backupRefused(path: String, reason: String)
  case databaseInUse(path: String)
  case accountUnknown(path: String)
  case passwordRefused(reason: String)
  case stopped(reason: String)

  /// The process's exit status: sysexits.h, and 5 for what is not there, as in `todotui`.
  package var exitStatus: Int32 {
    switch self {
    case .accountUnknown: 5
    case .passwordRefused: 65
    case .addressInUse, .addressUnusable: 69
    case .stopped: 70
    case .databaseCannotBeCreated, .socketUnusable, .backupRefused: 73
    case .databaseUnreadable, .backupFailed: 74
    case .socketTaken, .databaseInUse: 75
    case .secretFileUnsafe: 77
    case .secretMissing: 78
    }
  }

  /// One sentence for the person who started the server.
  package var sentence: String {
    switch self {
    case .socketTaken(let path):
      "Another server already uses the socket \(path)."
    case .socketUnusable(let path, let reason):
      "Cannot listen on the socket \(path): \(reason)."
    case .addressInUse(let host, let port):
      "Port \(port) on \(host) is already in use; choose another with --port."
    case .addressUnusable(let host, let port, let reason):
      "Cannot listen on \(host):\(port): \(reason)."
    case .databaseCannotBeCreated(let path, let reason):
      "Cannot open the database \(path): \(reason)."
    case .databaseUnreadable(let path, let reason):
      "Cannot use the database \(path): \(reason)."
    case .secretFileUnsafe(let path, let reason):
      "Refusing the secret file \(path): \(reason)."
    case .secretMissing(let path):
      "The database has signing keys, but the secret they need is missing: "
        + "bring the file \(path) back, or set BETTER_AUTH_SECRET."
    case .backupRefused(let path, let reason):
      "Refusing to replace \(path) with a backup: \(reason)."
    case .backupFailed(let path, let reason):
      "Cannot write the backup \(path): \(reason)."
    case .databaseInUse(let path):
      "A server or another program is using the database \(path); end it first."
    case .accountUnknown(let path):
      "There is no account with this e-mail address in the database \(path)."
    case .passwordRefused(let reason):
      "Refusing the new password: \(reason)."
    case .stopped(let reason):
      "The server stopped: \(reason)."
    }
  }
}
